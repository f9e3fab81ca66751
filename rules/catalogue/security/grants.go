package security

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/gravity"
	"lambda-audit/rules/iam"
)

// A grantGroup is what one statement grants in the same way: on resources of the
// same scope, under conditions that weigh the same. One finding speaks for all.
type grantGroup struct {
	grants []*iam.Grant
	locus  string
}

// A manner is what the grants of a group have in common.
type manner struct {
	statement              string
	anyResource, inAccount bool
	judgement              iam.Judgement
}

func mannerOf(g *iam.Grant) manner {
	return manner{statementLocus(g), g.AnyResource, g.InAccount, g.Judgement}
}

// statementLocus names the policy and the statement by what stays the same when
// others are added: people write it into their suppressions.
func statementLocus(g *iam.Grant) string {
	return fmt.Sprintf("%s:%s/%s", g.Kind, g.Policy, g.Title)
}

// grouped groups grants, in the order of the role's policies. The groups of a
// statement that grants in several ways are told apart by a pattern of each.
func grouped(grants []iam.Grant) []grantGroup {
	var groups []grantGroup
	at := map[manner]int{}
	ways := map[string]int{}
	for _, g := range pointers(grants) {
		m := mannerOf(g)
		i, known := at[m]
		if !known {
			i = len(groups)
			at[m] = i
			ways[m.statement]++
			groups = append(groups, grantGroup{locus: m.statement})
		}
		groups[i].grants = append(groups[i].grants, g)
	}
	for i := range groups {
		if g := &groups[i]; ways[g.locus] > 1 {
			g.locus += ": " + slices.Min(g.patterns())
		}
	}
	return groups
}

// pointers gives where each of the grants lies.
func pointers(grants []iam.Grant) []*iam.Grant {
	list := make([]*iam.Grant, len(grants))
	for i := range grants {
		list[i] = &grants[i]
	}
	return list
}

func (s grantGroup) first() *iam.Grant { return s.grants[0] }

// where says where the statement stands.
func (s grantGroup) where() string {
	g := s.first()
	kind := map[iam.PolicyKind]string{iam.Inline: "inline policy", iam.CustomerManaged: "policy", iam.AWSManaged: "AWS's policy"}[g.Kind]
	return fmt.Sprintf("%s %s, %s", kind, g.Policy, g.Statement)
}

// origin is the same as the beginning of a sentence.
func (s grantGroup) origin() string { return s.where() + "," }

func (s grantGroup) patterns() []string {
	return s.all(func(g *iam.Grant) []string { return []string{g.Pattern} })
}

// all gathers what the grants say, each once, in the order in which they say it.
func (s grantGroup) all(of func(*iam.Grant) []string) []string {
	list := []string{}
	for i := range s.grants {
		for _, text := range of(s.grants[i]) {
			if !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	}
	return list
}

// limits are what Deny statements and the boundary do to the grants.
func (s grantGroup) limits() []string {
	return s.all(func(g *iam.Grant) []string { return g.Limits })
}

// sensitive are the sensitive actions that the grants reach, sorted.
func (s grantGroup) sensitive() []string {
	return slices.Sorted(slices.Values(s.all(func(g *iam.Grant) []string { return g.Sensitive })))
}

// resources are those that the grants reach, as they are written; a statement
// that names none, or only exceptions, is about any.
func (s grantGroup) resources() []string {
	list := s.all(func(g *iam.Grant) []string { return g.Resources })
	if len(list) == 0 {
		return []string{"*"}
	}
	return list
}

// scope says what the statement is about, briefly.
func (s grantGroup) scope() string {
	g, resources := s.first(), s.resources()
	switch {
	case len(g.NotResources) > 0:
		return "everything but " + strings.Join(g.NotResources, ", ")
	case g.AnyResource && g.InAccount:
		return "any resource of the account"
	case g.AnyResource:
		return "any resource"
	case slices.Contains(resources, "*"):
		return "* (" + strings.Join(s.limits(), "; ") + ")"
	case len(resources) > 3:
		return fmt.Sprintf("%s and %d more", strings.Join(resources[:3], ", "), len(resources)-3)
	}
	return strings.Join(resources, ", ")
}

// shownActions is how many of the sensitive actions a finding lists.
const shownActions = 10

func (s grantGroup) evidence() []rules.Evidence {
	g := s.first()
	sensitive := s.sensitive()
	list := []rules.Evidence{
		rules.Configured("policy", fmt.Sprintf("%s (%s), %s", g.Policy, g.Kind, g.Statement), nil),
		rules.Configured("actions", s.patterns(), "the actions that are called"),
		rules.Configured("resources", s.resources(), "the ARNs they are called on"),
	}
	if len(g.NotResources) > 0 {
		list = append(list, rules.Configured("except", g.NotResources, nil))
	}
	list = append(list, rules.Configured("sensitive actions reached", len(sensitive), nil))
	if len(sensitive) > 0 {
		list = append(list, rules.Configured("such as", sensitive[:min(shownActions, len(sensitive))], nil))
	}
	if g.Judgement.Reason != "" {
		list = append(list, rules.Configured("conditions", g.Judgement.Reason, nil))
	}
	for _, limit := range s.limits() {
		list = append(list, rules.Configured("limit", limit, nil))
	}
	return append(list, rules.Configured("service control policies", "not evaluated", nil))
}

// severity is that of the worst grant.
func (s grantGroup) severity() rules.Severity {
	worst := rules.NoSeverity
	for i := range s.grants {
		worst = max(worst, gravity.OfGrant(s.grants[i]))
	}
	return worst
}

// weigh sets the severity, and says which conditions lowered it.
func (s grantGroup) weigh(f *rules.Finding) {
	f.Severity = s.severity()
	if class := s.first().Judgement.Class; class == iam.Narrows || class == iam.Unknown {
		f.Message += "; " + s.first().Judgement.Reason
		if class == iam.Unknown {
			f.Confidence = rules.Likely
		}
	}
}
