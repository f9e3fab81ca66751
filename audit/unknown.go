package audit

import "fmt"

// A Reason says why something is not known.
type Reason string

// The reasons. The first five are somebody's to act on and make a run partial.
const (
	Denied    Reason = "denied"        // an IAM action is missing
	Throttled Reason = "throttled"     // AWS refused to answer until the deadline
	TimedOut  Reason = "time-out"      // the deadline passed without an answer
	Failed    Reason = "error"         // any other error of the call
	Capped    Reason = "capped"        // a cap of the run's was reached
	RegionOff Reason = "not-enabled"   // the region is not enabled for the account
	Closed    Reason = "closed"        // an organisation policy closes the region
	Gone      Reason = "gone"          // deleted between two calls
	NotAsked  Reason = "not-collected" // the snapshot was taken without this fact
	NoData    Reason = "no-data"       // AWS answered, and there is nothing to judge by
	TooFew    Reason = "too-few-samples"
	Opaque    Reason = "not-understood" // AWS answered something this version cannot read
	Internal  Reason = "internal"       // a defect of this program
)

// Actionable reports whether somebody can make the answer known: by granting an
// action, by asking again, by raising a cap, or by reporting a defect.
func (r Reason) Actionable() bool {
	switch r {
	case Denied, Throttled, TimedOut, Failed, Capped, Internal:
		return true
	}
	return false
}

// Unknown is the only error a fact is read with. It says what could not be
// learnt, and what would settle it.
type Unknown struct {
	Reason  Reason `json:"reason"`
	Fact    string `json:"fact,omitempty"`
	Code    string `json:"code,omitempty"`   // the error code AWS answered, or the cap that was reached
	Action  string `json:"action,omitempty"` // the IAM action that is missing
	Message string `json:"message,omitempty"`
}

// Error tells the reason in one line, with the way out where one is known.
func (u *Unknown) Error() string {
	switch {
	case u.Reason == Denied && u.Action != "":
		return fmt.Sprintf("%s: denied: needs %s", u.Fact, u.Action)
	case u.Message != "":
		return fmt.Sprintf("%s: %s: %s", u.Fact, u.Reason, u.Message)
	case u.Code != "":
		return fmt.Sprintf("%s: %s (%s)", u.Fact, u.Reason, u.Code)
	}
	return fmt.Sprintf("%s: %s", u.Fact, u.Reason)
}

// atLeast marks a value as the part of the truth that could be read.
type atLeast struct{ error }

func (a atLeast) Unwrap() error { return a.error }

// AtLeast says, given to a Put beside a value, that the value is true and may
// not be all: page 2 of a list is missing, say.
func AtLeast(err error) error {
	if err == nil {
		return nil
	}
	return atLeast{err}
}
