package security

import (
	"fmt"
	"slices"
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
	Fix: `# see what the function uses: IAM Access Analyzer writes a policy from CloudTrail
aws accessanalyzer start-policy-generation --policy-generation-details principalArn=ROLE_ARN --region REGION
# grant that, and then take away the policy that allows everything; it goes as a whole
aws iam detach-role-policy --role-name ROLE --policy-arn POLICY_ARN   # an inline policy: delete-role-policy --policy-name
# SAM: Policies of the function      Terraform: aws_iam_role_policy, aws_iam_role_policy_attachment`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html",
	},
	Kinds:    []audit.KindName{facts.KindRole},
	Requires: []audit.Dep{views.Role, views.RoleOpinion},
	Helps:    []audit.Dep{views.KnownOfRole},
	Uses:     []string{"role-wildcard", "role-privilege-escalation"},
	Check:    checkRoleAdmin,
	Examples: []rules.Example{
		{Name: "everything on everything", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":"*","Resource":"*"}`), Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
		{Name: "written as *:*", Want: rules.Fail, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":["*:*"],"Resource":["*"]}`), Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
		{Name: "every action on one bucket (cloudsplaining calls it admin)", Want: rules.Pass, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::orders/*"}`), Results: map[string]rules.Outcome{"role-wildcard": rules.Pass}},
		{Name: "everything but one service, and the way to get it back", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","NotAction":"organizations:*","Resource":"*"}`), Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
		{Name: "a power user, who may not write permissions", Want: rules.Pass, Subject: sample.TheRole(),
			Given:   roleWith(`{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}`),
			Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
		{Name: "a Deny fences all but logging off", Want: rules.Pass, Subject: sample.TheRole(),
			Given:   roleWith(`{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","NotAction":"logs:*","Resource":"*"}`),
			Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
		{Name: "a Deny of one table leaves the rest", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheRole(),
			Given:   roleWith(`{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders"}`),
			Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
		{Name: "AWS's own policy", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheRole(),
			Given: attachedRole(administrator, `{"Effect":"Allow","Action":"*","Resource":"*"}`), Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
		{Name: "everything, under a condition", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(),
			Given:   roleWith(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"orders"}}}`),
			Results: map[string]rules.Outcome{"role-wildcard": rules.Fail}},
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
	opinion := roleOpinion(in)
	grants := opinion.Admin
	if role.Why != nil {
		return rules.One(unsure(role, grants))
	}
	if len(grants) == 0 {
		return nil
	}
	var found []rules.Finding
	for _, g := range grouped(grants) {
		f := rules.Finding{Outcome: rules.Fail, Locus: g.locus, Explains: sameStatement(in, g.first())}
		g.weigh(&f)
		f.Tell = func(f *rules.Finding) {
			f.Message = fmt.Sprintf("%s allows %s", g.origin(), g.first().Reason) + f.Message
			mended := mend(in, &role, slices.Concat(grants, opinion.Wildcards))
			f.Evidence = append(g.evidence(), mended.instead(g.first()))
			f.Fix = mended.fix(g.first())
		}
		if f.Severity < rules.Critical {
			f.Confidence = max(f.Confidence, rules.Likely) // what the condition leaves may be less than everything
		}
		found = append(found, f)
	}
	return found
}

// sameStatement are the findings of other rules that an administrator's statement
// explains: it is too wide, and leads to everything.
func sameStatement(in *rules.Input, g *iam.Grant) []rules.Ref {
	return rules.Refs(append(onStatement(in, "role-wildcard", g), onStatement(in, "role-privilege-escalation", g)...))
}

// onStatement are the findings of a used rule on a statement of the role.
func onStatement(in *rules.Input, rule string, g *iam.Grant) []rules.Found {
	if len(in.Subject.Functions) == 0 {
		return nil
	}
	statement := statementLocus(g)
	return slices.DeleteFunc(slices.Clone(in.About(rule, in.Subject.Functions[0]).Findings), func(f rules.Found) bool { // they all run under this role
		return f.Subject != in.Subject.ID || f.Locus != statement && !strings.HasPrefix(f.Locus, statement+": ")
	})
}

// withoutPolicy is the command that takes the grant's policy away from the role.
func withoutPolicy(g *iam.Grant) string {
	if g.Kind == iam.Inline {
		return "aws iam delete-role-policy --role-name ROLE --policy-name " + rules.InCommand(g.Policy, "POLICY")
	}
	return "aws iam detach-role-policy --role-name ROLE --policy-arn " + rules.InCommand(g.PolicyARN, "POLICY_ARN")
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

// roleOpinion is what the policies of a role that readRole could read come to.
func roleOpinion(in *rules.Input) iam.Opinion {
	opinion, _ := views.RoleOpinion.Of(in.Facts, in.Subject.ID) // it has no error where Role has none
	return opinion
}

// unsure says what an unread policy or boundary leaves open: it may allow more,
// deny what was found, or limit it.
func unsure(role views.ExecutionRole, found []iam.Grant) rules.Finding {
	f := rules.Undecided(role.Why)
	if len(found) > 0 {
		f.Message += fmt.Sprintf("; by what could be read, %s allows too much", grouped(found)[0].origin())
	}
	if role.BoundaryUnknown {
		f.Message += "; its boundary could not be read"
	}
	if len(role.Unreadable) > 0 {
		f.Message += "; not read: " + strings.Trim(strings.Join(role.Unreadable, ", "), ", ")
	}
	return f
}
