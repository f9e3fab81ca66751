package rules

import (
	"slices"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
)

func TestDeployedTellsOfSettings(t *testing.T) {
	whole := func() facts.Config {
		return facts.Config{Name: "orders", MemoryMB: 128, CodeSHA256: "a", LastModified: "1", EnvironmentFill: 5,
			Variables: []secrets.Variable{{Name: "TABLE"}, {Name: "STAGE"}}}
	}
	first := whole()
	before := deployedOf(&first)
	for name, c := range map[string]struct {
		change  func(*facts.Config)
		another bool
	}{
		"memory":               {func(c *facts.Config) { c.MemoryMB = 256 }, true},
		"another variable":     {func(c *facts.Config) { c.Variables[0].Name = "BUCKET" }, true},
		"variables reordered":  {func(c *facts.Config) { slices.Reverse(c.Variables) }, false},
		"what a value is like": {func(c *facts.Config) { c.Variables[0].Kind, c.EnvironmentFill = "password", 90 }, false},
		"code":                 {func(c *facts.Config) { c.CodeSHA256, c.CodeBytes, c.LastModified = "b", 7, "2" }, false},
	} {
		after := whole()
		c.change(&after)
		if got := deployedOf(&after); (got.ConfigDigest != before.ConfigDigest) != c.another || got.CodeSHA256 != after.CodeSHA256 {
			t.Errorf("%s: %+v, before %+v", name, got, before)
		}
	}
	unread := whole()
	unread.EnvironmentError = "AccessDenied"
	if got := deployedOf(&unread); got.ConfigDigest != "" || got.CodeSHA256 != "a" {
		t.Errorf("what nobody could read has the digest %+v", got)
	}
}

func TestIDsOfWhatNamesNoAccountAreTheAccounts(t *testing.T) {
	for subject, same := range map[string]bool{orders: true, "eu-west-1": false, "arn:aws:iam::aws:policy/ReadOnlyAccess": false} {
		if got := VerdictID("1", "rule", subject) == VerdictID("2", "rule", subject); got != same {
			t.Errorf("%s is named alike in two accounts: %v", subject, got)
		}
	}
	var read ID
	if err := read.UnmarshalText([]byte(SubjectID("1", orders).String())); err != nil || read != SubjectID("1", orders) {
		t.Errorf("read %s, %v", read, err)
	}
	for _, text := range []string{"", "12", "000000000000000g", "00000000000000000"} {
		if err := read.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is an id", text)
		}
	}
}

// TestStateOfRulesHoldsThoseUsed holds the state of a conclusion to what it rests on.
func TestStateOfRulesHoldsThoseUsed(t *testing.T) {
	state := func(edit func(used *Rule, c *Config)) RuleState {
		used := rule("used", Low, functionKind, says{}.check)
		concludes := rule("concludes", High, functionKind, says{}.check)
		concludes.Uses, concludes.Tables = []string{"used"}, []string{TableTrust}
		c := Config{Rules: []*Rule{used, concludes}}
		edit(used, &c)
		for _, row := range evaluate(t, world(t), c).Rules {
			if row.Rule == "concludes" {
				return row.RuleState
			}
		}
		t.Fatal("the rule has no row")
		return RuleState{}
	}
	before := state(func(*Rule, *Config) {})
	if before.Severities != "" || before.WindowDays != 0 || !slices.Equal(before.Tables, []string{TableTrust}) {
		t.Errorf("state = %+v", before)
	}
	if again := state(func(r *Rule, _ *Config) { r.Why = "Others say it better." }); again.Definition != before.Definition {
		t.Error("a better text makes another rule")
	}
	if after := state(func(r *Rule, _ *Config) { r.Definition = "another" }); after.Definition == before.Definition {
		t.Error("the rule that it uses is another one")
	}
	after := state(func(r *Rule, _ *Config) { r.Tables, r.Requires = []string{TablePrices}, []audit.Dep{facts.Metrics} })
	if !slices.Equal(after.Tables, []string{TablePrices, TableTrust}) || after.WindowDays != 14 {
		t.Errorf("with what it uses it reads %v and metrics of %d days", after.Tables, after.WindowDays)
	}
	stricter := Override{Name: "orders", Severities: map[string]Severity{"concludes": Critical}}
	if after := state(func(_ *Rule, c *Config) { c.Overrides = []Override{stricter} }); after.Severities == "" || after.Parameters != before.Parameters {
		t.Errorf("with a severity of its own for a function the state is %+v", after)
	}
}

func TestUnknownAndDisabledVerdictsAreListed(t *testing.T) {
	one := rule("one", Low, functionKind, says{orders: {unknown(audit.NotAsked)}, invoices: {failed("")}}.check)
	r := evaluate(t, world(t), Config{Rules: []*Rule{one}, Overrides: []Override{{Name: "invoices", Disable: []string{"one"}}}})
	s := r.Rules[0].RuleState
	if !slices.Equal(s.UnknownIDs, []ID{VerdictID(account, "one", orders)}) || !slices.Equal(s.DisabledIDs, []ID{VerdictID(account, "one", invoices)}) {
		t.Errorf("state = %+v", s)
	}
}
