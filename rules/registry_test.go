package rules

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

func TestRegisterRefusesMalformedRules(t *testing.T) {
	for name, spoil := range map[string]func(*Rule){
		"id in capitals":   func(r *Rule) { r.ID = "NotKebab" },
		"id with a gap":    func(r *Rule) { r.ID = "two--hyphens" },
		"no title":         func(r *Rule) { r.Title = " " },
		"no why":           func(r *Rule) { r.Why = "" },
		"no fix":           func(r *Rule) { r.Fix = "" },
		"no references":    func(r *Rule) { r.Refs = nil },
		"no kind":          func(r *Rule) { r.Kinds = nil },
		"no check":         func(r *Rule) { r.Check = nil },
		"no examples":      func(r *Rule) { r.Examples = nil },
		"no severity":      func(r *Rule) { r.Severity = NoSeverity },
		"unknown severity": func(r *Rule) { r.Severity = Critical + 1 },
		"unknown pillar":   func(r *Rule) { r.Pillar = "beauty" },
		"unknown when":     func(r *Rule) { r.When = "never" },
		"loose parameters": func(r *Rule) { r.Params = struct{ A int }{} },
		"nameless struct":  func(r *Rule) { r.Params = &struct{ A int }{} },
	} {
		r := rule("well-formed", Low, functionKind, says{}.check)
		if err := r.check(); err != nil {
			t.Fatal(err)
		}
		spoil(r)
		if r.check() == nil {
			t.Errorf("%s: nothing is said against it", name)
		}
	}
}

func TestRegister(t *testing.T) {
	t.Cleanup(func() { delete(registered, "registered-here") })
	good := *rule("registered-here", Low, functionKind, says{}.check)
	r := Register(good)
	if got, err := ByID("registered-here"); got != r || err != nil {
		t.Errorf("ByID = %v, %v", got, err)
	}
	if r.When != Default || !slices.Contains(All(), r) {
		t.Errorf("it is not among all rules, or is selected %q", r.When)
	}
	var usage *audit.UsageError
	if _, err := ByID("registred-here"); !errors.As(err, &usage) || !strings.Contains(usage.Hint, "did you mean registered-here?") {
		t.Errorf("a slip of the pen gives %v", err)
	}
	for name, bad := range map[string]Rule{"twice": good, "malformed": {ID: "x"}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: it is registered", name)
				}
			}()
			Register(bad)
		}()
	}
}

func TestValidate(t *testing.T) {
	uses := func(id string, used ...string) *Rule {
		r := rule(id, Low, functionKind, says{}.check)
		r.Uses = used
		return r
	}
	for name, c := range map[string]struct {
		rules []*Rule
		want  string
	}{
		"fine":         {[]*Rule{uses("a", "b"), uses("b", "c"), uses("c")}, ""},
		"missing":      {[]*Rule{uses("a", "b")}, "which nobody knows"},
		"cycle":        {[]*Rule{uses("a", "b"), uses("b", "c"), uses("c", "a")}, "a → b → c → a"},
		"itself":       {[]*Rule{uses("a", "a")}, "a → a"},
		"unknown kind": {[]*Rule{rule("a", Low, "unicorn", says{}.check)}, "unicorn"},
		"malformed":    {[]*Rule{{ID: "a"}}, "title"},
	} {
		err := Validate(c.rules)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestOrderPutsUsedRulesFirst(t *testing.T) {
	a, b, c := rule("a", Low, functionKind, nil), rule("b", Low, functionKind, nil), rule("c", Low, functionKind, nil)
	a.Uses, b.Uses = []string{"b", "c"}, []string{"c"}
	layers, err := inOrder([]*Rule{a, b, c})
	if err != nil || len(layers) != 3 || layers[0][0] != c || layers[1][0] != b || layers[2][0] != a {
		t.Errorf("layers = %v, %v", layers, err)
	}
}

func TestRequirements(t *testing.T) {
	used := rule("used", Low, facts.KindRole, nil)
	used.Requires = []audit.Dep{facts.Roles}
	r := rule("user", Low, audit.KindAccount, nil)
	r.Requires, r.AnyOf, r.Uses = nil, []audit.Dep{facts.Queues, facts.Metrics}, []string{"used"}
	r.Helps = []audit.Dep{facts.Tags}
	off := audit.Set{facts.Queues: true}
	registered["used"] = used
	t.Cleanup(func() { delete(registered, "used") })
	set := Requirements([]*Rule{r}, off)
	for fact, want := range map[audit.AnyFact]bool{facts.Functions: true, facts.Roles: true, facts.Queues: false, facts.Metrics: true, facts.Tags: false} {
		if set[fact] != want {
			t.Errorf("%s: required %v, want %v", fact.Info().Name, set[fact], want)
		}
	}
}
