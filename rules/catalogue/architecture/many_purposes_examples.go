package architecture

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var purposesExamples = []rules.Example{
	{Name: "an API, a bucket and a queue", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: purposes(invokedBy("apigateway.amazonaws.com", "s3.amazonaws.com"), sample.Reads(sample.Queue, sample.Function))},
	{Name: "a third kind of trigger invokes an alias", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: purposes(invokedBy("apigateway.amazonaws.com", "s3.amazonaws.com"), sample.Serving("7"), sample.VersionConfig("7", nil),
			facts.AliasPolicy.Is(sample.Alias, sample.Allows("sns.amazonaws.com")))},
	{Name: "an API and the schedule that keeps it warm (PureSec, serverless-rules WS1002)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(invokedBy("apigateway.amazonaws.com", "events.amazonaws.com"))},
	{Name: "log groups of three regions are one kind", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(invokedBy("logs.amazonaws.com", "logs.eu-west-1.amazonaws.com", "logs.us-east-1.amazonaws.com"))},
	{Name: "Lambda@Edge copies it by two principals, for one trigger", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(invokedBy("edgelambda.amazonaws.com", "replicator.lambda.amazonaws.com", "cloudfront.amazonaws.com"))},
	{Name: "a route for every method and path", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: purposes(routed(sample.Function, "prod/ANY/{proxy+}"))},
	{Name: "the default route of an HTTP API", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: purposes(routed(sample.Function, "*/$default"))},
	{Name: "the policy lets the whole API through, which nothing else serves", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: purposes(routed(sample.Function, "*/*"))},
	{Name: "a WebSocket API, of which it serves the three routes that each has", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(routed(sample.Function, "*/$connect", "*/$disconnect", "*/$default"))},
	{Name: "the default route of an API whose other routes end in another function", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(routed(sample.Function, "*/$default"), sample.Named("invoices", sharing), routed(sample.Second, "*/$connect"), facts.Aliases.Is(sample.Second, nil))},
	{Name: "a route for one path, by any method", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(routed(sample.Function, "*/*/orders"))},
	{Name: "a route with a parameter", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(routed(sample.Function, "*/GET/*"))},
	{Name: "the policy lets the whole API through, as the Serverless Framework writes it, and another function serves it too",
		Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(routed(sample.Function, "*/*"), sample.Named("invoices", sharing), routed(sample.Second, "*/*"), facts.Aliases.Is(sample.Second, nil))},
	{Name: "the policy lets the whole API through, and what another function's policy says is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: purposes(routed(sample.Function, "*/*"), sample.Named("invoices", sharing), facts.Aliases.Is(sample.Second, nil),
			facts.ResourcePolicy.IsUnknown(sample.Second, sample.Denied("lambda:GetPolicy")))},
	{Name: "a role of its own that reaches eight services", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: purposes(sample.NoPolicy(), roleOver("dynamodb", "s3", "sqs", "sns", "ses", "ssm", "secretsmanager", "states"))},
	{Name: "a role that reaches two, and what Lambda itself needs", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(sample.NoPolicy(), roleOver("dynamodb", "s3", "logs", "xray", "cloudwatch"))},
	{Name: "a role that others run under (what it reaches is role-shared's)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: purposes(sample.NoPolicy(), roleOver("dynamodb", "s3", "sqs", "sns", "ses", "ssm", "secretsmanager", "states"),
			sample.Named("invoices", nil), facts.ResourcePolicy.Is(sample.Second, ""), facts.Aliases.Is(sample.Second, nil))},
	{Name: "its policy is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: purposes(facts.ResourcePolicy.IsUnknown(sample.Function, sample.Denied("lambda:GetPolicy")))},
	{Name: "the role is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: purposes(sample.NoPolicy(), facts.Roles.IsUnknown(sample.Role, sample.Denied("iam:GetRole")))},
}

// purposes is the examples' function without aliases, under a narrow role of its
// own, unless something else is given.
func purposes(given ...audit.Given) []audit.Given {
	return slices.Concat([]audit.Given{sample.Config(nil), sample.NoAliases(), roleOver("dynamodb")}, given)
}

// sharing is another function under a role of its own.
func sharing(c *facts.Config) { c.Role = sample.Role + "-invoices" }

// invokedBy is the function with a policy by which services may invoke it.
func invokedBy(services ...string) audit.Given {
	statements := make([]string, len(services))
	for i, service := range services {
		statements[i] = fmt.Sprintf(`{"Effect":"Allow","Principal":{"Service":%q},"Action":"lambda:InvokeFunction","Resource":"*"}`, service)
	}
	return facts.ResourcePolicy.Is(sample.Function, document(statements...))
}

// routed is a function that an API invokes by these routes.
func routed(function string, routes ...string) audit.Given {
	statements := make([]string, len(routes))
	for i, route := range routes {
		statements[i] = fmt.Sprintf(`{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction",`+
			`"Resource":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/%s"}}}`, route)
	}
	return facts.ResourcePolicy.Is(function, document(statements...))
}

// roleOver is a role with one right over each of the services.
func roleOver(services ...string) audit.Given {
	statements := make([]string, len(services))
	for i, service := range services {
		statements[i] = fmt.Sprintf(`{"Effect":"Allow","Action":"%s:Get*","Resource":"*"}`, service)
	}
	return facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Inline: []facts.InlinePolicy{{Name: "own", Document: document(statements...)}}})
}

func document(statements ...string) facts.Policy {
	return facts.Policy(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
}
