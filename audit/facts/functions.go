package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// KindFunction is the kind of the account's functions.
const KindFunction audit.KindName = "function"

// Functions are the configurations of the functions.
var Functions = audit.RegisterFact(audit.Fact[Config]{
	Name: "functions", Doc: "the configuration of every function, from the region's listing",
	Kind: KindFunction, Over: audit.KindRegion, TellsRegion: true,
	Operations: []string{"Lambda.ListFunctions", "Lambda.GetFunctionConfiguration"},
	Actions:    []string{"lambda:ListFunctions", "lambda:GetFunctionConfiguration"},
	Collect:    collectFunctions,
	Example: audit.Example{
		Reply:  `{"Functions":[{"FunctionName":"orders-api","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-api","Runtime":"python3.13","Role":"arn:aws:iam::111122223333:role/orders-api","Timeout":10,"MemorySize":512,"Architectures":["arm64"],"PackageType":"Zip","LastModified":"2026-11-02T09:14:03.000+0000"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html",
	},
})

// Function is the kind of the functions in the run's scope.
var Function = audit.RegisterKind(audit.Kind{
	Name: KindFunction, Doc: "a function: its unpublished version and its settings as a whole",
	From: []audit.Dep{Functions, Tags},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		scope := r.Header().Scope
		var list []audit.Subject
		var unsure error
		err := Functions.All(r, func(arn string, c Config) {
			if !scope.Includes(c.Name, arn) {
				return
			}
			if len(scope.Tags) > 0 {
				tags, err := Tags.Of(r, arn)
				if err != nil {
					unsure = err
				}
				if !scope.IncludesTags(tags) {
					return
				}
			}
			a, _ := audit.ParseARN(arn)
			list = append(list, audit.Subject{Kind: KindFunction, ID: arn, Account: a.Account, Region: a.Region, Functions: []string{arn}})
		})
		if err == nil {
			err = unsure
		}
		return list, err
	},
})

func collectFunctions(ctx context.Context, s *audit.Session, _ audit.Reader, regions []audit.Subject, put audit.Put[Config]) error {
	region := regions[0].ID
	client := audit.Client(s, region, lambda.NewFromConfig)
	if named := s.Header.Scope.Named(); named != nil {
		return eachNamed(ctx, named, region, func(ctx context.Context, name string) error {
			out, err := client.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: &name})
			if audit.IsGone(err) {
				return nil // it may lie in another region
			}
			if err != nil {
				return fmt.Errorf("get the configuration of %s in %s: %w", name, region, err)
			}
			c := config(asListed(out), s.Secrets)
			put(c.ARN, c, nil)
			return nil
		})
	}
	return audit.Pages(ctx, "", func(ctx context.Context, token *string) (int, *string, error) {
		out, err := client.ListFunctions(ctx, &lambda.ListFunctionsInput{MaxItems: aws.Int32(50), Marker: token})
		if err != nil {
			return 0, nil, fmt.Errorf("list functions in %s: %w", region, err)
		}
		for i := range out.Functions {
			c := config(&out.Functions[i], s.Secrets)
			put(c.ARN, c, nil)
		}
		return len(out.Functions), out.NextMarker, nil
	})
}

// eachNamed calls ask for the named functions that may lie in the region, once,
// and goes on after an error, which it returns at the end.
func eachNamed(ctx context.Context, names []string, region string, ask func(ctx context.Context, name string) error) error {
	var first error
	for _, name := range names {
		if a, ok := audit.ParseARN(name); ok && a.Region != region {
			continue
		}
		if err := audit.Once(ctx, name, func(ctx context.Context) error { return ask(ctx, name) }); err != nil && first == nil {
			first = err
		}
	}
	return first
}
