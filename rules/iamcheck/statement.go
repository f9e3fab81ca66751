package iamcheck

import (
	"slices"

	"lambda-audit/rules"
	"lambda-audit/rules/gravity"
	"lambda-audit/rules/iam"
)

// shownActions is how many of the sensitive actions a statement lists.
const shownActions = 10

// A Statement is one pattern of a statement that grants too much.
type Statement struct {
	Policy           string         `json:"policy"`
	Kind             iam.PolicyKind `json:"kind"`
	PolicyARN        string         `json:"policy_arn"` // empty for an inline policy
	Sid              string         `json:"sid"`        // empty where there is none
	Index            int            `json:"index"`      // within the policy, from 0
	Verdict          iam.Verdict    `json:"verdict"`
	Severity         rules.Severity `json:"severity"`
	Pattern          string         `json:"pattern"` // of actions, as written
	SensitiveActions []string       `json:"sensitive_actions"`
	SensitiveCount   int            `json:"sensitive_count"`
	Resources        []string       `json:"resources"` // as written; * where the statement names none
	NotResources     []string       `json:"not_resources"`
	AnyResource      bool           `json:"any_resource"`
	Conditions       []Condition    `json:"conditions"`
	Limits           []string       `json:"limits"` // what Deny statements and the boundary do, or fail to do
	Reason           string         `json:"reason"` // why this is administration; else empty

	reached []string // all sensitive actions
}

// A Condition is one condition of a statement, and what it does to what the statement grants.
type Condition struct {
	Operator string    `json:"operator"`
	Key      string    `json:"key"`
	Values   []string  `json:"values"`
	Effect   iam.Class `json:"effect"`
	Why      string    `json:"why"`
}

// statements lists the grants that are too wide. What makes an administrator is not told again as a wildcard.
func statements(opinion iam.Opinion, account string) []Statement {
	rows := []Statement{}
	for _, g := range wide(opinion) {
		rows = append(rows, statement(g, account))
	}
	return rows
}

// wide gives the grants of administration, and then the others.
func wide(opinion iam.Opinion) []iam.Grant {
	grants := slices.Clone(opinion.Admin)
	for _, g := range opinion.Wildcards {
		told := func(a iam.Grant) bool { return sameGrant(a, g) }
		if !slices.ContainsFunc(opinion.Admin, told) {
			grants = append(grants, g)
		}
	}
	return grants
}

func sameGrant(a, b iam.Grant) bool {
	return a.Policy == b.Policy && a.Kind == b.Kind && a.PolicyARN == b.PolicyARN && a.Index == b.Index && a.Pattern == b.Pattern
}

func statement(g iam.Grant, account string) Statement {
	row := Statement{
		Policy: g.Policy, Kind: g.Kind, PolicyARN: g.PolicyARN, Sid: g.Sid, Index: g.Index,
		Verdict: g.Verdict(), Severity: gravity.OfGrant(&g), Pattern: g.Pattern,
		Resources: list(g.Resources), NotResources: list(g.NotResources), AnyResource: g.AnyResource,
		Conditions: []Condition{}, Limits: list(g.Limits), Reason: g.Reason,
	}
	if len(g.Resources)+len(g.NotResources) == 0 {
		row.Resources = []string{"*"}
	}
	for _, c := range g.Conditions {
		row.Conditions = append(row.Conditions, condition(c, account))
	}
	row.reach(g.Sensitive)
	return row
}

// reach notes the sensitive actions, of which only the first are shown.
func (s *Statement) reach(sensitive []string) {
	s.reached, s.SensitiveCount = sensitive, len(sensitive)
	s.SensitiveActions = list(sensitive[:min(shownActions, len(sensitive))])
}

// Grouped puts the patterns of a statement together that are alike in all else, for people to read: their Pattern has
// them all, separated by commas.
func Grouped(rows []Statement) []Statement {
	var groups []Statement
	for _, row := range rows {
		i := slices.IndexFunc(groups, row.alike)
		if i < 0 {
			groups = append(groups, row)
			continue
		}
		g := &groups[i]
		g.Pattern += ", " + row.Pattern
		reached := slices.Concat(g.reached, row.reached)
		slices.Sort(reached)
		g.reach(slices.Compact(reached))
	}
	return groups
}

// alike reports whether two rows of one statement differ in their patterns only.
func (s Statement) alike(other Statement) bool {
	return s.Policy == other.Policy && s.Kind == other.Kind && s.PolicyARN == other.PolicyARN && s.Index == other.Index &&
		s.Severity == other.Severity && s.Reason == other.Reason && s.AnyResource == other.AnyResource &&
		slices.Equal(s.Resources, other.Resources) && slices.Equal(s.Limits, other.Limits)
}

func condition(c iam.Condition, account string) Condition {
	j := c.Judge(iam.RoleSide, account)
	return Condition{Operator: c.Operator, Key: c.Key, Values: list(c.Values), Effect: j.Class, Why: j.Reason}
}
