package compare

import (
	"maps"
	"slices"
	"time"

	"lambda-audit/rules"
)

// Keep forgets all accounts but these.
func (p *Past) Keep(accountIDs ...string) {
	maps.DeleteFunc(p.accounts, func(id string, _ *account) bool { return !slices.Contains(accountIDs, id) })
}

// Empty reports whether nothing is known from before.
func (p *Past) Empty() bool { return len(p.accounts) == 0 }

// FailsSince reports whether a finding fails, as badly as the floor or worse, that
// did not before: what the gate of an audit with that past says, as far as a
// stored result tells. What is suppressed, or made by others, fails nobody.
func (r *Record) FailsSince(before rules.Before, floor rules.Severity) bool {
	for _, a := range r.accounts {
		for id, m := range a.findings {
			if failed(m) && !m.Managed && m.Severity >= floor && before.Failed(id) < floor {
				return floor != rules.NoSeverity
			}
		}
	}
	return false
}

// TakenAt returns when the newest of the past was taken; known is false where
// there is none.
func (p *Past) TakenAt() (at time.Time, known bool) {
	run := p.newest()
	if run == nil {
		return time.Time{}, false
	}
	return run.TakenAt, true
}
