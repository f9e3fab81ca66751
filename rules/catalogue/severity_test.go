package catalogue_test

import (
	"testing"

	"lambda-audit/rules"
)

// mayBeCritical are the rules that may find something critical, and whom it lets in
// or what it loses: nothing else is.
var mayBeCritical = map[string]string{
	"env-secret":                "whoever reads the configuration has the secret, and with it what that opens",
	"exposed-and-powerful":      "anybody comes in, and wins the role or the secret",
	"policy-excess-action":      "anybody may put code of their own into the function",
	"policy-public":             "anybody may run the function",
	"role-admin":                "whoever gets at the function may read, change and delete everything",
	"role-privilege-escalation": "whoever gets at the function can make an administrator of it",
	"role-trust-too-wide":       "anybody may take the role",
}

// TestNothingElseIsCritical holds the rules to it as they are declared, in all of
// their examples, and in the sample account.
func TestNothingElseIsCritical(t *testing.T) {
	seen := map[string]bool{}
	critical := func(id, where string) {
		seen[id] = true
		if mayBeCritical[id] == "" {
			t.Errorf("%s is critical %s, and lets nobody in", id, where)
		}
	}
	for _, r := range rules.All() {
		if r.Severity == rules.Critical {
			critical(r.ID, "by itself")
		}
		for _, e := range r.Examples {
			known, err := e.World(r)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range e.Judge(r, known, e.About(r, known)) {
				if f.Outcome == rules.Fail && f.Severity == rules.Critical {
					critical(r.ID, "in the example "+e.Name)
				}
			}
		}
	}
	for f := range evaluate(t, "shop").Findings(rules.Show{}) {
		if f.Severity == rules.Critical {
			critical(f.Rule, "of "+f.Subject)
		}
	}
	for id := range mayBeCritical {
		if !seen[id] {
			t.Errorf("%s is never critical", id)
		}
	}
}
