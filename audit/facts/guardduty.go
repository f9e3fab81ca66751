package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/guardduty"
	"github.com/aws/aws-sdk-go-v2/service/guardduty/types"

	"lambda-audit/audit"
)

// Protection is what Amazon GuardDuty does for the Lambda functions of a region.
type Protection struct {
	Detector string `json:"detector,omitempty"` // "ENABLED" or "DISABLED"; empty: GuardDuty was never set up
	Lambda   string `json:"lambda,omitempty"`   // the same, of watching what functions connect to
}

// On reports whether the network traffic of functions is watched.
func (p *Protection) On() bool {
	return p.Detector == string(types.DetectorStatusEnabled) && p.Lambda == string(types.FeatureStatusEnabled)
}

// GuardDuty is what Amazon GuardDuty does in each region.
var GuardDuty = audit.RegisterFact(audit.Fact[Protection]{
	Name: "guardduty", Doc: "whether Amazon GuardDuty watches the network traffic of the region's functions",
	Kind:       audit.KindRegion,
	Operations: []string{"GuardDuty.ListDetectors", "GuardDuty.GetDetector"},
	Actions:    []string{"guardduty:ListDetectors", "guardduty:GetDetector"},
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, regions []audit.Subject, put audit.Put[Protection]) error {
		region := regions[0].ID
		client := audit.Client(s, region, guardduty.NewFromConfig)
		list, err := client.ListDetectors(ctx, &guardduty.ListDetectorsInput{})
		if notOffered(err) {
			return noService("Amazon GuardDuty", region)
		}
		if err != nil {
			return fmt.Errorf("list the detectors of GuardDuty in %s: %w", region, err)
		}
		if len(list.DetectorIds) == 0 {
			put(region, Protection{}, nil)
			return nil
		}
		out, err := client.GetDetector(ctx, &guardduty.GetDetectorInput{DetectorId: &list.DetectorIds[0]}) // a region has one at most
		if err != nil {
			return fmt.Errorf("get the detector of GuardDuty in %s: %w", region, err)
		}
		put(region, protection(out), nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"status":"ENABLED","serviceRole":"arn:aws:iam::111122223333:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty","features":[{"name":"LAMBDA_NETWORK_LOGS","status":"DISABLED"}]}`,
		Source: "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html",
	},
})

// protection reads the features; the older dataSources say nothing of Lambda.
func protection(out *guardduty.GetDetectorOutput) Protection {
	p := Protection{Detector: string(out.Status)}
	for _, f := range out.Features {
		if f.Name == types.DetectorFeatureResultLambdaNetworkLogs {
			p.Lambda = string(f.Status)
		}
	}
	return p
}
