package cli

import (
	"maps"
	"slices"
	"testing"

	"lambda-audit/audit"
)

// An action is allowed only where AWS answered, or settled what was asked by an
// error of its own; what failed otherwise is no yes.
func TestVerdictOf(t *testing.T) {
	for _, test := range []struct {
		name   string
		calls  audit.CallCount
		broken bool
		want   string
	}{
		{"answered", audit.CallCount{Calls: 2, Failed: 1}, true, actionAllowed},
		{"there is none", audit.CallCount{Calls: 1, Failed: 1}, false, actionAllowed},
		{"failed", audit.CallCount{Calls: 2, Failed: 2}, true, actionUndetermined},
		{"throttled", audit.CallCount{Calls: 3, Throttled: 3}, true, actionUndetermined},
		{"not asked", audit.CallCount{}, true, ""},
	} {
		test.calls.Service, test.calls.Operation = "Lambda", "GetPolicy"
		if got := verdictOf(need{action: "lambda:GetPolicy"}, []audit.CallCount{test.calls}, test.broken); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// What is denied or undetermined blinds the rules that need it, and no others.
func TestBlindRules(t *testing.T) {
	rows := []need{{"a:One", "f", []string{"r1", "r2"}}, {"a:One", "g", []string{"r1"}}, {"a:Two", "g", nil}, {"a:Three", "h", []string{"r3"}}, {"a:Four", "h", []string{"r4"}}}
	said := map[string]string{"a:One": actionDenied, "a:Two": actionUndetermined, "a:Three": actionAllowed, "a:Four": actionUntried}
	want := map[string][]string{"r1": {"a:One"}, "r2": {"a:One"}, "the run itself": {"a:Two"}}
	if got := blindRules(rows, said); !maps.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("blind: %v, want %v", got, want)
	}
}
