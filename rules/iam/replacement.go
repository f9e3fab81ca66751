package iam

import (
	"fmt"
	"slices"
	"strings"
)

// Known is what else is known of the functions under a role: with it a replacement names resources instead of holes.
type Known struct {
	LogGroups    []string            // ARNs
	EventSources []string            // ARNs of queues, streams and topics that the functions read
	Failures     []string            // ARNs of dead-letter queues and of destinations
	Keys         []string            // ARNs of KMS keys
	Named        map[string][]string // by service: ARNs of resources that variables and the like name
	// Used has, by service, the actions that are known to be used; nil where nobody knows. A service that is not in it is
	// not used, and one without actions is used in ways that nobody knows.
	Used map[string][]string
}

// Replacement is what a policy should say in place of a statement that grants too much.
type Replacement struct {
	Statements   []Statement // what to write; empty where the statement should simply go
	Placeholders []string    // what stands in them for something that only people know, such as BUCKET
	Partial      bool        // the statement allowed nearly everything: more than this may be in use
	Note         string      // one sentence for people
	Policy       string      // of which policy they replace a part
	PolicyARN    string      // empty for an inline policy
	Statement    string      // which statement they replace: its Sid or "statement N"
	Index        int         // the same, counted from 0
	Kind         PolicyKind  // AWSManaged: it cannot be edited, its attachment is replaced
}

// Replace writes narrower statements for each statement of the grants: the same effect under the same conditions,
// without what nobody is known to need of what the grants allow, on the resources that are known. The statements' other
// patterns stay as they are, but for those that the boundary leaves nothing of. The replacements never allow what the
// statement did not. There is one for each statement, in the order of the role's policies, and none where all that is
// known leads to the same statement again.
func (r Role) Replace(grants []Grant, known Known) []Replacement {
	if len(grants) == 0 {
		return nil
	}
	var list []Replacement
	place := localityOf(r, known)
	for _, p := range r.Policies {
		titles := p.Document.Titles()
		copied := r.wideInCopy(p)
		for i, s := range p.Document.Statements {
			about := statementID{p.Name, p.ARN, s.Name(), titles[i]}
			if patterns := about.patterns(grants); len(patterns) > 0 {
				w := newRewriter(r, known, place, slices.Concat(patterns, about.patterns(copied), p.readingIn(s)))
				if by := w.replacement(p, s); len(by.Statements) != 1 || !by.Statements[0].says(s) {
					list = append(list, by)
				}
			}
		}
	}
	return list
}

// wideInCopy gives the grants that are too wide in a copy of one of AWS's own policies for event sources: what AWS's own
// may say, a copy of it may not.
func (r Role) wideInCopy(p Policy) []Grant {
	if p.eventSource() == nil {
		return nil
	}
	return r.asOwn().Wildcards(KnownSensitive())
}

// asOwn gives the role with every policy as its owner's.
func (r Role) asOwn() Role {
	r.Policies = slices.Clone(r.Policies)
	for i := range r.Policies {
		r.Policies[i].Kind = Inline
	}
	return r
}

// statementID tells one statement of a role from all others, as far as grants tell.
type statementID struct{ policy, arn, name, title string }

// patterns lists those of the grants that come from the statement.
func (id statementID) patterns(grants []Grant) []string {
	var list []string
	for _, g := range grants {
		if id == (statementID{g.Policy, g.PolicyARN, g.Statement, g.Title}) {
			list = append(list, g.Pattern)
		}
	}
	return list
}

// readingIn gives the actions of a statement in one of AWS's own policies for event sources that can name the source.
func (p Policy) readingIn(s Statement) []string {
	if p.eventSource() == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Actions), func(action string) bool {
		service, name, _ := strings.Cut(action, ":")
		return !holdsName(usualServices()[service].Reading, name)
	})
}

// Rewritten gives the whole document of one of the role's policies with the replacements put in place of their
// statements, and every other statement as it is. It has no statements where nothing is left.
func (p Policy) Rewritten(replacements []Replacement) Document {
	document := Document{Version: p.Document.Version}
	add := func(s Statement) {
		s.Index = len(document.Statements)
		document.Statements = append(document.Statements, s)
	}
	for i, s := range p.Document.Statements {
		replaced := false
		for _, by := range replacements {
			if by.Policy == p.Name && by.PolicyARN == p.ARN && by.Index == i {
				replaced = true
				for _, narrow := range by.Statements {
					if !slices.ContainsFunc(document.Statements, narrow.says) {
						add(narrow)
					}
				}
			}
		}
		if !replaced {
			add(s)
		}
	}
	return document
}

// shownDeeds is how many actions of a statement a line names: more than any row of usual actions has.
const shownDeeds = 8

// Lines says each of the statements in one line.
func (r Replacement) Lines() []string {
	lines := make([]string, len(r.Statements))
	for i, s := range r.Statements {
		lines[i] = fmt.Sprintf("%s %s%s%s", s.Effect, s.deeds(shownDeeds), s.objects(shownDeeds), s.provisos())
	}
	return lines
}
