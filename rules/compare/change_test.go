package compare

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// A change is a scene before and after, and what is told of it.
type change struct {
	name      string
	old, new  func(*scene)
	want      []string // rows
	backwards []string // rows of the comparison the other way round; nil: not asked
}

func (c *change) try(t *testing.T) {
	t.Helper()
	old, new := newScene(), newScene()
	for _, side := range []struct {
		s    *scene
		edit func(*scene)
	}{{old, c.old}, {new, c.new}} {
		if side.edit != nil {
			side.edit(side.s)
		}
	}
	a, b := old.record(t), new.record(t)
	if got := told(Compare(since(a), b)); !slices.Equal(got, c.want) {
		t.Errorf("%s:\ngot  %s\nwant %s", c.name, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
	}
	if got := told(Compare(since(b), a)); c.backwards != nil && !slices.Equal(got, c.backwards) {
		t.Errorf("%s, backwards:\ngot  %s\nwant %s", c.name, strings.Join(got, "\n     "), strings.Join(c.backwards, "\n     "))
	}
}

func small(s *scene)  { s.edit(orders, func(c *facts.Config) { c.MemoryMB = 100 }) }
func tiny(s *scene)   { s.edit(orders, func(c *facts.Config) { c.MemoryMB = 32 }) }
func opened(s *scene) { s.policies[orders] = "open" }

func layered(layers ...string) func(*scene) {
	return func(s *scene) { s.edit(orders, func(c *facts.Config) { c.Layers = layers }) }
}

func both(edits ...func(*scene)) func(*scene) {
	return func(s *scene) {
		for _, edit := range edits {
			edit(s)
		}
	}
}

func TestWhatBecameOfFindings(t *testing.T) {
	for _, c := range []change{
		{name: "nothing", old: small, new: small, want: []string{}, backwards: []string{}},
		{name: "a setting", new: small, want: []string{"new memory function:orders configuration-changed"},
			backwards: []string{"fixed memory function:orders configuration-changed"}},
		{name: "code", old: small, new: func(s *scene) { s.edit(orders, func(c *facts.Config) { c.CodeSHA256 = "code-2" }) },
			want: []string{"fixed memory function:orders code-deployed configuration-changed"}},
		{name: "code alone", old: opened, new: func(s *scene) { s.edit(orders, func(c *facts.Config) { c.CodeSHA256 = "code-2" }) },
			want: []string{"fixed policy function:orders open code-deployed"}},
		{name: "a variable's value", old: opened, new: func(s *scene) { s.edit(orders, func(*facts.Config) {}) },
			want: []string{"fixed policy function:orders open configuration-changed"}},
		{name: "a policy", new: opened, want: []string{"new policy function:orders open surroundings-changed"},
			backwards: []string{"fixed policy function:orders open surroundings-changed"}},
		{name: "worse", old: small, new: tiny, want: []string{"worse memory function:orders configuration-changed"},
			backwards: []string{"milder memory function:orders configuration-changed"}},
		{name: "another locus", old: layered("a", "b"), new: layered("b", "c"),
			want: []string{"new layers function:orders c configuration-changed", "fixed layers function:orders a configuration-changed"}},
		{name: "a role", new: func(s *scene) { s.open = true }, want: []string{"new role role/shared surroundings-changed"},
			backwards: []string{"fixed role role/shared surroundings-changed"}},
		{name: "a role that another function uses now", old: func(s *scene) { s.open = true; delete(s.functions, invoices) }, new: func(s *scene) {
			delete(s.functions, orders)
		}, want: []string{"fixed role role/shared function-gone surroundings-changed", "function-new function:invoices", "function-gone function:orders"}},
	} {
		c.try(t)
	}
}

func TestWhatNobodyCanTellIsNeverMended(t *testing.T) {
	deny := func(s *scene) { s.denied = []string{orders} }
	unread := func(s *scene) { s.policies[orders] = "unread" }
	for _, c := range []change{
		{name: "denied after a failure", old: opened, new: deny, want: []string{"became-unknown policy function:orders open data-missing"},
			backwards: []string{"new policy function:orders open data-missing"}},
		{name: "denied after a pass", new: deny, want: []string{"became-unknown policy function:orders data-missing"},
			backwards: []string{"became-known policy function:orders data-missing"}},
		{name: "denied still", old: deny, new: deny, want: []string{}},
		{name: "half of it is read", old: func(s *scene) { s.policies[orders] = "open wide" }, new: func(s *scene) { s.policies[orders] = "open unread" },
			want:      []string{"became-unknown policy function:orders wide data-missing"},
			backwards: []string{"new policy function:orders wide data-missing"}},
		{name: "the rest of it is not read", old: opened, new: func(s *scene) { s.policies[orders] = "open unread" },
			want:      []string{"became-unknown policy function:orders data-missing"},
			backwards: []string{"became-known policy function:orders data-missing"}},
		{name: "unknown otherwise", old: deny, new: unread, want: []string{}},
		{name: "a listing broke", old: both(small, opened), new: func(s *scene) { s.broken["eu-west-1"] = string(audit.Denied) },
			want:      []string{"not-judged policy function:orders open data-missing", "not-judged memory function:orders data-missing"},
			backwards: []string{"new policy function:orders open data-missing", "new memory function:orders data-missing"}},
		{name: "a region is closed", old: small, new: func(s *scene) { s.broken["eu-west-1"] = string(audit.Closed) },
			want: []string{"not-judged memory function:orders data-missing"}},
		{name: "its check breaks", old: small, new: func(s *scene) {
			s.config.Strict = false
			r := *s.config.Rules[0]
			r.Check = func(*rules.Input) []rules.Finding { panic("broken") }
			s.config.Rules[0] = &r
		}, want: []string{"became-unknown memory function:orders data-missing", "became-unknown memory function:invoices data-missing"}},
	} {
		c.try(t)
	}
}

func without(id string) func(*scene) {
	return func(s *scene) {
		s.config.Rules = slices.DeleteFunc(s.config.Rules, func(r *rules.Rule) bool { return r.ID == id })
	}
}

func TestWhatNobodyJudgedAgainIsNeverMended(t *testing.T) {
	program := func(s *scene) { s.config.Version = "2.0" }
	role := func(s *scene) { s.open = true }
	only := func(arn string) func(*scene) { // as a run that is narrowed sees it
		return func(s *scene) {
			a, _ := audit.ParseARN(arn)
			s.header.Scope.Functions = []string{a.Name()}
		}
	}
	for _, c := range []change{
		{name: "a region left out", old: small, new: func(s *scene) { s.header.Regions = []string{"us-east-1"}; delete(s.functions, orders) },
			want: []string{"not-judged memory function:orders scope-changed"}, backwards: []string{"new memory function:orders scope-changed"}},
		{name: "a function left out", old: small, new: only(invoices), want: []string{"not-judged memory function:orders scope-changed"},
			backwards: []string{"new memory function:orders scope-changed"}},
		{name: "a function excluded", old: small, new: func(s *scene) { s.header.Scope.Exclude = []string{"ord*"} },
			want: []string{"not-judged memory function:orders scope-changed"}},
		{name: "chosen by tags", old: small, new: func(s *scene) { s.header.Scope.Tags = []string{"team=a"}; delete(s.functions, orders) },
			want: []string{"not-judged memory function:orders scope-changed"}},
		{name: "a rule left out", old: small, new: without("memory"), want: []string{"not-judged memory function:orders scope-changed"},
			backwards: []string{"new memory function:orders scope-changed"}},
		{name: "a rule that the program has no more", old: small, new: both(without("memory"), program),
			want:      []string{"not-judged memory function:orders scope-changed program-changed"},
			backwards: []string{"new memory function:orders scope-changed program-changed"}},
		{name: "a kind that nobody judges", old: role, new: both(without("role"), func(s *scene) {
			s.edit(orders, func(c *facts.Config) { c.Role = "" })
			delete(s.functions, invoices)
		}),
			want: []string{"not-judged role role/shared scope-changed", "function-gone function:invoices"}},
		{name: "a role of a function that was not meant", old: role, new: both(only(invoices), func(s *scene) {
			s.edit(invoices, func(c *facts.Config) { c.Role = "arn:aws:iam::111122223333:role/other" })
		}), want: []string{"not-judged role role/shared scope-changed"}},
		{name: "a fast run", old: opened, new: func(s *scene) { without("policy")(s); s.config.NotSelected = []*rules.Rule{sceneRules()[3]} },
			want: []string{"not-judged policy function:orders open scope-changed"}, backwards: []string{"new policy function:orders open scope-changed"}},
		{name: "disabled there", old: small, new: func(s *scene) {
			small(s)
			s.config.Overrides = []rules.Override{{Name: "orders", Disable: []string{"memory"}}}
		}, want: []string{"not-judged memory function:orders scope-changed"}, backwards: []string{"new memory function:orders scope-changed"}},
		{name: "another account", old: small, new: func(s *scene) { s.header.Account = "999988887777"; clear(s.functions) },
			want: []string{"not-judged memory function:orders scope-changed"}},
	} {
		c.try(t)
	}
}

func TestWhatCameAndWent(t *testing.T) {
	gone := func(s *scene) { delete(s.functions, orders) }
	other := func(s *scene) {
		for arn, c := range s.functions {
			c.Role = "arn:aws:iam::111122223333:role/other"
			s.functions[arn] = c
		}
	}
	served := func(number string) func(*scene) {
		return func(s *scene) {
			s.aliases[orders] = []facts.Alias{{Name: "live", ARN: orders + ":live", Versions: []string{number}}}
			s.versions[orders+":"+number] = facts.Config{ARN: orders, Version: number, Runtime: "old"}
		}
	}
	for _, c := range []change{
		{name: "a function", old: small, new: gone, want: []string{"gone memory function:orders function-gone", "function-gone function:orders"},
			backwards: []string{"new memory function:orders function-new", "function-new function:orders"}},
		{name: "a version", old: served("5"), new: served("6"),
			want: []string{"new version function:orders:6 subject-new", "gone version function:orders:5 subject-gone"}},
		{name: "a version, deployed", old: served("5"), new: both(served("6"), func(s *scene) { s.edit(orders, func(c *facts.Config) { c.CodeSHA256 = "code-2" }) }),
			want: []string{"new version function:orders:6 subject-new code-deployed", "gone version function:orders:5 subject-gone code-deployed"}},
		{name: "a version of a function that went", old: served("5"), new: gone,
			want: []string{"gone version function:orders:5 function-gone", "function-gone function:orders"}},
		{name: "a version, and which are served is not known", old: served("5"), new: func(s *scene) { s.hidden = []string{orders} },
			want:      []string{"not-judged version function:orders:5 data-missing"},
			backwards: []string{"new version function:orders:5 data-missing"}},
		{name: "a role that nobody uses", old: func(s *scene) { s.open = true }, new: other,
			want: []string{"gone role role/shared subject-gone configuration-changed"}},
		{name: "a function in a region that is not read", old: small, new: both(gone, func(s *scene) { s.broken["eu-west-1"] = string(audit.Throttled) }),
			want: []string{"not-judged memory function:orders data-missing"}},
	} {
		c.try(t)
	}
}
