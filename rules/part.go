package rules

import (
	"iter"
	"time"

	"lambda-audit/audit"
)

// A Part is what became of one account in a run over several: it was judged, it
// failed, or it was not meant to be read.
type Part struct {
	Account string
	Name    string    // as the organisation calls it
	TakenAt time.Time // when it was read, or would have been
	Result  *Result   // nil where nothing of it was judged
	Failure *Failure  // why not, where it should have been
	Skipped string    // why nobody meant to read it
	// Calls were made of the account beside those that Result knows of.
	Calls []audit.CallCount
}

// A Failure is why nothing of an account could be judged.
type Failure struct {
	Reason   audit.Reason
	Code     string // the error code AWS answered
	Action   string // the IAM action that is missing
	Message  string
	Example  string // what AWS was asked for
	Stranger bool   // the way into the account is closed
}

// A Whole is what a run over several accounts is called and dated.
type Whole struct {
	RunID      string
	TakenAt    time.Time
	WindowDays int
	// Calls were made of Account before any account was read: to learn whose the
	// credentials are, and which accounts there are.
	Account string
	Calls   []audit.CallCount
}

// Release forgets what the findings are made from; after that the result lists
// none, and Why knows nothing. Its other rows stay.
func (r *Result) Release() { r.evaluation = nil }

// ofParts lists the findings account by account.
func (r *Result) ofParts(show Show) iter.Seq[FindingRow] {
	return func(yield func(FindingRow) bool) {
		for _, part := range r.parts {
			for row := range part.Findings(show) {
				if !yield(row) {
					return
				}
			}
		}
	}
}

func (e *ending) add(other *ending) {
	e.broken, e.fails = e.broken || other.broken, e.fails || other.fails
	e.managed += other.managed
	e.whole.applicable, e.whole.judged = e.whole.applicable+other.whole.applicable, e.whole.judged+other.whole.judged
	e.scored += other.scored
}
