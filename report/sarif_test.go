package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"lambda-audit/rules"
)

func sarifOf(t *testing.T, r *Report) *sarif.Run {
	t.Helper()
	format, err := Find("sarif")
	if err != nil {
		t.Fatal(err)
	}
	var log sarif.Report
	if err := json.Unmarshal(written(t, format, r), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

func TestSARIFGolden(t *testing.T) {
	format, err := Find("sarif")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Report{"shop": shop(), "empty": emptyAccount(), "clean": cleanAccount()} {
		golden(t, name+".sarif.golden", written(t, format, r))
	}
}

func TestSARIFResults(t *testing.T) {
	run, findings := sarifOf(t, shop()), shopFindings()
	if len(run.Results) != len(findings) {
		t.Fatalf("%d findings give %d results", len(findings), len(run.Results))
	}
	for i, result := range run.Results {
		f := findings[i]
		if rule := run.Tool.Driver.Rules[result.RuleIndex]; *rule.ID != f.Rule {
			t.Errorf("result %d has the rule %s, want %s", i, *rule.ID, f.Rule)
		}
		kind := map[rules.Outcome]string{rules.Fail: "fail", rules.Unknown: "open", rules.NotApplicable: "notApplicable", rules.Pass: "pass"}[f.Outcome]
		if f.ManagedBy != "" && kind == "fail" {
			kind = "informational"
		}
		if result.Kind != kind || (result.Level == "none") != (kind != "fail") || (len(result.Suppressions) > 0) != f.Suppressed {
			t.Errorf("result %d: kind %s, level %s, suppressions %d, of %v", i, result.Kind, result.Level, len(result.Suppressions), f.Outcome)
		}
		if result.PartialFingerprints["findingId/v1"] != f.ID {
			t.Errorf("result %d has the fingerprints %v", i, result.PartialFingerprints)
		}
	}
}

// TestSARIFBaseline wants each result to say what became of it, and those that are
// absent to be no failures: a server that does not know the word would show them.
func TestSARIFBaseline(t *testing.T) {
	r := nextNight()
	golden(t, "night.sarif.golden", inFormat(t, "sarif", r))
	states := map[string]string{}
	for _, result := range sarifOf(t, r).Results {
		if result.BaselineState == nil {
			t.Fatalf("%s has no state", result.PartialFingerprints["findingId/v1"])
		}
		state := *result.BaselineState
		states[result.PartialFingerprints["findingId/v1"]] = state
		if state == "absent" && (result.Level != "none" || result.Kind == "fail") {
			t.Errorf("what is absent is of kind %s, level %s", result.Kind, result.Level)
		}
	}
	findings := shopFindings()
	for i, want := range map[int]string{0: "new", 1: "unchanged", 2: "updated", 3: "updated", 14: "new"} {
		if got := states[findings[i].ID]; got != want {
			t.Errorf("%s is %q, want %q", findings[i].ID, got, want)
		}
	}
	absent := resolvedIDs(r)
	for _, id := range absent {
		if states[id] != "absent" {
			t.Errorf("%s is %q", id, states[id])
		}
	}
	if len(states) != len(findings)+len(absent) {
		t.Errorf("%d results of %d findings, %d of which are absent", len(states), len(findings), len(absent))
	}
	for _, result := range sarifOf(t, shop()).Results {
		if result.BaselineState != nil {
			t.Error("without an earlier result there is a state")
		}
	}
}

func TestSARIFLocations(t *testing.T) {
	for _, test := range []struct {
		row       rules.FindingRow
		uri, name string
	}{
		{sampleFinding(rules.Fail, "env-secret", "checkout-api", "KEY", "", ""), "aws/123456789012/eu-west-1/checkout-api", sampleARN("checkout-api") + "/KEY"},
		{sharedRoleFinding(), "aws/123456789012/global/role/shop-worker", "arn:aws:iam::123456789012:role/shop-worker/Sid1"},
		{rules.FindingRow{Stamp: stamp("eu-west-1"), SubjectKind: "region", Subject: "a b/../c"}, "aws/123456789012/eu-west-1/region/a%20b%2F..%2Fc", "a b/../c"},
	} {
		location := sarifLocation(test.row)
		uri, name := *location.PhysicalLocation.ArtifactLocation.URI, *location.LogicalLocations[0].FullyQualifiedName
		if uri != test.uri || name != test.name {
			t.Errorf("the finding lies at %s, %s; want %s, %s", uri, name, test.uri, test.name)
		}
	}
}

func TestSARIFIsBounded(t *testing.T) {
	row := sampleFinding(rules.Fail, "env-secret", "f", "", "m", "")
	r := &Report{Result: &rules.Result{}, Findings: func(yield func(rules.FindingRow) bool) {
		for i := range sarifMost + 7 {
			row.ID = fmt.Sprint(i)
			if !yield(row) {
				return
			}
		}
	}}
	run := sarifOf(t, r)
	told := slices.ContainsFunc(run.Invocations[0].ToolExecutionNotifications, func(n *sarif.Notification) bool { return strings.Contains(*n.Message.Text, "7 more are not") })
	if last := run.Results[len(run.Results)-1]; len(run.Results) != sarifMost || last.PartialFingerprints["findingId/v1"] != fmt.Sprint(sarifMost-1) || !told {
		t.Errorf("%d results; told of the others: %v", len(run.Results), told)
	}
}
