package rules

import (
	"errors"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

func TestSelect(t *testing.T) {
	ruleWhen := func(id string, s Severity, when When) *Rule {
		r := rule(id, s, functionKind, nil)
		r.When = when
		return r
	}
	sources := ruleWhen("memory", Medium, Default)
	sources.AnyOf = []audit.Dep{facts.Metrics}
	slow := ruleWhen("policy", High, Default)
	slow.Requires = []audit.Dep{facts.ResourcePolicy}
	list := []*Rule{ruleWhen("alarm-a", Low, Default), ruleWhen("alarm-b", High, Off), ruleWhen("code", Low, WithCode), sources, slow}
	for name, c := range map[string]struct {
		s     Selection
		want  string // ids, or a part of the error
		wrong bool
	}{
		"default":           {Selection{}, "alarm-a memory policy", false},
		"named though off":  {Selection{Only: []string{"alarm-b"}}, "alarm-b", false},
		"glob":              {Selection{Only: []string{"alarm-*"}}, "alarm-a alarm-b", false},
		"skip wins":         {Selection{Only: []string{"alarm-*"}, Skip: []string{"alarm-b"}}, "alarm-a", false},
		"switch":            {Selection{With: []When{WithCode}}, "alarm-a code memory policy", false},
		"sources off":       {Selection{Off: audit.Set{facts.Metrics: true}}, "alarm-a policy", false},
		"glob past switch":  {Selection{Only: []string{"*"}}, "alarm-a alarm-b memory policy", false},
		"unknown":           {Selection{Only: []string{"alarm-c"}}, "did you mean alarm-", true},
		"unknown skipped":   {Selection{Skip: []string{"nothing-*"}}, "no rule is named", true},
		"named, switch off": {Selection{Only: []string{"code"}}, "--inspect-code", true},
		"named, no source":  {Selection{Only: []string{"memory"}, Off: audit.Set{facts.Metrics: true}}, "--sample-logs", true},
		"fast":              {Selection{Fast: true}, "alarm-a memory", false},
		"named, too slow":   {Selection{Only: []string{"policy"}, Fast: true}, "leave out --fast: the rule needs resource-policy", true},
		"glob past fast":    {Selection{Only: []string{"*"}, Fast: true}, "alarm-a alarm-b memory", false},
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
