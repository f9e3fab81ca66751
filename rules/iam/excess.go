package iam

import (
	"slices"
	"strings"
)

// Excess is a statement of a function's policy that allows more than invoking the function.
type Excess struct {
	Statement  string   // Sid or "statement N"
	Title      string   // Sid or what it says
	Actions    []string // patterns as written that reach further; for a NotAction what it leaves out
	Principals []string
	ReadOnly   bool // no more than reading
	Anyone     bool // for everybody, and no condition is known to narrow it
	Invokes    bool // lets them invoke the function directly, too
	Own        bool // for the function's own account alone
}

// replicator is how Lambda@Edge reads the functions that it copies (CloudFront guide, 2026).
const replicator = "replicator.lambda.amazonaws.com"

// ExcessGrants lists the statements that allow more than invoking. What the copies of Lambda@Edge take is none.
func ExcessGrants(policy Document, account string) []Excess {
	var list []Excess
	titles := policy.Titles()
	for i, s := range policy.Statements {
		class := judgeAll(s.Conditions, PolicySide, account).Class
		beyond := slices.DeleteFunc(s.beyondInvoking(), func(pattern string) bool { return policy.deniesOutright(s, pattern) })
		if s.Effect != Allow || class == Never || len(beyond) == 0 || s.onlyFor(func(p Principal) bool { return p.ID == replicator }) {
			continue
		}
		list = append(list, Excess{
			Statement: s.Name(), Title: titles[i], Actions: beyond, Principals: principalIDs(s.Principals),
			ReadOnly: s.NotActions == nil && !slices.ContainsFunc(beyond, changes),
			Anyone:   s.forAnyone() && class == Open,
			Invokes:  s.opens() == ByInvoke && !policy.deniesAll(s, account),
			Own:      s.onlyFor(func(p Principal) bool { return p.Account() == account }),
		})
	}
	return list
}

// beyondInvoking gives the patterns of the statement that match another action of Lambda than those that invoke.
func (s Statement) beyondInvoking() []string {
	if s.NotActions != nil {
		return []string{"all but " + strings.Join(s.NotActions, ", ")}
	}
	return slices.DeleteFunc(slices.Clone(s.Actions), func(pattern string) bool {
		return strings.HasPrefix(strings.ToLower(pattern), "lambda:invoke") || !Overlaps(pattern, "lambda:*", true)
	})
}

// changes reports whether the pattern may match an action that changes something.
func changes(pattern string) bool {
	action := strings.ToLower(pattern)
	return !strings.HasPrefix(action, "lambda:get") && !strings.HasPrefix(action, "lambda:list")
}

// onlyFor reports whether the statement names principals, and each is one of those.
func (s Statement) onlyFor(one func(Principal) bool) bool {
	return len(s.Principals) > 0 && !slices.ContainsFunc(s.Principals, func(p Principal) bool { return !one(p) })
}
