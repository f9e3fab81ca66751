package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// Limits are what the account may use of a region, and what it does.
type Limits struct {
	Concurrency int   `json:"concurrency"`
	Unreserved  int   `json:"unreserved"`
	CodeBytes   int64 `json:"code_bytes"`
	CodeLimit   int64 `json:"code_limit"`
	Functions   int64 `json:"functions"`
}

// AccountSettings are the limits of each region.
var AccountSettings = audit.RegisterFact(audit.Fact[Limits]{
	Name: "account-settings", Doc: "the region's limits of concurrency and code storage",
	Kind:       audit.KindRegion,
	Operations: []string{"Lambda.GetAccountSettings"},
	Actions:    []string{"lambda:GetAccountSettings"},
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, regions []audit.Subject, put audit.Put[Limits]) error {
		region := regions[0].ID
		out, err := audit.Client(s, region, lambda.NewFromConfig).GetAccountSettings(ctx, &lambda.GetAccountSettingsInput{})
		if err != nil {
			return fmt.Errorf("get the account's settings in %s: %w", region, err)
		}
		var l Limits
		if limit := out.AccountLimit; limit != nil {
			l.Concurrency, l.CodeLimit = int(limit.ConcurrentExecutions), limit.TotalCodeSize
			if limit.UnreservedConcurrentExecutions != nil {
				l.Unreserved = int(*limit.UnreservedConcurrentExecutions)
			}
		}
		if usage := out.AccountUsage; usage != nil {
			l.CodeBytes, l.Functions = usage.TotalCodeSize, usage.FunctionCount
		}
		put(region, l, nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"AccountLimit":{"ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":900,"TotalCodeSize":80530636800},"AccountUsage":{"FunctionCount":96,"TotalCodeSize":1210437}}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html",
	},
})
