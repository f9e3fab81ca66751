package security

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "role-admin", Title: "runs under a role that may do everything",
	Severity: rules.Critical, Pillar: rules.Security,
	Why: "Whoever gets the function to run a line of their own, through a dependency or an unchecked event, holds the whole account.",
	Fix: `# take the administrative policy away ...
aws iam detach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
# ... and grant what the function was seen to use: IAM Access Analyzer writes the policy from CloudTrail
aws accessanalyzer start-policy-generation --policy-generation-details principalArn=ROLE_ARN`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html",
	},
	Kinds:    []audit.KindName{facts.KindRole},
	Requires: []audit.Dep{views.Role},
	Uses:     []string{"role-wildcard"},
	Check:    checkRoleAdmin,
	Examples: []rules.Example{
		{Name: "everything on everything", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":"*","Resource":"*"}`), Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
		{Name: "written as *:*", Want: rules.Fail, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":["*:*"],"Resource":["*"]}`), Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
		{Name: "every action on one bucket (cloudsplaining calls it admin)", Want: rules.Pass, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::orders/*"}`), Results: map[string]rules.Outcome{"role-wildcard": rules.Pass}},
		{Name: "a boundary leaves only logging", Want: rules.Pass, Subject: sample.TheRole(),
			Given:   boundedRole(`{"Effect":"Allow","Action":"*","Resource":"*"}`, `{"Effect":"Allow","Action":"logs:*","Resource":"*"}`),
			Results: map[string]rules.Outcome{"role-wildcard": rules.Pass}},
		{Name: "a boundary that may not be read", Want: rules.Unknown, Subject: sample.TheRole(),
			Given:   unreadBoundary(`{"Effect":"Allow","Action":"*","Resource":"*"}`),
			Results: map[string]rules.Outcome{"role-wildcard": rules.Unknown}},
		{Name: "the role is gone", Want: rules.NotApplicable, Subject: sample.TheRole(),
			Given:   []audit.Given{facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Missing: true})},
			Results: map[string]rules.Outcome{"role-wildcard": rules.NotApplicable}},
	},
})

func checkRoleAdmin(in *rules.Input) []rules.Finding {
	role, undecided := readRole(in)
	if undecided != nil {
		return undecided
	}
	grants := role.Admin()
	if role.Why != nil {
		return rules.One(unsure(role, grants))
	}
	var found []rules.Finding
	for _, g := range byStatement(grants) {
		f := rules.Failed(fmt.Sprintf("%s allows %s", g.origin(), g.first().Reason), g.evidence()...)
		f.Locus = g.locus()
		f.Explains = []rules.Ref{{Rule: "role-wildcard", Subject: in.Subject.ID, Locus: f.Locus}}
		g.weigh(&f, rules.Critical)
		found = append(found, f)
	}
	return found
}

// readRole reads the subject's role; findings that are not nil end the check.
func readRole(in *rules.Input) (views.ExecutionRole, []rules.Finding) {
	role, err := views.Role.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return role, rules.One(rules.Undecided(err))
	case role.Missing:
		return role, rules.One(rules.Inapplicable("IAM has no such role"))
	}
	return role, nil
}

// unsure says what an unread policy or boundary leaves open: it may allow more,
// deny what was found, or limit it.
func unsure(role views.ExecutionRole, found []iam.Grant) rules.Finding {
	f := rules.Undecided(role.Why)
	if len(found) > 0 {
		f.Message += fmt.Sprintf("; by what could be read, %s allows too much", byStatement(found)[0].origin())
	}
	if role.BoundaryUnknown {
		f.Message += "; its boundary could not be read"
	}
	if len(role.Unreadable) > 0 {
		f.Message += "; not read: " + strings.Trim(strings.Join(role.Unreadable, ", "), ", ")
	}
	return f
}
