package security

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "policy-public", Title: "its policy lets anyone invoke it",
	Severity: rules.Critical, Pillar: rules.Security,
	Why: "Every AWS account in the world may run the function, with any event, at your cost and with its role's rights.",
	Fix: publicFix("", "SID") + "\n# a statement of an alias: --qualifier ALIAS in both commands",
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindAlias},
	Requires: []audit.Dep{views.Policy},
	Check:    checkPolicyPublic,
	Examples: []rules.Example{
		{Name: "everybody", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Sid":"open","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*"}`)},
		{Name: "everybody, by an alias (all peers read the unqualified policy only)", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheAlias(),
			Given: []audit.Given{facts.AliasPolicy.Is(sample.Alias, policyOf(`{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":"lambda:*","Resource":"*"}`))}},
		{Name: "a condition that nobody here understands", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"StringEquals":{"acme:Badge":"blue"}}}`)},
		{Name: "narrowed to one account by a condition (Prowler 4870, Steampipe)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}`)},
		{Name: "a wildcard within a condition that names the account (Security Hub fails it)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"lambda:InvokeFunction","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:eu-west-1:111122223333:orders-*"}}}`)},
		{Name: "everybody of one organisation (Prowler 4870)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}`)},
		{Name: "the permissions of a URL: url-public judges them (Prowler 4870)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(sample.URLStatement + "," + sample.InvokeStatement)},
		{Name: "no policy", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{facts.ResourcePolicy.Is(sample.Function, "")}},
		{Name: "the policy may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{facts.ResourcePolicy.IsUnknown(sample.Function, sample.Denied("lambda:GetPolicy"))}},
		{Name: "a policy that is no JSON", Want: rules.Unknown, Subject: sample.TheFunction(), Given: []audit.Given{facts.ResourcePolicy.Is(sample.Function, "{")}},
	},
})

// publicFix closes the way in and opens a narrower one, for a function's policy or
// an alias's.
func publicFix(qualifier, locus string) string {
	return removeStatement(qualifier, locus) + `
# and let in only who should come
aws lambda add-permission --function-name NAME` + option(qualifier) + ` --statement-id SID --action lambda:InvokeFunction --principal s3.amazonaws.com --source-arn BUCKET_ARN --source-account ACCOUNT --region REGION` + permissionAsCode
}

func functionPolicy(statement string) []audit.Given {
	return []audit.Given{facts.ResourcePolicy.Is(sample.Function, policyOf(statement))}
}

func checkPolicyPublic(in *rules.Input) []rules.Finding {
	doc, err := views.Policy.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	var found []rules.Finding
	told := map[string]bool{}
	for _, e := range iam.Public(doc, in.Subject.Account) {
		if e.Kind == iam.ByURL || told[e.Title] {
			continue // url-public judges the first, with the URL; the others say the same twice
		}
		told[e.Title] = true
		found = append(found, exposure(in, e))
	}
	return found
}

func exposure(in *rules.Input, e iam.Exposure) rules.Finding {
	through := ""
	if in.Subject.Locus != "" {
		through = " through the alias " + in.Subject.Locus
	}
	actions := strings.Join(e.Actions, ", ")
	if actions == "" {
		actions = "all actions but some"
	}
	f := rules.Failed(fmt.Sprintf("%s lets everybody invoke it%s", e.Statement, through),
		rules.Configured("statement", e.Statement, nil),
		rules.Configured("principal", "*", "an account, a role or a service with its source"),
		rules.Configured("actions", actions, nil))
	f.Locus, f.Fix = e.Title, publicFix(in.Subject.Locus, e.Title)
	if e.Class == iam.Unknown {
		f.Severity, f.Confidence = rules.High, rules.Possible
		f.Message += "; " + e.Reason
	}
	if e.Reason != "" {
		f.Evidence = append(f.Evidence, rules.Configured("conditions", e.Reason, nil))
	}
	return f
}
