package security

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var urlPublicExamples = []rules.Example{
	{Name: "both permissions for anyone", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: urlGiven(sample.UnsignedURL(), sample.URLStatement, sample.InvokeStatement)},
	{Name: "on an alias (Prowler and Steampipe read $LATEST only)", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.HasURLs(facts.FunctionURL{Qualifier: "live", Auth: "NONE", Created: "2026-02-03T04:05:06Z"}), sample.NoPolicy(), sample.Quiet(),
			facts.AliasPolicy.Is(sample.Alias, policyOf(sample.URLStatement+","+sample.InvokeStatement))}},
	{Name: "a condition that nobody here understands", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: urlGiven(sample.UnsignedURL(), `{"Effect":"Allow","Principal":"*","Action":["lambda:InvokeFunctionUrl","lambda:InvokeFunction"],"Resource":"*","Condition":{"StringEquals":{"acme:Badge":"blue"}}}`)},
	{Name: "NONE without a statement that lets anyone in cannot be reached", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.HasURLs(sample.UnsignedURL()), sample.NoPolicy(), sample.Quiet()}},
	{Name: "one of the two permissions opens nothing", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: urlGiven(sample.UnsignedURL(), sample.URLStatement)},
	{Name: "anyone, but from one network", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: urlGiven(sample.UnsignedURL(), sample.URLStatement, `{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}`)},
	{Name: "a Deny for unsigned requests takes it back", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: urlGiven(sample.UnsignedURL(), sample.URLStatement, sample.InvokeStatement,
			`{"Effect":"Deny","Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":"*","Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}}`)},
	{Name: "CloudFront with origin access control signs", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: urlGiven(sample.SignedURL(), cloudFrontURL, cloudFrontInvoke)},
	{Name: "signed requests were counted, by whatever permission", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.HasURLs(sample.SignedURL()), sample.NoPolicy(), sample.CalledByURL()}},
	{Name: "no URL", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{sample.HasURLs(), sample.NoPolicy(), sample.Quiet()}},
	{Name: "the URLs may not be listed, as in GovCloud (steampipe-plugin 1262)", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{facts.FunctionURLs.IsUnknown(sample.Function, sample.Denied("lambda:ListFunctionUrlConfigs")), sample.NoPolicy(), sample.Quiet()}},
	{Name: "the policy may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.HasURLs(sample.UnsignedURL()), sample.Quiet(), facts.ResourcePolicy.IsUnknown(sample.Function, sample.Denied("lambda:GetPolicy"))}},
	{Name: "an open URL on the first page, and the second is missing", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: append(functionPolicy(sample.URLStatement+","+sample.InvokeStatement), sample.Quiet(),
			facts.FunctionURLs.IsAtLeast(sample.Function, []facts.FunctionURL{sample.UnsignedURL()}, sample.Denied("lambda:ListFunctionUrlConfigs")))},
}

// CloudFront's two statements for one distribution (CloudFront guide, "Restrict
// access to an AWS Lambda function URL origin", 2025-10).
const (
	cloudFrontURL = `{"Sid":"url","Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"lambda:InvokeFunctionUrl","Resource":"*",` +
		`"Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:cloudfront::111122223333:distribution/E1"}}}`
	cloudFrontInvoke = `{"Sid":"invoke","Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*",` +
		`"Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:cloudfront::111122223333:distribution/E1"},"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}}`
)

// urlGiven is a function with one URL of $LATEST and a policy of statements.
func urlGiven(u facts.FunctionURL, statements ...string) []audit.Given {
	return append(functionPolicy(strings.Join(statements, ",")), sample.HasURLs(u), sample.Quiet())
}
