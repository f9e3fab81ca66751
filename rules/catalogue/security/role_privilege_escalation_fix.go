package security

import (
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// escalationFixes close the paths of each level; READ stands for the command that
// reads the policy, and WRITE for what stands before the new text of it.
var escalationFixes = map[iam.Level]string{
	iam.LevelSelf: `# a function does not write permissions: take these actions out of the statement, and leave that to a pipeline
READ
WRITE '{"Version":"2012-10-17","Statement":[STATEMENTS_WITHOUT_IT]}'
# if it must make roles, let it make only such under a boundary, by the condition iam:PermissionsBoundary`,
	iam.LevelPassRole: `# name the one role that it hands on, and the service that takes it
READ
WRITE '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"PASSED_ROLE_ARN","Condition":{"StringEquals":{"iam:PassedToService":"SERVICE.amazonaws.com"}}},OTHER_STATEMENTS]}'
# SAM: Policies: [{Statement: [{Effect: Allow, Action: "iam:PassRole", Resource: !GetAtt Worker.Arn}]}]`,
	iam.LevelExisting: `# name the function, instance or project that it works on
READ
WRITE '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ACTION","Resource":"ARN"},OTHER_STATEMENTS]}'
# Terraform: resources = [aws_lambda_function.worker.arn] in the aws_iam_policy_document`,
}

// escalationFix is the way to close the paths that a statement opens.
func escalationFix(level iam.Level, g *iam.Grant) string {
	arn := rules.InCommand(g.PolicyARN, "POLICY_ARN")
	read := "aws iam get-policy-version --policy-arn " + arn + " --version-id $(aws iam get-policy --policy-arn " + arn + " --query Policy.DefaultVersionId --output text)"
	write := "aws iam create-policy-version --set-as-default --policy-arn " + arn + " --policy-document"
	switch g.Kind {
	case iam.Inline:
		name := rules.InCommand(g.Policy, "POLICY")
		read = "aws iam get-role-policy --role-name ROLE --policy-name " + name
		write = "aws iam put-role-policy --role-name ROLE --policy-name " + name + " --policy-document"
	case iam.AWSManaged:
		read = "aws iam detach-role-policy --role-name ROLE --policy-arn " + arn + "   # it is AWS's and cannot be edited"
		write = "aws iam put-role-policy --role-name ROLE --policy-name POLICY --policy-document"
	}
	return strings.NewReplacer("READ\n", read+"\n", "WRITE ", write+" ").Replace(escalationFixes[level])
}
