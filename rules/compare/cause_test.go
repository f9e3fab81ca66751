package compare

import (
	"encoding/json"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

func TestOtherReasons(t *testing.T) {
	until := rules.Suppression{Rule: "memory", Reason: "known"}
	accept := func(s *scene) { s.config.Suppress = []rules.Suppression{until} }
	old := func(s *scene) { s.edit(orders, func(c *facts.Config) { c.Runtime = "old" }) }
	table := func(s *scene) { s.config.Data.Runtimes.AsOf = "2027-01-01" }
	least := func(s *scene) { s.config.Params = map[string]json.RawMessage{"memory": []byte(`{"mb": 64}`)} }
	stricter := func(s *scene) {
		s.config.Overrides = []rules.Override{{Name: "orders", Severities: map[string]rules.Severity{"memory": rules.Critical}}}
	}
	for _, c := range []change{
		{name: "accepted", old: small, new: both(small, accept), want: []string{"suppressed memory function:orders suppression-changed"},
			backwards: []string{"reopened memory function:orders suppression-changed"}},
		{name: "parameters", old: small, new: both(small, least), want: []string{"fixed memory function:orders parameters-changed"}},
		{name: "parameters of a function", old: small, new: both(small, func(s *scene) {
			s.config.Overrides = []rules.Override{{Name: "orders", Params: map[string]json.RawMessage{"memory": []byte(`{"mb": 64}`)}}}
		}), want: []string{"fixed memory function:orders parameters-changed"}},
		{name: "a table", old: old, new: both(old, table), want: []string{"fixed dated function:orders table-changed"}},
		{name: "a table that the rule does not read", old: opened, new: table, want: []string{"fixed policy function:orders open surroundings-changed"}},
		{name: "a window", old: old, new: func(s *scene) { s.header.Window = audit.NewWindow(s.header.TakenAt, 7) },
			want: []string{"fixed dated function:orders configuration-changed parameters-changed"}},
		{name: "a window of metrics that the rule does not read", old: opened, new: func(s *scene) { s.header.Window = audit.NewWindow(s.header.TakenAt, 7) },
			want: []string{"fixed policy function:orders open surroundings-changed"}},
		{name: "a severity", old: small, new: both(small, func(s *scene) { s.config.Severities = map[string]rules.Severity{"memory": rules.High} }),
			want: []string{"worse memory function:orders severity-changed"}, backwards: []string{"milder memory function:orders severity-changed"}},
		{name: "a severity of a function", old: small, new: both(small, stricter), want: []string{"worse memory function:orders severity-changed"}},
		{name: "a rule", old: small, new: func(s *scene) {
			small(s)
			r := *s.config.Rules[0]
			r.Definition, r.Check = "another text", func(*rules.Input) []rules.Finding { return nil }
			s.config.Rules[0] = &r
		}, want: []string{"fixed memory function:orders rule-changed"}},
		{name: "a program", old: opened, new: func(s *scene) { s.config.Version = "2.0" }, want: []string{"fixed policy function:orders open program-changed"}},
		{name: "a program, and a setting", old: small, new: func(s *scene) {
			s.edit(orders, func(c *facts.Config) { c.LastModified = "2026-11-21T00:00:00Z" })
			s.config.Version = "2.0"
		}, want: []string{"fixed memory function:orders configuration-changed program-changed"}},
	} {
		c.try(t)
	}
}
