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
	ID: "url-half-granted", Title: "its URL turns away callers that its policy means to let in",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "Since October 2025 a caller of a function URL needs lambda:InvokeFunctionUrl and lambda:InvokeFunction; whom the policy gives only one of them gets 403 Forbidden.",
	Fix: halfFix("", []string{urlRight, invokeRight}),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
		"https://github.com/serverless/serverless/issues/13147",
	},
	Kinds: []audit.KindName{facts.KindFunction}, Requires: urlDeps, Check: checkHalfGranted,
	Examples: []rules.Example{
		{Name: "anyone may use the URL, and not invoke", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: urlGiven(sample.UnsignedURL(), sample.URLStatement)},
		{Name: "anyone may invoke by the URL, and not use it", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: urlGiven(sample.UnsignedURL(), sample.InvokeStatement)},
		{Name: "CloudFront has the old permission only", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: urlGiven(sample.SignedURL(), cloudFrontURL)},
		{Name: "half of it, from one network", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: urlGiven(sample.UnsignedURL(), `{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":"*","Condition":`+fromOffice+`}`)},
		{Name: "invoking is for one network, whose callers get in", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: urlGiven(sample.UnsignedURL(), sample.URLStatement, `{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":`+fromOffice+`}`)},
		{Name: "both permissions", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: urlGiven(sample.UnsignedURL(), sample.URLStatement, sample.InvokeStatement)},
		{Name: "a role of the same account: its own policy may hold the rest", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: urlGiven(sample.SignedURL(), `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/site"},"Action":"lambda:InvokeFunctionUrl","Resource":"*"}`)},
		{Name: "another account, by two statements", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: urlGiven(sample.SignedURL(), `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/site"},"Action":"lambda:InvokeFunctionUrl","Resource":"*"}`,
				`{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"lambda:InvokeFunction","Resource":"*"}`)},
		{Name: "no URL", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: append(functionPolicy(sample.URLStatement), sample.HasURLs(), sample.Quiet())},
		{Name: "the URLs may not be listed", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: append(functionPolicy(sample.URLStatement), sample.Quiet(), facts.FunctionURLs.IsUnknown(sample.Function, sample.Denied("lambda:ListFunctionUrlConfigs")))},
		{Name: "a condition that nobody here understands", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: urlGiven(sample.UnsignedURL(), sample.URLStatement, `{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"StringEquals":{"acme:Badge":"blue"}}}`)},
	},
})

// fromOffice narrows callers to one network.
const fromOffice = `{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`

// The options that give each of the two rights to a caller.
const (
	urlRight    = "--statement-id url --action lambda:InvokeFunctionUrl --function-url-auth-type AUTH_TYPE --principal CALLER"
	invokeRight = "--statement-id url-invoke --action lambda:InvokeFunction --invoked-via-function-url --principal CALLER"
)

func halfFix(alias string, grants []string) string {
	fix := "# give each caller the right that is missing\n"
	for _, grant := range grants {
		fix += "aws lambda add-permission --function-name NAME" + option(alias) + " " + grant + " --region REGION\n"
	}
	return fix + "# SOURCE_ARN is that of what calls, such as a CloudFront distribution: without it a service calls for all of its customers" + permissionAsCode
}

// grantOf gives the caller the right that it lacks. Callers are told apart by
// their place, since a policy has each Sid once.
func grantOf(r iam.URLRights, auth string, place int) string {
	grant := urlRight
	if missingRight(r) == "lambda:InvokeFunction" {
		grant = invokeRight
	}
	if place > 0 {
		grant = strings.Replace(grant, " --action", fmt.Sprintf("-%d --action", place+1), 1)
	}
	if r.Service {
		grant += " --source-arn SOURCE_ARN"
	}
	return strings.NewReplacer("AUTH_TYPE", auth, "CALLER", quotedCaller(r.Caller)).Replace(grant)
}

func checkHalfGranted(in *rules.Input) []rules.Finding {
	return eachURL(in, func(u *views.URL) []rules.Finding {
		callers := iam.OutsidersByURL(u.Policy, in.Subject.Account)
		if u.Unsigned() {
			callers = []iam.URLRights{iam.UnsignedByURL(u.Policy, in.Subject.Account)}
		}
		var halves []iam.URLRights
		unsure := false
		for _, r := range callers {
			switch missing := missingRight(r); {
			case missing != "":
				halves = append(halves, r)
			case r.URL == iam.Maybe || r.Invoke == iam.Maybe:
				unsure = unsure || r.URL != r.Invoke
			}
		}
		switch {
		case len(halves) > 0:
			return rules.One(halfGranted(in, u, halves))
		case unsure:
			return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.ResourcePolicy.Name,
				Message: "a condition of the policy that cannot be weighed decides who may call " + urlName(u.Qualifier)}))
		}
		return nil
	})
}

// missingRight is the right that the caller surely lacks beside the one it surely
// has; empty where it has both, or none.
func missingRight(r iam.URLRights) string {
	switch {
	case r.URL == iam.Yes && r.Invoke == iam.No:
		return "lambda:InvokeFunction"
	case r.Invoke == iam.Yes && r.URLOnly && r.URL == iam.No:
		return "lambda:InvokeFunctionUrl"
	}
	return ""
}

func halfGranted(in *rules.Input, u *views.URL, halves []iam.URLRights) rules.Finding {
	var callers, grants, statements []string
	early := !asksBoth(in, u) // until then the old permission alone lets in
	for i, r := range halves {
		callers = append(callers, fmt.Sprintf("%s lacks %s", callerName(r.Caller), missingRight(r)))
		grants = append(grants, grantOf(r, u.Auth, i))
		statements = append(statements, r.Statements...)
		early = early && missingRight(r) == "lambda:InvokeFunction"
	}
	f := rules.Failed(fmt.Sprintf("callers of %s get 403: %s", urlName(u.Qualifier), strings.Join(callers, "; ")),
		rules.Configured("granted", slices.Compact(slices.Sorted(slices.Values(statements))), bothNames),
		rules.Configured("auth type", u.Auth, nil),
		rules.Configured("created", u.Created, nil))
	if early {
		f.Severity = rules.Low
		f.Message = fmt.Sprintf("callers of %s will get 403 from %s on: %s", urlName(u.Qualifier), allURLsAskBoth, strings.Join(callers, "; "))
	}
	f.Fix = halfFix(urlAlias(u.Qualifier), grants)
	return f
}

const bothNames = "lambda:InvokeFunctionUrl and lambda:InvokeFunction"

// callerName says whom a principal is.
func callerName(principal string) string {
	if principal == "*" {
		return "anyone"
	}
	return principal
}

// quotedCaller is the principal as a command says it: between quotes, as the star
// of everybody must stand.
func quotedCaller(principal string) string {
	if principal != "*" {
		principal = rules.InCommand(principal, "CALLER")
	}
	return "'" + principal + "'"
}
