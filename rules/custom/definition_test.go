package custom

import (
	"encoding/json"
	"testing"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// TestDefinitionTellsOfWhatIsJudged holds a rule's Definition to what decides its
// findings: better texts are no other rule.
func TestDefinitionTellsOfWhatIsJudged(t *testing.T) {
	whole := func() Definition {
		d := definition("facts.functions.timeout_s > params.most")
		d.Params = json.RawMessage(`{"most": 60}`)
		none, locus, want := here("not_applicable", "false"), here("locus", "'timeout'"), here("want", "params.most")
		d.NotApplicable, d.Locus = &none, &locus
		d.Evidence = []Evidence{{Field: "timeout", Got: here("got", "facts.functions.timeout_s"), Want: &want, Unit: "s"}}
		return d
	}
	before := compiled(t, whole()).Definition
	if again := compiled(t, whole()).Definition; before == "" || again != before {
		t.Fatalf("the same rule is defined as %q and %q", before, again)
	}
	for name, c := range map[string]struct {
		change  func(*Definition)
		another bool
	}{
		"fail":           {func(d *Definition) { d.Fail = here("fail", "facts.functions.timeout_s >= params.most") }, true},
		"not applicable": {func(d *Definition) { d.NotApplicable.Text = "true" }, true},
		"no such thing":  {func(d *Definition) { d.NotApplicable = nil }, true},
		"locus":          {func(d *Definition) { d.Locus.Text = "'time'" }, true},
		"parameters":     {func(d *Definition) { d.Params = json.RawMessage(`{"most": 61}`) }, true},
		"severity":       {func(d *Definition) { d.Severity = rules.High }, true},
		"kind": {func(d *Definition) {
			d.Kind, d.Fail.Text = facts.KindVersion, "facts.version_config.timeout_s > params.most"
		}, true},
		"evidence":      {func(d *Definition) { d.Evidence[0].Got.Text = "facts.functions.memory_mb" }, true},
		"wanted":        {func(d *Definition) { d.Evidence[0].Want = nil }, true},
		"why":           {func(d *Definition) { d.Why = "it was told" }, false},
		"fix":           {func(d *Definition) { d.Fix = "mend it well" }, false},
		"where it lies": {func(d *Definition) { d.Source = "other.yaml:3" }, false},
	} {
		d := whole()
		c.change(&d)
		if after := d.judges(); (after != before) != c.another {
			t.Errorf("%s: defined as %s, before as %s", name, after, before)
		}
	}
}
