package cost

import (
	"strings"
	"testing"

	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

func TestEndpointIsMadeOrExtended(t *testing.T) {
	tables := sample.Tables(sample.MainTable("nat-1"), sample.OwnTable("subnet-b", "nat-2"))
	made := found(t, "vpc-endpoint-missing", sample.TheVPC(), behind(nil, sample.RoleMay("s3:GetObject"), tables)...)
	f := found(t, "vpc-endpoint-missing", sample.TheVPC(), behind(nil, sample.RoleMay("s3:GetObject"), tables, sample.Endpoints(sample.Gateway("s3", "rtb-other")))...)
	for want, fix := range map[string]string{
		"aws ec2 create-vpc-endpoint --vpc-id vpc-1 --vpc-endpoint-type Gateway --service-name com.amazonaws.REGION.s3 --route-table-ids rtb-main rtb-subnet-b ": made.Fix,
		"aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-s3 --add-route-table-ids rtb-main rtb-subnet-b ":                                                     f.Fix,
	} {
		if !strings.HasPrefix(fix, want) || strings.Count(fix, "aws ec2") != 1 {
			t.Errorf("no %q alone in\n%s", want, fix)
		}
	}
	if f.Locus != "s3" || f.Confidence != rules.Likely || !strings.Contains(f.Message, "1 function may call s3, and by rtb-main and rtb-subnet-b that goes through a NAT gateway") {
		t.Errorf("%s (%s): %s", f.Locus, f.Confidence, f.Message)
	}
}

func TestUnneededSaysWhatWasLookedAt(t *testing.T) {
	f := found(t, "vpc-unneeded", sample.TheFunction(), placed(nil)...)
	text := f.Message + rules.EvidenceText(f.Evidence)
	for _, want := range lookedAt {
		if strings.Count(text, want) != 2 {
			t.Errorf("%q stands not in both of %s", want, text)
		}
	}
}
