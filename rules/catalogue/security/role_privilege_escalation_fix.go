package security

import "lambda-audit/rules/iam"

// escalationAdvice says, as comments, what the narrowed policy is to allow at each
// level of a path.
var escalationAdvice = map[iam.Level]string{
	iam.LevelSelf: `# a function does not write permissions: leave that to a pipeline; if it must make roles, then only such under
#   a boundary, by the condition iam:PermissionsBoundary
`,
	iam.LevelPassRole: `# name the one role that it hands on, and the service that takes it
# SAM: Policies: [{Statement: [{Effect: Allow, Action: "iam:PassRole", Resource: !GetAtt Worker.Arn}]}]
`,
	iam.LevelExisting: `# name the function, instance or project that it works on
# Terraform: resources = [aws_lambda_function.worker.arn] in the aws_iam_policy_document
`,
}

// escalationFix closes the paths that the grants open, and narrows what else is
// too wide about their statements.
func escalationFix(level iam.Level, mended mending, decides *iam.Grant) string {
	return escalationAdvice[level] + mended.fix(decides)
}
