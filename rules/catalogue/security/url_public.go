package security

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
	ID: "url-public", Title: "anyone on the internet may call its URL",
	Severity: rules.High, Pillar: rules.Security,
	Why: "Whoever learns the address may run the function as often as they like, with any event, at your cost and with its role's rights; a URL has no throttling and no firewall of its own.",
	Fix: urlPublicFix("", nil),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
		"https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: urlDeps,
	Check:    checkURLPublic,
	Examples: urlPublicExamples,
})

// urlPublicFix has requests signed, and takes back the statements that let in
// whoever does not.
func urlPublicFix(alias string, statements []string) string {
	fix := "# let only signed requests in: SDKs sign them, and so does CloudFront with origin access control\n" + signRequests(alias) + "\n"
	for _, locus := range statements {
		fix += removeStatement(alias, locus) + "\n"
	}
	return fix + `# SAM: FunctionUrlConfig: {AuthType: AWS_IAM}      Terraform: authorization_type = "AWS_IAM"
# a caller that cannot sign, such as a webhook: leave this as it is, check its own signature first thing in the handler, and cap what it can cost by
# aws lambda put-function-concurrency --function-name NAME --reserved-concurrent-executions N --region REGION`
}

func checkURLPublic(in *rules.Input) []rules.Finding {
	return eachURL(in, func(u *views.URL) []rules.Finding {
		if !u.Unsigned() {
			return nil
		}
		rights := iam.AnyoneByURL(u.Policy, in.Subject.Account)
		open := rights.Both()
		if !asksBoth(in, u) {
			open = rights.URL
		}
		if open == iam.No {
			return nil
		}
		return rules.One(openURL(u, rights, open))
	})
}

func openURL(u *views.URL, rights iam.URLRights, open iam.Answer) rules.Finding {
	f := rules.Failed(fmt.Sprintf("anyone may call %s: its auth type is NONE, and the policy lets everybody in (%s)", urlName(u.Qualifier), strings.Join(rights.Statements, ", ")),
		rules.Configured("auth type", u.Auth, "AWS_IAM"),
		rules.Configured("statements for anyone", rights.Statements, "a service, an account or a role"))
	f.Fix = urlPublicFix(urlAlias(u.Qualifier), rights.Statements)
	if open == iam.Maybe {
		f.Severity, f.Confidence = rules.Medium, rules.Possible
		f.Message += "; whether a condition keeps some out cannot be weighed"
	}
	return f
}
