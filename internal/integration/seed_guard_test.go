//go:build integration

package integration

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/guardduty"
	gdtypes "github.com/aws/aws-sdk-go-v2/service/guardduty/types"
	"github.com/aws/aws-sdk-go-v2/service/inspector2"
	"github.com/aws/aws-sdk-go-v2/service/inspector2/types"
)

// guards are what watches a region's functions.
type guards struct {
	inspected bool // Inspector scans functions, and else machines only
	detector  bool // GuardDuty is on
	network   bool // and watches where functions connect to
}

// guards switches them on.
func (s *seeder) guards(t *testing.T, cfg aws.Config, g guards) {
	t.Helper()
	scan := types.ResourceScanTypeEc2
	if g.inspected {
		scan = types.ResourceScanTypeLambda
	}
	if _, err := inspector2.NewFromConfig(cfg).Enable(s.ctx, &inspector2.EnableInput{AccountIds: []string{account}, ResourceTypes: []types.ResourceScanType{scan}}); err != nil {
		t.Fatalf("enable Inspector: %v", err)
	}
	if !g.detector && !g.network {
		return
	}
	status := gdtypes.FeatureStatusDisabled
	if g.network {
		status = gdtypes.FeatureStatusEnabled
	}
	_, err := guardduty.NewFromConfig(cfg).CreateDetector(s.ctx, &guardduty.CreateDetectorInput{Enable: aws.Bool(true),
		Features: []gdtypes.DetectorFeatureConfiguration{{Name: gdtypes.DetectorFeatureLambdaNetworkLogs, Status: status}}})
	if err != nil {
		t.Fatalf("create a detector: %v", err)
	}
}
