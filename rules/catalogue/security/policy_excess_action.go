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
	ID: "policy-excess-action", Title: "its policy allows more than invoking it",
	Severity: rules.Medium, Pillar: rules.Security,
	Why: "Who may change the code or the settings runs whatever they like with the function's role, and who may read the settings reads its variables; a trigger needs neither.",
	Fix: excessFix("", "SID"),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
		"https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindAlias},
	Requires: []audit.Dep{views.Policy},
	Check:    checkExcess,
	Examples: []rules.Example{
		{Name: "every action of Lambda, for a service", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Sid":"trigger","Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"lambda:*","Resource":"*"}`)},
		{Name: "new code from another account, by an alias", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheAlias(), Given: []audit.Given{facts.AliasPolicy.Is(sample.Alias,
			policyOf(`{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":["lambda:InvokeFunction","lambda:UpdateFunctionCode"],"Resource":"*"}`))}},
		{Name: "all but one action", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":{"AWS":"444455556666"},"NotAction":"lambda:DeleteFunction","Resource":"*"}`)},
		{Name: "new code from anybody", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":"*","Action":"lambda:UpdateFunctionCode","Resource":"*"}`)},
		{Name: "everything for anybody: policy-public tells how bad that is", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":"*","Action":"lambda:*","Resource":"*"}`)},
		{Name: "the settings for anybody to read", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":"*","Action":"lambda:GetFunctionConfiguration","Resource":"*"}`)},
		{Name: "its own account, whose policies could say the same", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/ci"},"Action":"lambda:UpdateFunctionCode","Resource":"*"}`)},
		{Name: "new code from anybody, while a Deny keeps anybody from invoking", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":"*","Action":"lambda:*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*"}`)},
		{Name: "a Deny takes the rest back", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":["lambda:InvokeFunction","lambda:GetFunction"],"Resource":"*"},` +
				`{"Effect":"Deny","Principal":"*","Action":"lambda:Get*","Resource":"*"}`)},
		{Name: "all ways of invoking", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":["lambda:Invoke*","lambda:InvokeFunctionUrl"],"Resource":"*"}`)},
		{Name: "what the copies of Lambda@Edge take", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":{"Service":"replicator.lambda.amazonaws.com"},"Action":"lambda:GetFunction","Resource":"*"}`)},
		{Name: "no policy", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{sample.NoPolicy()}},
		{Name: "the policy may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{facts.ResourcePolicy.IsUnknown(sample.Function, sample.Denied("lambda:GetPolicy"))}},
	},
})

func excessFix(qualifier, locus string) string {
	return removeStatement(qualifier, locus) + `
# and allow what it takes to invoke, nothing else
aws lambda add-permission --function-name NAME` + option(qualifier) + " --statement-id " + sidOr(locus) + ` --action lambda:InvokeFunction --principal PRINCIPAL --region REGION
# a service: with --source-arn or --source-account too, since it calls for all of its customers
# who deploys the function needs a policy of their own role, not one of the function` + permissionAsCode
}

func checkExcess(in *rules.Input) []rules.Finding {
	doc, err := views.Policy.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	var found []rules.Finding
	told := map[string]bool{}
	for _, e := range iam.ExcessGrants(doc, in.Subject.Account) {
		if !told[e.Title] {
			told[e.Title] = true
			found = append(found, excess(in, &e))
		}
	}
	return found
}

func excess(in *rules.Input, e *iam.Excess) rules.Finding {
	who := strings.Join(e.Principals, ", ")
	if e.Anyone || who == "" {
		who = "everybody"
	}
	f := rules.Failed(fmt.Sprintf("%s allows %s to %s", e.Statement, strings.Join(e.Actions, ", "), who),
		rules.Configured("statement", e.Statement, nil),
		rules.Configured("actions", e.Actions, "lambda:InvokeFunction"),
		rules.Configured("principals", e.Principals, nil))
	switch {
	case e.Anyone && e.Invokes: // policy-public says of the same statement that it is critical
	case e.Anyone && e.ReadOnly:
		f.Severity = rules.High
	case e.Anyone:
		f.Severity = rules.Critical
	case e.Own:
		f.Severity = rules.Low
	}
	f.Locus, f.Fix = e.Title, excessFix(in.Subject.Locus, e.Title)
	return f
}
