package rules

import (
	"encoding/json"
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
	off := audit.Set{facts.Queues: true}
	registered["used"] = used
	t.Cleanup(func() { delete(registered, "used") })
	set := Requirements([]*Rule{r}, off)
	for fact, want := range map[audit.AnyFact]bool{facts.Functions: true, facts.Roles: true, facts.Queues: false, facts.Metrics: true} {
		if set[fact] != want {
			t.Errorf("%s: required %v, want %v", fact.Info().Name, set[fact], want)
		}
	}
}

func TestSelect(t *testing.T) {
	make := func(id string, s Severity, when When) *Rule {
		r := rule(id, s, functionKind, nil)
		r.When = when
		return r
	}
	sources := make("memory", Medium, Default)
	sources.AnyOf = []audit.Dep{facts.Metrics}
	list := []*Rule{make("alarm-a", Low, Default), make("alarm-b", High, Off), make("code", Low, WithCode), sources}
	for name, c := range map[string]struct {
		s     Selection
		want  string // ids, or a part of the error
		wrong bool
	}{
		"default":           {Selection{}, "alarm-a memory", false},
		"named though off":  {Selection{Only: []string{"alarm-b"}}, "alarm-b", false},
		"glob":              {Selection{Only: []string{"alarm-*"}}, "alarm-a alarm-b", false},
		"skip wins":         {Selection{Only: []string{"alarm-*"}, Skip: []string{"alarm-b"}}, "alarm-a", false},
		"floor":             {Selection{MinSeverity: Medium}, "memory", false},
		"floor, but named":  {Selection{MinSeverity: Medium, Only: []string{"alarm-a", "memory"}}, "alarm-a memory", false},
		"switch":            {Selection{With: []When{WithCode}}, "alarm-a code memory", false},
		"sources off":       {Selection{Off: audit.Set{facts.Metrics: true}}, "alarm-a", false},
		"glob past switch":  {Selection{Only: []string{"*"}}, "alarm-a alarm-b memory", false},
		"unknown":           {Selection{Only: []string{"alarm-c"}}, "did you mean alarm-", true},
		"unknown skipped":   {Selection{Skip: []string{"nothing-*"}}, "no rule is named", true},
		"named, switch off": {Selection{Only: []string{"code"}}, "--inspect-code", true},
		"named, no source":  {Selection{Only: []string{"memory"}, Off: audit.Set{facts.Metrics: true}}, "--sample-logs", true},
	} {
		got, err := c.s.from(list)
		text := strings.Join(idsOf(got), " ")
		var usage *audit.UsageError
		if err != nil {
			text = err.Error()
		}
		if errors.As(err, &usage) != c.wrong || c.wrong && !strings.Contains(text, c.want) || !c.wrong && text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}

type limits struct {
	Share float64           `json:"share"`
	Names []string          `json:"names"`
	By    map[string]string `json:"by"`
}

func TestMerge(t *testing.T) {
	defaults := &limits{Share: 0.8, Names: []string{"a", "b"}, By: map[string]string{"k": "v"}}
	r := rule("with-limits", Low, functionKind, nil)
	r.Params = defaults
	merged, err := r.Merge(json.RawMessage(`{"names":["x"],"by":{"l":"w"}}`))
	if err != nil {
		t.Fatal(err)
	}
	got := merged.(*limits)
	if got.Share != 0.8 || !slices.Equal(got.Names, []string{"x"}) || got.By["k"] != "v" || got.By["l"] != "w" {
		t.Errorf("merged = %+v", got)
	}
	if !slices.Equal(defaults.Names, []string{"a", "b"}) || len(defaults.By) != 1 {
		t.Errorf("the defaults became %+v", defaults)
	}
	for override, want := range map[string]string{
		`{"sahre":1}`:      "did you mean share?",
		`{"share":"much"}`: "share",
		`{} {}`:            "follows",
		`[`:                "parameters of with-limits",
	} {
		_, err := r.Merge(json.RawMessage(override))
		var usage *audit.UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %v, want %q", override, err, want)
		}
	}
	r.Params = nil
	if _, err := r.Merge(json.RawMessage(`{}`)); err == nil {
		t.Error("parameters are merged into a rule without any")
	}
}

func FuzzMerge(f *testing.F) {
	f.Add(`{"share":0.5,"names":["x"]}`)
	f.Add(`{"share":1e999}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, override string) {
		r := rule("with-limits", Low, functionKind, nil)
		r.Params = &limits{Share: 0.8}
		merged, err := r.Merge(json.RawMessage(override))
		if (merged == nil) == (err == nil) {
			t.Errorf("%q gives %v and %v", override, merged, err)
		}
		if r.Params.(*limits).Share != 0.8 {
			t.Errorf("%q changes the defaults", override)
		}
	})
}
