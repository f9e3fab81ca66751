package facts

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/computeoptimizer"
	"github.com/aws/aws-sdk-go-v2/service/computeoptimizer/types"

	"lambda-audit/audit"
)

// Advice is what Compute Optimizer says of a function's memory, after two weeks.
type Advice struct {
	Finding     string   `json:"finding"` // "Optimized" or "NotOptimized"
	Reasons     []string `json:"reasons,omitempty"`
	MemoryMB    int      `json:"memory_mb,omitempty"` // the size it looked at
	Invocations float64  `json:"n,omitempty"`
	UsedMB      *float64 `json:"used_mb,omitempty"`    // highest of any invocation; null: not told
	SizeMB      int      `json:"size_mb,omitempty"`    // the size it recommends most; 0: none
	SavingUSD   *float64 `json:"saving_usd,omitempty"` // of that size, a month
}

// Conclusive reports whether it had enough to go by.
func (a *Advice) Conclusive() bool {
	return a.Finding == string(types.LambdaFunctionRecommendationFindingOptimized) || a.Over() || a.Under()
}

// Over reports whether it finds that less memory would do.
func (a *Advice) Over() bool {
	return slices.Contains(a.Reasons, string(types.LambdaFunctionRecommendationFindingReasonCodeMemoryOverProvisioned))
}

// Under reports whether it finds that more memory is needed.
func (a *Advice) Under() bool {
	return slices.Contains(a.Reasons, string(types.LambdaFunctionRecommendationFindingReasonCodeMemoryUnderProvisioned))
}

// ComputeOptimizer is what Compute Optimizer says of each function's $LATEST.
// There is no data where the account has not opted in, or where it has too little
// to go by.
var ComputeOptimizer = audit.RegisterFact(audit.Fact[Advice]{
	Name: "compute-optimizer", Doc: "what Compute Optimizer finds of each function's memory, from the region's recommendations; no data without opt-in",
	Kind: KindFunction, Over: audit.KindRegion,
	Operations: []string{"Compute Optimizer.GetLambdaFunctionRecommendations"},
	Actions: []string{"compute-optimizer:GetLambdaFunctionRecommendations",
		"lambda:ListFunctions", "lambda:ListProvisionedConcurrencyConfigs"},
	Needs:   []audit.Dep{Functions},
	Collect: collectAdvice,
	Example: audit.Example{
		Reply:  `{"lambdaFunctionRecommendations":[{"functionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-api:$LATEST","finding":"NotOptimized","findingReasonCodes":["MemoryOverprovisioned"],"currentMemorySize":1024,"numberOfInvocations":70124,"utilizationMetrics":[{"name":"Memory","statistic":"Maximum","value":212}],"memorySizeRecommendationOptions":[{"rank":1,"memorySize":512}]}]}`,
		Source: "https://docs.aws.amazon.com/compute-optimizer/latest/APIReference/API_GetLambdaFunctionRecommendations.html",
	},
})

// recommendationsPerPage is the most that a page holds (API reference, 2026-11).
const recommendationsPerPage = 1000

func collectAdvice(ctx context.Context, s *audit.Session, r audit.Reader, regions []audit.Subject, put audit.Put[Advice]) error {
	region := regions[0].ID
	in := &computeoptimizer.GetLambdaFunctionRecommendationsInput{MaxResults: aws.Int32(recommendationsPerPage)}
	if s.Header.Scope.Named() != nil {
		if in.FunctionArns = functionsIn(r, region); in.FunctionArns == nil {
			return nil // none of them lies here
		}
	}
	client := audit.Client(s, region, computeoptimizer.NewFromConfig)
	return audit.Pages(ctx, "", func(ctx context.Context, token *string) (int, *string, error) {
		in.NextToken = token
		out, err := client.GetLambdaFunctionRecommendations(ctx, in)
		switch {
		case audit.Code(err) == "OptInRequiredException":
			return 0, nil, &audit.Unknown{Reason: audit.NoData, Code: audit.Code(err), Message: "the account has not opted in to Compute Optimizer"}
		case notOffered(err):
			return 0, nil, noService("Compute Optimizer", region)
		case err != nil:
			return 0, nil, fmt.Errorf("get the recommendations for functions in %s: %w", region, err)
		}
		for i := range out.LambdaFunctionRecommendations {
			row := &out.LambdaFunctionRecommendations[i]
			if arn, qualifier := audit.FunctionARN(aws.ToString(row.FunctionArn)); qualifier == "" || qualifier == "$LATEST" {
				put(arn, advice(row), nil)
			}
		}
		return len(out.LambdaFunctionRecommendations), out.NextToken, nil
	})
}

// functionsIn are the ARNs of the functions of a region, as far as they are known.
func functionsIn(r audit.Reader, region string) []string {
	var arns []string
	_ = Functions.All(r, func(arn string, _ Config) { // what is not known is not asked about
		if a, _ := audit.ParseARN(arn); a.Region == region {
			arns = append(arns, arn)
		}
	})
	return arns
}

func advice(row *types.LambdaFunctionRecommendation) Advice {
	a := Advice{Finding: string(row.Finding), MemoryMB: int(row.CurrentMemorySize), Invocations: float64(row.NumberOfInvocations)}
	for _, reason := range row.FindingReasonCodes {
		a.Reasons = append(a.Reasons, string(reason))
	}
	for _, m := range row.UtilizationMetrics {
		if m.Name == types.LambdaFunctionMetricNameMemory && m.Statistic == types.LambdaFunctionMetricStatisticMaximum {
			a.UsedMB = &m.Value
		}
	}
	if best := bestOption(row.MemorySizeRecommendationOptions); best != nil {
		a.SizeMB, a.SavingUSD = int(best.MemorySize), savingOf(best.SavingsOpportunity)
	}
	return a
}

// bestOption is the recommendation of the lowest rank; nil where there is none.
func bestOption(options []types.LambdaFunctionMemoryRecommendationOption) *types.LambdaFunctionMemoryRecommendationOption {
	var best *types.LambdaFunctionMemoryRecommendationOption
	for i := range options {
		if best == nil || options[i].Rank < best.Rank {
			best = &options[i]
		}
	}
	return best
}

func savingOf(s *types.SavingsOpportunity) *float64 {
	if s == nil || s.EstimatedMonthlySavings == nil || s.EstimatedMonthlySavings.Currency != types.CurrencyUsd {
		return nil
	}
	return &s.EstimatedMonthlySavings.Value
}
