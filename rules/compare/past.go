package compare

import (
	"time"

	"lambda-audit/rules"
)

// OlderMost is how many results before the newest one of an account are asked
// whether a finding failed in them once: a month of nights.
const OlderMost = 30

// A Past is what is known from before: of each account the newest result, and
// what failed in older ones. It is a rules.Before.
type Past struct {
	accounts map[string]*account
	older    map[string]int    // results beside the newest, by account
	once     map[rules.ID]bool // findings that failed in one of these
}

// NewPast returns the past of which nothing is known.
func NewPast() *Past {
	return &Past{accounts: map[string]*account{}, older: map[string]int{}, once: map[rules.ID]bool{}}
}

// Wants reports whether more than is known can be learnt from an older result of
// the account.
func (p *Past) Wants(accountID string) bool { return p.older[accountID] < OlderMost }

// Add adds a result that is older than all that were added before.
func (p *Past) Add(r *Record) {
	for id, a := range r.accounts {
		switch {
		case !a.judged():
		case p.accounts[id] == nil:
			p.accounts[id] = a
		case p.Wants(id):
			p.older[id]++
			for finding, m := range a.findings {
				if failed(m) {
					p.once[finding] = true
				}
			}
		}
	}
}

// Failed returns how much the finding hurt in the newest result, where it failed
// and nobody had accepted it.
func (p *Past) Failed(id rules.ID) rules.Severity {
	for _, a := range p.accounts {
		if m := a.findings[id]; m != nil && failed(m) {
			return m.Severity
		}
	}
	return rules.NoSeverity
}

// failed reports whether a finding fails and nobody has accepted it.
func failed(m *rules.Mark) bool { return m.Outcome == rules.Fail && !m.Suppressed }

// newest returns the run that is newest of those that the accounts are compared
// with; nil where nothing is known.
func (p *Past) newest() (run *rules.Run) {
	var at time.Time
	for _, a := range p.accounts {
		if run == nil || a.takenAt().After(at) || a.takenAt().Equal(at) && a.run.RunID < run.RunID {
			run, at = a.run, a.takenAt()
		}
	}
	return run
}

// Knows reports whether there is an earlier result of the account.
func (p *Past) Knows(accountID string) bool { return p.accounts[accountID] != nil }
