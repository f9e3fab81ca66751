package reliability

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "role-missing", Title: "is to run under a role that is gone, or that Lambda may not take",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "Lambda takes the role on before it runs any code: where it cannot, every invocation fails, and those of queues and streams are tried until the messages expire.",
	Fix: missingRoleFix(audit.ARN{Partition: "aws"}, nil),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html",
	},
	Kinds:    []audit.KindName{facts.KindRole},
	Requires: []audit.Dep{facts.Roles, views.RoleTrust},
	Check:    checkRoleMissing,
	Examples: roleMissingExamples,
})

func checkRoleMissing(in *rules.Input) []rules.Finding {
	role, err := facts.Roles.Of(in.Facts, in.Subject.ID)
	arn, _ := audit.ParseARN(in.Subject.ID)
	switch {
	case role.ARN == "" && err != nil:
		return rules.One(rules.Undecided(err))
	case !role.Missing:
		return checkRoleTakable(in, arn)
	case elsewhere(arn, in.Subject.Functions):
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.Roles.Name,
			Message: fmt.Sprintf("the role belongs to account %s, whose roles are not read here", arn.Account)}))
	}
	f := rules.Failed(fmt.Sprintf("IAM has no role %s, and %s cannot run without it", in.Subject.ID, rules.Some(audit.Names(in.Subject.Functions))),
		rules.Configured("role", in.Subject.ID, "a role that exists"),
		rules.Configured("functions", in.Subject.Functions, nil))
	f.Fix = missingRoleFix(arn, in.Subject.Functions)
	return rules.One(f)
}

// elsewhere reports whether the role belongs to another account than the functions.
func elsewhere(role audit.ARN, functions []string) bool {
	for _, arn := range functions {
		if a, ok := audit.ParseARN(arn); ok && a.Account != role.Account {
			return true
		}
	}
	return false
}

// missingRoleFix makes the role again under the same ARN, and lets the functions
// take it up: Lambda holds on to the role that was.
func missingRoleFix(role audit.ARN, functions []string) string {
	path := ""
	if before, found := strings.CutSuffix(strings.TrimPrefix(role.Resource, "role/"), "/"+role.Name()); found {
		path = " --path " + rules.InCommand("/"+before+"/", "PATH")
	}
	fix := `# make it again under the same name, and give it what the functions call; or give them another role
aws iam create-role --role-name ROLE` + path + ` --assume-role-policy-document '` + iam.LambdaTrust + `'
aws iam attach-role-policy --role-name ROLE --policy-arn arn:` + role.Partition + `:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
sleep 15   # until Lambda can take it on`
	const most = 5
	for _, arn := range functions[:min(most, len(functions))] {
		a, _ := audit.ParseARN(arn)
		fix += fmt.Sprintf("\naws lambda update-function-configuration --function-name %s --role ROLE_ARN --region %s", rules.InCommand(a.Name(), "NAME"), a.Region)
	}
	switch more := len(functions) - most; {
	case len(functions) == 0:
		fix += "\naws lambda update-function-configuration --function-name NAME --role ROLE_ARN --region REGION"
	case more > 0:
		fix += fmt.Sprintf("\n# and so on for %d more", more)
	}
	return fix + "\n# Terraform: terraform apply makes it again      SAM: a deployment does not see that it is gone; under another logical ID it makes a new one"
}
