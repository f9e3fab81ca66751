package security

import (
	"fmt"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "url-cors-wildcard", Title: "its URL takes calls from any web page",
	Severity: rules.Medium, Pillar: rules.Security,
	Why:   "Any page that a user of yours visits may call the function from that user's browser and read the answer: with credentials in that user's name, without authentication from inside their network.",
	Fix:   corsFix(""),
	Refs:  []string{"https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors"},
	Kinds: []audit.KindName{facts.KindFunction}, Requires: urlDeps, Check: checkCORS,
	Examples: []rules.Example{
		{Name: "any origin, with credentials", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.HasURLs(fromOrigins(sample.SignedURL(), true, "*")), sample.NoPolicy(), sample.CalledByURL()}},
		{Name: "any origin, and nobody signs", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: urlGiven(fromOrigins(sample.UnsignedURL(), false, "*"), sample.URLStatement, sample.InvokeStatement)},
		{Name: "a wildcard among named origins (Steampipe wants it alone)", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: urlGiven(fromOrigins(sample.UnsignedURL(), false, "*", "https://shop.example.com"), sample.URLStatement, sample.InvokeStatement)},
		{Name: "any origin, but signed and without credentials", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: urlGiven(fromOrigins(sample.SignedURL(), false, "*"), cloudFrontURL, cloudFrontInvoke)},
		{Name: "settings without origins (Prowler's loop ends there)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: urlGiven(fromOrigins(sample.UnsignedURL(), true), sample.URLStatement, sample.InvokeStatement)},
		{Name: "named origins", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: urlGiven(fromOrigins(sample.UnsignedURL(), true, "https://shop.example.com"), sample.URLStatement, sample.InvokeStatement)},
		{Name: "a URL that nobody comes by", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.HasURLs(fromOrigins(sample.SignedURL(), true, "*")), sample.NoPolicy(), sample.Quiet()}},
		{Name: "whether it was called may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.HasURLs(fromOrigins(sample.SignedURL(), true, "*")), sample.NoPolicy(),
				facts.Presence.Broke(sample.Region, sample.Denied("cloudwatch:ListMetrics"))}},
	},
})

func corsFix(alias string) string {
	return `# name the pages that may call it; this takes the place of all its CORS settings
aws lambda update-function-url-config --function-name NAME` + option(alias) + ` --cors '{"AllowOrigins": ["https://www.example.com"], "AllowMethods": ["GET"]}' --region REGION
# SAM: FunctionUrlConfig: {Cors: {AllowOrigins: [...]}}      Terraform: cors { allow_origins = [...] }`
}

func fromOrigins(u facts.FunctionURL, credentials bool, origins ...string) facts.FunctionURL {
	u.Origins, u.Credentials = origins, credentials
	return u
}

// anyOrigin are the origins that stand for all pages.
var anyOrigin = []string{"*", "http://*", "https://*"}

func checkCORS(in *rules.Input) []rules.Finding {
	return eachURL(in, func(u *views.URL) []rules.Finding {
		wild := slices.ContainsFunc(u.Origins, func(origin string) bool { return slices.Contains(anyOrigin, origin) })
		if !wild || !u.Credentials && !u.Unsigned() {
			return nil
		}
		how := "without authentication"
		if u.Credentials {
			how = "with the visitor's credentials"
		}
		f := rules.Failed(fmt.Sprintf("any web page may call %s, %s", urlName(u.Qualifier), how),
			rules.Configured("allowed origins", u.Origins, "the pages that need it"),
			rules.Configured("credentials allowed", u.Credentials, nil),
			rules.Configured("auth type", u.Auth, nil))
		f.Fix = corsFix(urlAlias(u.Qualifier))
		return rules.One(f)
	})
}
