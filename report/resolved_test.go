package report

import (
	"slices"
	"testing"

	"lambda-audit/rules"
)

// resolvedIDs are the ids of the night's findings that can be closed.
func resolvedIDs(r *Report) []string {
	var ids []string
	for _, row := range r.Result.Changes {
		if row.Change == rules.ChangeFixed || row.Change == rules.ChangeGone {
			ids = append(ids, row.ID)
		}
	}
	return ids
}

// What is fixed or gone is archived under the id and the product that it was sent
// with; what is unknown or was not judged again is left as it is.
func TestASFFArchivesWhatIsResolved(t *testing.T) {
	r := nextNight()
	document := inFormat(t, "asff", r)
	golden(t, "night.asff.golden", document)
	ids := map[string]int{}
	for _, f := range sent(t, document) {
		ids[f.ID]++
		if ids[f.ID] > 1 {
			t.Errorf("%s is sent twice", f.ID)
		}
	}
	status := map[string]string{rules.ChangeFixed: "PASSED", rules.ChangeGone: "NOT_AVAILABLE"}
	for _, row := range r.Result.Changes {
		id := asffPrefix + sampleAccount + "/" + row.ID
		at := slices.IndexFunc(sent(t, document), func(f sentFinding) bool { return f.ID == id && f.RecordState == "ARCHIVED" })
		if suppressed := row.Change == rules.ChangeSuppressed; (at >= 0) != (status[row.Change] != "" || suppressed) {
			t.Errorf("%s, which is %s, is archived: %v", row.ID, row.Change, at >= 0)
		} else if at >= 0 && !suppressed {
			if f := sent(t, document)[at]; f.Compliance.Status != status[row.Change] || f.ProductFields["lambda-audit/Rule"] != row.Rule {
				t.Errorf("%s is sent as %+v", row.ID, f)
			}
		}
	}
}

// A resolved finding goes to the Security Hub that was told when it failed.
func TestASFFArchivesWhereItWasSent(t *testing.T) {
	open := sharedRoleFinding()
	before := sent(t, inFormat(t, "asff", telling(shop(), open)))[0]
	r := telling(shop())
	r.Result.Changes = []rules.ChangeRow{nightRow(rules.ChangeFixed, &open, rules.CauseSurroundings)}
	after := sent(t, inFormat(t, "asff", r))[0]
	if after.ID != before.ID || after.ProductArn != before.ProductArn || after.RecordState != "ARCHIVED" ||
		after.FindingProviderFields != before.FindingProviderFields || !slices.Equal(after.Resources, before.Resources) {
		t.Errorf("%+v was sent, and is closed as %+v", before, after)
	}
}

// A rule that is kept now, and is listed as kept, is told of once.
func TestResolvedComesOnce(t *testing.T) {
	row := shopFindings()[0]
	kept := row
	kept.Outcome = rules.Pass
	r := telling(shop(), kept)
	r.Result.Changes = []rules.ChangeRow{nightRow(rules.ChangeFixed, &row, rules.CauseConfig)}
	list := slices.Collect(r.withResolved())
	if len(list) != 1 || list[0].Change != rules.ChangeFixed {
		t.Errorf("the findings are %+v", list)
	}
}
