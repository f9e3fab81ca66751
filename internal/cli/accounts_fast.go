package cli

import (
	"lambda-audit/audit"
	"lambda-audit/rules"
)

// of is the plan as far as a snapshot with the header can be judged by it: of a
// fast run not by the rules that ask more than such a run does.
func (m *plan) of(h audit.Header) *plan {
	if !h.Fast || m.config.Fast {
		return m
	}
	fast, o := *m, *m.collection
	fast.config = m.config.OfFast()
	o.rules, o.want = fast.config.Rules, withTags(rules.Collected(fast.config.Rules), m.settings).Fast()
	fast.collection = &o
	return &fast
}

// goFast has the plan be a fast one, as the snapshots are; that refuses rules which
// were named and judge none of them.
func (p *Program) goFast(made *plan) error {
	if made.settings.fast() {
		return nil
	}
	made.settings.takenFast = true
	return p.choose(made)
}

// chooseFast goes fast where all of the snapshots are.
func (p *Program) chooseFast(made *plan, parts []rules.Part) error {
	for i := range parts {
		if result := parts[i].Result; result != nil && result.Run.Mode != rules.ModeFast {
			return nil
		}
	}
	return p.goFast(made)
}
