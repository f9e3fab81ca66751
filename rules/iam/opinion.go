package iam

// Verdict is what a role or a policy comes to, in one word.
type Verdict string

// The verdicts, the most severe first; VerdictUnknown is given where something could not be read and nothing of the
// first four holds by what could.
const (
	VerdictAdmin            Verdict = "admin"
	VerdictEscalation       Verdict = "privilege-escalation"
	VerdictWildcardAction   Verdict = "wildcard-action"
	VerdictWildcardResource Verdict = "wildcard-resource"
	VerdictClean            Verdict = "clean"
	VerdictUnknown          Verdict = "unknown"
)

// Opinion is all that is to be said of a role by its policies alone.
type Opinion struct {
	Verdict     Verdict
	Verdicts    []Verdict // all that hold
	Admin       []Grant
	Wildcards   []Grant
	Escalations []Escalation
	Bounded     bool // the boundary takes something away
}

// Judge forms the opinion. Unreadable policies and an unreadable boundary are those of the role.
func (r Role) Judge(known []Passable, all bool) Opinion {
	return Opinion{}
}
