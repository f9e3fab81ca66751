package security

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "policy-service-without-source", Title: "its policy lets a service invoke it for anybody",
	Severity: rules.Medium, Pillar: rules.Security,
	Why: "The service acts for all of its customers: without a condition on the source, anybody may have it invoke the function from a bucket, topic or API of their own.",
	Fix: sourceFix("", "SID", "SERVICE", "--source-arn SOURCE_ARN --source-account ACCOUNT_ID"),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindAlias},
	Requires: []audit.Dep{views.Policy},
	Check:    checkServiceSource,
	Examples: []rules.Example{
		{Name: "any topic of anybody", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: forService("sns.amazonaws.com", "")},
		{Name: "a source of any account", Want: rules.Fail, Subject: sample.TheFunction(), Given: forService("sns.amazonaws.com", `{"ArnLike":{"AWS:SourceArn":"arn:aws:sns:*:*:orders"}}`)},
		{Name: "a bucket without its account: its ARN has none (cfn-lint 2155)", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: forService("s3.amazonaws.com", `{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::orders"}}`)},
		{Name: "any CloudFront distribution of anybody, by a URL with signed requests", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: forService("cloudfront.amazonaws.com", `{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}`)},
		{Name: "a condition that nobody here understands", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: forService("sns.amazonaws.com", `{"StringEquals":{"acme:Badge":"blue"}}`)},
		{Name: "Config, whose rules may be those of many accounts (aws-config-rdk 488)", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: forService("config.amazonaws.com", "")},
		{Name: "a bucket and its account", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: forService("s3.amazonaws.com", `{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::orders"},"StringEquals":{"AWS:SourceAccount":"111122223333"}}`)},
		{Name: "a source whose ARN names its account", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: forService("events.amazonaws.com", `{"ArnLike":{"AWS:SourceArn":"arn:aws:events:eu-west-1:111122223333:rule/nightly"}}`)},
		{Name: "an organisation", Want: rules.Pass, Subject: sample.TheFunction(), Given: forService("sns.amazonaws.com", `{"StringEquals":{"aws:SourceOrgID":"o-a1b2c3d4e5"}}`)},
		{Name: "Alexa by the token of a skill: it sends no ARN", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: forService("alexa-appkit.amazon.com", `{"StringEquals":{"lambda:EventSourceToken":"amzn1.ask.skill.1"}}`)},
		{Name: "CloudWatch Logs by its name of a region, for its own account (peers' lists of exceptions)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: forService("logs.eu-west-1.amazonaws.com", `{"StringEquals":{"AWS:SourceAccount":"111122223333"}}`)},
		{Name: "no service may invoke it", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{sample.NoPolicy()}},
		{Name: "the alias's policy may not be read", Want: rules.Unknown, Subject: sample.TheAlias(),
			Given: []audit.Given{facts.AliasPolicy.IsUnknown(sample.Alias, sample.Denied("lambda:GetPolicy"))}},
	},
})

// forService is a function that a service may invoke, under a condition.
func forService(service, condition string) []audit.Given {
	statement := fmt.Sprintf(`{"Sid":"trigger","Effect":"Allow","Principal":{"Service":%q},"Action":"lambda:InvokeFunction","Resource":"*"`, service)
	if condition != "" {
		statement += `,"Condition":` + condition
	}
	return functionPolicy(statement + "}")
}

func sourceFix(qualifier, locus, service, options string) string {
	return removeStatement(qualifier, locus) + `
# and let it in for your own source only
aws lambda add-permission --function-name NAME` + option(qualifier) + " --statement-id " + sidOr(locus) + " --action lambda:InvokeFunction --principal " +
		rules.InCommand(service, "SERVICE") + " " + options + ` --region REGION
# SAM fills both in for its events      Terraform: source_arn and source_account of aws_lambda_permission`
}

// sidOr is the statement's Sid, or the placeholder for one.
func sidOr(locus string) string {
	if statementID.MatchString(locus) {
		return rules.InCommand(locus, "SID")
	}
	return "SID"
}

//go:embed unbindable_services.json
var unbindableJSON []byte

// unbindable is a service that cannot be bound to a source's ARN.
type unbindable struct {
	Service string `json:"service"`
	Instead string `json:"instead"` // what binds it
	Option  string `json:"option"`  // of add-permission
	Mild    bool   `json:"mild"`    // binding it may not be possible
}

var unbindableServices = sync.OnceValue(func() []unbindable {
	return table[struct {
		AsOf     string       `json:"as_of"`
		Sources  []string     `json:"sources"`
		Services []unbindable `json:"services"`
	}](unbindableJSON).Services
})

func checkServiceSource(in *rules.Input) []rules.Finding {
	doc, err := views.Policy.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	var found []rules.Finding
	told := map[string]bool{}
	for _, u := range iam.UnboundServices(doc, in.Subject.Account) {
		if locus := u.Title + " " + u.Service; !told[locus] {
			told[locus] = true
			found = append(found, unbound(in, &u, locus))
		}
	}
	return found
}

func unbound(in *rules.Input, u *iam.Unbound, locus string) rules.Finding {
	f := rules.Finding{Outcome: rules.Fail, Locus: locus}
	want, options := "aws:SourceArn or aws:SourceAccount", "--source-arn SOURCE_ARN --source-account ACCOUNT_ID"
	f.Message = fmt.Sprintf("%s lets %s invoke it on behalf of anybody", u.Statement, u.Service)
	if i := slices.IndexFunc(unbindableServices(), func(e unbindable) bool { return e.Service == u.Service }); i >= 0 {
		e := unbindableServices()[i]
		want, options = e.Instead, e.Option
		if e.Mild {
			f.Severity = rules.Low
		}
	}
	if len(u.Sources) > 0 {
		want = "aws:SourceAccount beside it"
		f.Message = fmt.Sprintf("%s lets %s invoke it for %s, whose account it does not name: whoever makes one of that name after it was deleted comes in",
			u.Statement, u.Service, strings.Join(u.Sources, ", "))
	}
	if u.Judgement.Class == iam.Unknown {
		f.Severity, f.Confidence = rules.Low, rules.Possible
		f.Message += "; " + u.Judgement.Reason
	}
	f.Evidence = []rules.Evidence{
		rules.Configured("statement", u.Statement, nil),
		rules.Configured("service", u.Service, nil),
		rules.Configured("source", sourceNames(u.Sources), want),
	}
	f.Fix = sourceFix(in.Subject.Locus, u.Title, u.Service, options)
	return f
}

// sourceNames are the sources, or that none is named.
func sourceNames(sources []string) string {
	if len(sources) == 0 {
		return "any"
	}
	return strings.Join(sources, ", ")
}
