package iam

// Level says what a path to more rights needs besides the rights that the role has.
type Level string

// The levels, the worst first. A role that writes permissions needs nothing else; one that passes a role needs a role
// worth passing; and the last need a thing that is there already and has more rights.
const (
	LevelSelf     Level = "self"
	LevelPassRole Level = "pass-role"
	LevelExisting Level = "existing"
)

// Path is one known way from some rights to more of them.
type Path struct {
	ID      string   `json:"id"`      // as pathfinding.cloud numbers them, where it does
	Title   string   `json:"title"`   // what is done, in a few words
	Level   Level    `json:"level"`   //
	Actions []string `json:"actions"` // all of them are needed
	Decides []string `json:"decides"` // those of Actions whose resources decide whether the path is open
	PassTo  []string `json:"pass_to"` // the services, one of which the passed role must trust
	Story   string   `json:"story"`   // one line: how somebody goes it
	Source  string   `json:"source"`
}

// Escalation is a path that is open to a role.
type Escalation struct {
	Path      Path
	Grants    []Grant   // what opens it, one for each of the path's actions
	Judgement Judgement // what the conditions of the grants do, the strictest
	Named     bool      // its deciding resources are not any, but a wildcard within a name, or the role itself
	Roles     []string  // of the roles that are known, those that could be passed; nil where none is known
}

// Passable is a role of the account that another one may pass on.
type Passable struct {
	ARN   string
	Trust Document
}

// Escalations lists the paths that are open to the role, the worst first. Known are the account's roles, as far as they
// are known; where they are all known, a path that needs a role to pass is open only if one of them trusts the service.
func (r Role) Escalations(known []Passable, all bool) []Escalation {
	return nil
}
