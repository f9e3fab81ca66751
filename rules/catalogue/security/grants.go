package security

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// statementGrants are the grants of one statement: one finding speaks for all.
type statementGrants []iam.Grant

// byStatement groups grants, in the order of the role's policies.
func byStatement(grants []iam.Grant) []statementGrants {
	var groups []statementGrants
	for _, g := range grants {
		last := len(groups) - 1
		if last >= 0 && groups[last].locus() == (statementGrants{g}).locus() {
			groups[last] = append(groups[last], g)
			continue
		}
		groups = append(groups, statementGrants{g})
	}
	return groups
}

func (s statementGrants) first() *iam.Grant { return &s[0] }

// locus names the policy and the statement, as people find them in IAM.
func (s statementGrants) locus() string { return s[0].Policy + "/" + s[0].Statement }

// origin says where the statement stands.
func (s statementGrants) origin() string {
	g := s.first()
	kind := map[iam.PolicyKind]string{iam.Inline: "inline policy", iam.CustomerManaged: "policy", iam.AWSManaged: "AWS's policy"}[g.Kind]
	return fmt.Sprintf("%s %s, %s,", kind, g.Policy, g.Statement)
}

func (s statementGrants) patterns() []string {
	var list []string
	for _, g := range s {
		list = append(list, g.Pattern)
	}
	return list
}

// resources says what the statement is about, briefly.
func (s statementGrants) resources() string {
	g := s.first()
	switch {
	case len(g.NotResources) > 0:
		return "everything but " + strings.Join(g.NotResources, ", ")
	case g.AnyResource && g.InAccount:
		return "any resource of the account"
	case g.AnyResource:
		return "any resource"
	case len(g.Resources) > 3:
		return fmt.Sprintf("%s and %d more", strings.Join(g.Resources[:3], ", "), len(g.Resources)-3)
	}
	return strings.Join(g.Resources, ", ")
}

// shownActions is how many of the sensitive actions a finding lists.
const shownActions = 10

func (s statementGrants) evidence() []rules.Evidence {
	g := s.first()
	var sensitive []string
	for _, grant := range s {
		sensitive = append(sensitive, grant.Sensitive...)
	}
	slices.Sort(sensitive)
	sensitive = slices.Compact(sensitive)
	list := []rules.Evidence{
		rules.Configured("policy", fmt.Sprintf("%s (%s)", g.Policy, g.Kind), nil),
		rules.Configured("actions", s.patterns(), "the actions that are called"),
		rules.Configured("resources", orEmpty(g.Resources), "the ARNs they are called on"),
		rules.Configured("sensitive actions reached", len(sensitive), nil),
	}
	if len(sensitive) > 0 {
		list = append(list, rules.Configured("such as", sensitive[:min(shownActions, len(sensitive))], nil))
	}
	if g.Judgement.Reason != "" {
		list = append(list, rules.Configured("conditions", g.Judgement.Reason, nil))
	}
	for _, limit := range g.Limits {
		list = append(list, rules.Configured("limit", limit, nil))
	}
	return append(list, rules.Configured("service control policies", "not evaluated", nil))
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// weigh sets the severity: one step lower where a condition narrows the grant or
// cannot be weighed, which the finding says.
func (s statementGrants) weigh(f *rules.Finding, severity rules.Severity) {
	f.Severity = severity
	if class := s.first().Judgement.Class; class == iam.Narrows || class == iam.Unknown {
		f.Severity = max(rules.Low, severity-1)
		f.Message += "; " + s.first().Judgement.Reason
		if class == iam.Unknown {
			f.Confidence = rules.Likely
		}
	}
}
