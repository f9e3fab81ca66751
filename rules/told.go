package rules

import "fmt"

// An Untold is what a range over findings panics with where a rule that found
// something breaks when it should tell of it. The run's outcome is given by then, so
// whoever writes a report ends it with this error: a report is whole or there is none.
type Untold struct {
	Rule    string
	Subject string
	Cause   any // of the panic
}

// Error names the rule and what it broke on.
func (u *Untold) Error() string {
	return fmt.Sprintf("the rule %s broke when it should tell what it found on %s: %v", u.Rule, u.Subject, u.Cause)
}

// told returns a row's finding as a reader gets it.
func (r *row) told(f Finding) Finding {
	defer func() {
		if cause := recover(); cause != nil {
			panic(&Untold{Rule: r.judge.ID, Subject: r.subject.ID, Cause: cause})
		}
	}()
	return f.Told()
}
