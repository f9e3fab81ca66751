package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/inspector2"
	"github.com/aws/aws-sdk-go-v2/service/inspector2/types"

	"lambda-audit/audit"
)

// Scanning is what Amazon Inspector does for the Lambda functions of a region.
type Scanning struct {
	// Functions is the status of scanning their packages and layers for known
	// vulnerabilities: "ENABLED", "ENABLING", "DISABLED" and so on.
	Functions string `json:"functions,omitempty"`
}

// On reports whether functions are scanned, or will be shortly.
func (s *Scanning) On() bool {
	return s.Functions == string(types.StatusEnabled) || s.Functions == string(types.StatusEnabling)
}

// Inspector is what Amazon Inspector does in each region.
var Inspector = audit.RegisterFact(audit.Fact[Scanning]{
	Name: "inspector", Doc: "whether Amazon Inspector scans the region's functions",
	Kind:       audit.KindRegion,
	Operations: []string{"Inspector2.BatchGetAccountStatus"},
	Actions:    []string{"inspector2:BatchGetAccountStatus"},
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, regions []audit.Subject, put audit.Put[Scanning]) error {
		region := regions[0]
		out, err := audit.Client(s, region.ID, inspector2.NewFromConfig).BatchGetAccountStatus(ctx,
			&inspector2.BatchGetAccountStatusInput{AccountIds: []string{region.Account}})
		if notOffered(err) {
			return noService("Amazon Inspector", region.ID)
		}
		if err != nil {
			return fmt.Errorf("get the status of Inspector in %s: %w", region.ID, err)
		}
		for _, a := range out.Accounts {
			if state := a.ResourceState; aws.ToString(a.AccountId) == region.Account && state != nil && state.Lambda != nil {
				put(region.ID, Scanning{Functions: string(state.Lambda.Status)}, nil)
				return nil
			}
		}
		return untold(out.FailedAccounts)
	},
	Example: audit.Example{
		Reply:  `{"accounts":[{"accountId":"111122223333","state":{"status":"ENABLED"},"resourceState":{"ec2":{"status":"ENABLED"},"ecr":{"status":"ENABLED"},"lambda":{"status":"DISABLED"},"lambdaCode":{"status":"DISABLED"}}}],"failedAccounts":[]}`,
		Source: "https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetAccountStatus.html",
	},
})

// untold is why an answer tells nothing of the account.
func untold(failed []types.FailedAccount) error {
	u := &audit.Unknown{Reason: audit.Failed, Message: "Inspector tells nothing of the account's functions"}
	if len(failed) > 0 {
		u.Code, u.Message = string(failed[0].ErrorCode), aws.ToString(failed[0].ErrorMessage)
	}
	return u
}
