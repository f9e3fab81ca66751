package facts

import (
	"cmp"
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// KindProvisioned is the kind of the provisioned concurrency of aliases and
// versions.
const KindProvisioned audit.KindName = "provisioned-concurrency"

// Provisioned is provisioned concurrency that is kept for an alias or a version.
type Provisioned struct {
	Qualifier string `json:"qualifier"` // the alias or version
	Requested int    `json:"requested,omitempty"`
	Allocated int    `json:"allocated,omitempty"` // kept now: what is paid for
	Status    string `json:"status,omitempty"`    // "READY", "IN_PROGRESS" or "FAILED"
	Reason    string `json:"reason,omitempty"`    // why it FAILED
	Modified  string `json:"modified,omitempty"`  // RFC 3339
}

// Failed reports whether Lambda could not provide what was asked for.
func (p *Provisioned) Failed() bool { return p.Status == "FAILED" }

// ProvisionedConcurrency is what is provisioned for each function's aliases and
// versions.
var ProvisionedConcurrency = audit.RegisterFact(audit.Fact[[]Provisioned]{
	Name: "provisioned-concurrency",
	Doc: "the provisioned concurrency of a function's aliases and versions. No listing carries it, and while nothing " +
		"is invoked by it no metric tells of it, although it is paid for: so it takes a call a published function",
	Kind:       KindFunction,
	Operations: []string{"Lambda.ListProvisionedConcurrencyConfigs"},
	Actions:    []string{"lambda:ListProvisionedConcurrencyConfigs"},
	Needs:      []audit.Dep{Functions, Versions},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[[]Provisioned] {
		if versions, err := Versions.Of(r, s.ID); err != nil || len(versions) > 0 {
			return audit.Ask[[]Provisioned]()
		}
		return audit.Settled[[]Provisioned](nil, "nothing is published")
	},
	GateDoc: "Provisioned concurrency is kept for a published version, directly or by an alias; Lambda refuses it for " +
		"$LATEST and for an alias on it. ListFunctions with FunctionVersion=ALL lists every published version.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[[]Provisioned]) error {
		f := functions[0]
		client := audit.Client(s, f.Region, lambda.NewFromConfig)
		return listAll(ctx, f.ID, "provisioned concurrency", func(ctx context.Context, token *string) ([]Provisioned, *string, error) {
			out, err := client.ListProvisionedConcurrencyConfigs(ctx, &lambda.ListProvisionedConcurrencyConfigsInput{FunctionName: &f.ID, Marker: token})
			if err != nil {
				return nil, nil, err
			}
			return provisionedOf(out), out.NextMarker, nil
		}, put)
	},
	Example: audit.Example{
		Reply:  `{"ProvisionedConcurrencyConfigs":[{"FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-api:live","RequestedProvisionedConcurrentExecutions":20,"AvailableProvisionedConcurrentExecutions":20,"AllocatedProvisionedConcurrentExecutions":20,"Status":"READY","LastModified":"2026-10-05T07:30:00+0000"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html",
	},
})

// provisionedSources name the provisioned concurrency of the account.
var provisionedSources = []audit.Dep{Functions, Tags, ProvisionedConcurrency}

// ProvisionedKind is the kind of the provisioned concurrency of the functions in
// the run's scope.
var ProvisionedKind = audit.RegisterKind(audit.Kind{
	Name: KindProvisioned, Doc: "the provisioned concurrency of an alias or a version",
	From: provisionedSources,
	List: func(r audit.Reader) ([]audit.Subject, error) {
		functions, incomplete := r.Subjects(KindFunction)
		var list []audit.Subject
		for _, f := range functions {
			kept, err := ProvisionedConcurrency.Of(r, f.ID)
			incomplete = cmp.Or(incomplete, unlessGone(err))
			for _, p := range kept {
				list = append(list, audit.Subject{Kind: KindProvisioned, ID: f.ID + ":" + p.Qualifier, Account: f.Account,
					Region: f.Region, Locus: p.Qualifier, Functions: f.Functions})
			}
		}
		return list, incomplete
	},
})

func provisionedOf(page *lambda.ListProvisionedConcurrencyConfigsOutput) []Provisioned {
	list := make([]Provisioned, len(page.ProvisionedConcurrencyConfigs))
	for i, c := range page.ProvisionedConcurrencyConfigs {
		_, qualifier := audit.FunctionARN(aws.ToString(c.FunctionArn))
		list[i] = Provisioned{
			Qualifier: qualifier,
			Requested: int(aws.ToInt32(c.RequestedProvisionedConcurrentExecutions)),
			Allocated: int(aws.ToInt32(c.AllocatedProvisionedConcurrentExecutions)),
			Status:    string(c.Status), Reason: aws.ToString(c.StatusReason), Modified: rfc3339(aws.ToString(c.LastModified)),
		}
	}
	return list
}
