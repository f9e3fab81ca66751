package security

import (
	"slices"
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// narrowFix puts the commands between what to know before and the other ways.
func narrowFix(commands string) string {
	return `# a service that is called once a year, or only when something breaks, looks unused: ask before
` + commands + `
# SAM: Policies of the function      Terraform: aws_iam_role_policy`
}

// fixFor says, policy by policy, which statements go and what the others become.
func fixFor(statements []wideStatement) string {
	var lines []string
	for len(statements) > 0 {
		policy := statements[0].policy
		of := func(w wideStatement) bool { return w.policy == policy }
		var own []wideStatement
		for _, w := range statements {
			if of(w) {
				own = append(own, w)
			}
		}
		statements = slices.DeleteFunc(slices.Clone(statements), of)
		lines = append(lines, policyFix(policy, own)...)
	}
	return narrowFix(strings.Join(lines, "\n"))
}

// policyFix says what to do with one policy.
func policyFix(p *iam.Policy, statements []wideStatement) []string {
	name, arn := rules.InCommand(p.Name, "POLICY"), rules.InCommand(p.ARN, "POLICY_ARN")
	if goesWhole(p, statements) {
		if p.Kind == iam.Inline {
			return []string{"aws iam delete-role-policy --role-name ROLE --policy-name " + name + "   # all of it is unused"}
		}
		return []string{"aws iam detach-role-policy --role-name ROLE --policy-arn " + arn + "   # all of it is unused"}
	}
	lines := []string{"# the policy " + name + ", in policy.json:"}
	for _, w := range statements {
		what := "take it out"
		if w.narrower != nil {
			what = "write " + text(w.narrower)
		}
		lines = append(lines, "#   "+rules.InCommand(strings.ReplaceAll(w.statement.Name(), " ", "-"), "SID")+": "+what)
	}
	switch p.Kind {
	case iam.Inline:
		lines = append([]string{"aws iam get-role-policy --role-name ROLE --policy-name " + name + " --query PolicyDocument --output json > policy.json"}, lines...)
		return append(lines, "aws iam put-role-policy --role-name ROLE --policy-name "+name+" --policy-document file://policy.json")
	case iam.CustomerManaged:
		return append(append([]string{fetched(arn)}, lines...), "# other roles may have it attached, and need the rest; it has five versions at most",
			"aws iam create-policy-version --policy-arn "+arn+" --policy-document file://policy.json --set-as-default")
	}
	return append(append([]string{fetched(arn)}, lines...), "# it is AWS's and cannot be edited: give the role a policy of its own in its place",
		"aws iam put-role-policy --role-name ROLE --policy-name POLICY --policy-document file://policy.json &&",
		"  aws iam detach-role-policy --role-name ROLE --policy-arn "+arn)
}

// fetched writes the version of a managed policy that is in force to policy.json.
func fetched(arn string) string {
	return `aws iam get-policy-version --policy-arn ` + arn + ` --query PolicyVersion.Document --output json \
  --version-id $(aws iam get-policy --policy-arn ` + arn + ` --query Policy.DefaultVersionId --output text) > policy.json`
}

// goesWhole reports whether nothing that the policy allows is left.
func goesWhole(p *iam.Policy, statements []wideStatement) bool {
	left := slices.ContainsFunc(statements, func(w wideStatement) bool { return w.narrower != nil })
	return !left && len(statements) == len(p.Document.Statements)
}
