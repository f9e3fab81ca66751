package security

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/gravity"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "role-privilege-escalation", Title: "runs under a role that can give itself more rights",
	Severity: rules.Critical, Pillar: rules.Security,
	Why: "Whoever gets the function to run a line of their own has more than the role's rights: the calls it may make lead to a stronger role, " +
		"often to every right in the account.",
	Fix: escalationAdvice[iam.LevelSelf] + `# take the actions out of the statement, or name what they work on, for example
aws iam get-role-policy --role-name ROLE --policy-name POLICY
aws iam put-role-policy --role-name ROLE --policy-name POLICY --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"PASSED_ROLE_ARN","Condition":{"StringEquals":{"iam:PassedToService":"SERVICE.amazonaws.com"}}}]}'
# SAM: Policies of the function      Terraform: aws_iam_role_policy`,
	Refs: []string{
		"https://pathfinding.cloud/paths/",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
	},
	Kinds:    []audit.KindName{facts.KindRole},
	Requires: []audit.Dep{views.Role, views.RoleOpinion, facts.RoleTrusts},
	Helps:    []audit.Dep{views.KnownOfRole},
	Uses:     []string{"role-wildcard"},
	Check:    checkRoleEscalation,
	Examples: roleEscalationExamples,
})

func checkRoleEscalation(in *rules.Input) []rules.Finding {
	role, undecided := readRole(in)
	if undecided != nil {
		return undecided
	}
	trusts, why := facts.RoleTrusts.Of(in.Facts, in.Subject.Account)
	opinion := roleOpinion(in)
	open := opinion.EscalationsAmong(func() ([]iam.Passable, bool) {
		return passable(in.Subject.ID, &role, trusts), trusts.Complete && why == nil
	})
	if role.Why != nil {
		return rules.One(unsure(role, decidingGrants(open)))
	}
	found := waysOpen(in, &role, open, opinion.Wildcards, trusts.Complete, why)
	if len(found) == 0 && len(open) > 0 {
		f := rules.Undecided(why)
		f.Message += fmt.Sprintf("; whether any role can be passed is open, and with one it could %s", open[0].Path.Story)
		return rules.One(f)
	}
	return found
}

// waysOpen are the findings on open paths, but those of which it is not known
// whether there is a role to pass. Wide are the wildcards that they may stand beside.
func waysOpen(in *rules.Input, role *views.ExecutionRole, open []iam.Escalation, wide []iam.Grant, complete bool, why error) []rules.Finding {
	if len(open) == 0 {
		return nil
	}
	wildcards := grouped(wide)
	mended := func() mending { return mend(in, role, slices.Concat(decidingGrants(open), wide)) }
	var found []rules.Finding
	for _, g := range groupedWays(in.Subject.ID, open) {
		if why != nil && g.guessed() {
			continue
		}
		f := g.finding(complete, mended)
		g.beside(&f, in, wildcards)
		found = append(found, f)
	}
	return found
}

// passable are the account's roles that are known, with what they trust; its own
// among them, because it surely exists.
func passable(own string, role *views.ExecutionRole, trusts facts.Trusting) []iam.Passable {
	list := []iam.Passable{{ARN: own, Trust: role.Trust}}
	for service, arns := range trusts.Services {
		trust := iam.Document{Statements: []iam.Statement{{
			Effect: iam.Allow, Actions: []string{"sts:AssumeRole"}, Principals: []iam.Principal{{Kind: iam.ServicePrincipal, ID: service}},
		}}}
		for _, arn := range arns {
			list = append(list, iam.Passable{ARN: arn, Trust: trust})
		}
	}
	return list
}

func decidingGrants(open []iam.Escalation) []iam.Grant {
	var list []iam.Grant
	for i := range open {
		list = append(list, open[i].Deciding()...)
	}
	return list
}

// A wayGroup is the paths of one level that one statement opens: who changes the
// statement closes them all. The first is the worst and is the one that is told.
type wayGroup struct {
	own   string // the ARN of the role
	locus string
	paths []*iam.Escalation
}

// groupedWays groups paths, in the order in which they come: the worst first.
func groupedWays(own string, open []iam.Escalation) []wayGroup {
	var groups []wayGroup
	for i := range open {
		e := &open[i]
		decides := e.FirstDeciding()
		locus := fmt.Sprintf("%s: %s", statementLocus(&decides), e.Path.Level)
		at := slices.IndexFunc(groups, func(g wayGroup) bool { return g.locus == locus })
		if at < 0 {
			at = len(groups)
			groups = append(groups, wayGroup{own: own, locus: locus})
		}
		groups[at].paths = append(groups[at].paths, e)
	}
	return groups
}

// told is the path that the finding tells: of the worst, one for which a role to
// pass is known.
func (g wayGroup) told() *iam.Escalation {
	for i := range g.paths {
		if len(g.paths[i].Roles) > 0 && g.paths[i].Lowered() == g.paths[0].Lowered() {
			return g.paths[i]
		}
	}
	return g.paths[0]
}

// guessed reports whether the paths need a role to pass and none is known.
func (g wayGroup) guessed() bool {
	e := g.told()
	return e.Path.Level == iam.LevelPassRole && len(e.Roles) == 0
}

func (g wayGroup) finding(complete bool, mended func() mending) rules.Finding {
	e := g.told()
	f := rules.Finding{Outcome: rules.Fail, Locus: g.locus, Severity: gravity.OfEscalation(e)}
	f.Tell = func(f *rules.Finding) {
		decides, m := e.FirstDeciding(), mended()
		f.Message, f.Fix = g.message(), escalationFix(e.Path.Level, m, &decides)
		f.Evidence = append(g.evidence(complete), m.instead(&decides))
	}
	if e.Judgement.Class == iam.Unknown || g.guessed() {
		f.Confidence = rules.Likely
	}
	return f
}

// message tells the path as a story of this role.
func (g wayGroup) message() string {
	e := g.told()
	text := fmt.Sprintf("whoever runs code in it can %s (%s)", e.Path.Story, e.Path.ID)
	switch {
	case slices.Equal(e.Roles, []string{g.own}):
		text += "; its own is the only role known that it may pass, and every new one comes to it"
	case len(e.Roles) > 0:
		text += fmt.Sprintf("; it may pass %s", fewRoles(e.Roles, shownRoles))
	case e.Path.Level == iam.LevelPassRole:
		text += "; which roles there are to pass is not known in whole"
	case e.Path.Level == iam.LevelExisting:
		text += "; it takes such a thing with more rights than its own"
	}
	if n := len(g.paths) - 1; n > 0 {
		text += fmt.Sprintf("; the same statement opens %d more", n)
	}
	if e.Named {
		text += "; the statement names its resources by a wildcard"
	}
	if e.Judgement.Class != iam.Open {
		text += "; " + e.Judgement.Reason
	}
	return text
}

// shownRoles is how many of the roles that could be passed a message names.
const shownRoles = 2

// fewRoles names the first few of a list, by what follows the last slash.
func fewRoles(arns []string, limit int) string {
	text := strings.Join(audit.Names(arns[:min(limit, len(arns))]), ", ")
	if more := len(arns) - limit; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
