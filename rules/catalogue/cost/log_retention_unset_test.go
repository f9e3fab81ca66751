package cost

import (
	"strings"
	"testing"

	"lambda-audit/audit/facts"
)

func TestRetentionTellsWhatIsKeptAndItsPrice(t *testing.T) {
	for stored, want := range map[int64]string{
		412 << 30: "412 GB so far, $12.36 a month and growing", 16 << 20: "16 MB so far, less than $0.01 a month and growing", 0: "0 MB so far, $0.00 a month and growing",
	} {
		f := found(t, "log-retention-unset", logGroup(), kept(facts.LogGroup{StoredBytes: stored, Class: "STANDARD"})...)
		if want = "the log group /aws/lambda/orders keeps its lines for ever: " + want; f.Message != want {
			t.Errorf("%s, want %s", f.Message, want)
		}
	}
	f := found(t, "log-retention-unset", logGroup(), kept(facts.LogGroup{})...)
	if !strings.Contains(f.Fix, "--log-group-name /aws/lambda/orders ") || !strings.Contains(f.Fix, "# what is older is deleted") || f.Saving != nil {
		t.Errorf("%s, saving %v", f.Fix, f.Saving)
	}
}
