package audit

import "testing"

// A region, or a pattern of them, tells its partition, and that the region to ask first.
func TestPartitions(t *testing.T) {
	for region, want := range map[string][2]string{
		"eu-west-1": {"aws", "us-east-1"}, "cn-northwest-1": {"aws-cn", "cn-north-1"}, "us-gov-east-1": {"aws-us-gov", "us-gov-west-1"},
		"cn-*": {"aws-cn", "cn-north-1"}, "all": {"aws", "us-east-1"}, "": {"aws", "us-east-1"},
	} {
		if got := [2]string{PartitionOf(region), mainRegion(region)}; got != want {
			t.Errorf("%q lies in %v, want %v", region, got, want)
		}
	}
}
