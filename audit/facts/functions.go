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
	Name: KindFunction, Doc: "a function: its unpublished version and its settings as a whole", OfFunction: true,
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
		return eachNamed(named, region, func(name string) error {
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
	pages := lambda.NewListFunctionsPaginator(client, &lambda.ListFunctionsInput{MaxItems: aws.Int32(50)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list functions in %s: %w", region, err)
		}
		for i := range page.Functions {
			c := config(&page.Functions[i], s.Secrets)
			put(c.ARN, c, nil)
		}
	}
	return nil
}

// eachNamed calls ask for the named functions that may lie in the region, and
// goes on after an error, which it returns at the end.
func eachNamed(names []string, region string, ask func(name string) error) error {
	var first error
	for _, name := range names {
		if a, ok := audit.ParseARN(name); ok && a.Region != region {
			continue
		}
		if err := ask(name); err != nil && first == nil {
			first = err
		}
	}
	return first
}
