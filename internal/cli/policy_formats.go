package cli

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lambda-audit/report"
)

// policyFormats write a policy as those take it who create it.
var policyFormats = map[string]func(io.Writer, iamPolicy) error{
	"json":           func(w io.Writer, p iamPolicy) error { return report.WriteJSON(w, p) },
	"terraform":      writeTerraform,
	"cloudformation": writeCloudFormation,
}

// permissionsFormats are those that write a policy, and the table of what it is for.
func permissionsFormats() []string {
	names := append(slices.Collect(maps.Keys(policyFormats)), "table")
	slices.Sort(names)
	return names
}

// policyText is how the policy describes itself in the account.
const policyText = "What lambda-audit reads"

// cfnTemplate is a CloudFormation template of one managed policy. CloudFormation
// names it, so that the stack needs no more than CAPABILITY_IAM.
type cfnTemplate struct {
	AWSTemplateFormatVersion string
	Description              string
	Resources                map[string]cfnResource
	Outputs                  map[string]cfnOutput
}

type cfnResource struct {
	Type       string
	Properties cfnPolicy
}

type cfnPolicy struct {
	Description    string
	PolicyDocument iamPolicy
}

type cfnOutput struct {
	Description string
	Value       map[string]string
}

func writeCloudFormation(w io.Writer, policy iamPolicy) error {
	return report.WriteJSON(w, cfnTemplate{
		AWSTemplateFormatVersion: "2010-09-09",
		Description:              policyText,
		Resources:                map[string]cfnResource{"LambdaAudit": {"AWS::IAM::ManagedPolicy", cfnPolicy{policyText, policy}}},
		Outputs:                  map[string]cfnOutput{"PolicyArn": {"Attach it to the role that runs lambda-audit", map[string]string{"Ref": "LambdaAudit"}}},
	})
}

// writeTerraform writes the policy as terraform fmt leaves it.
func writeTerraform(w io.Writer, policy iamPolicy) error {
	var text strings.Builder
	text.WriteString("data \"aws_iam_policy_document\" \"lambda_audit\" {\n")
	for i, s := range policy.Statement {
		if i > 0 {
			text.WriteString("\n")
		}
		text.WriteString("  statement {\n")
		fmt.Fprintf(&text, "    sid       = %s\n    effect    = %s\n    resources = [%s]\n", quoteHCL(s.Sid), quoteHCL(s.Effect), listHCL(s.Resource, ", "))
		fmt.Fprintf(&text, "    actions = [\n      %s,\n    ]\n", listHCL(s.Action, ",\n      "))
		writeConditions(&text, s.Condition)
		text.WriteString("  }\n")
	}
	fmt.Fprintf(&text, "}\n\nresource \"aws_iam_policy\" \"lambda_audit\" {\n  name        = \"lambda-audit\"\n  description = %s\n"+
		"  policy      = data.aws_iam_policy_document.lambda_audit.json\n}\n", quoteHCL(policyText))
	_, err := io.WriteString(w, text.String())
	return err
}

func writeConditions(text *strings.Builder, conditions map[string]map[string][]string) {
	for _, test := range slices.Sorted(maps.Keys(conditions)) {
		for _, variable := range slices.Sorted(maps.Keys(conditions[test])) {
			fmt.Fprintf(text, "\n    condition {\n      test     = %s\n      variable = %s\n      values   = [%s]\n    }\n",
				quoteHCL(test), quoteHCL(variable), listHCL(conditions[test][variable], ", "))
		}
	}
}

func listHCL(values []string, between string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quoteHCL(v)
	}
	return strings.Join(quoted, between)
}

// quoteHCL writes a string as Terraform reads it, where ${ and %{ begin templates.
func quoteHCL(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(text))
}
