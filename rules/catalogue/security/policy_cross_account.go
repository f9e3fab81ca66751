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
	ID: "policy-cross-account", Title: "its policy lets another account in",
	Severity: rules.Medium, Pillar: rules.Security,
	Why: "Who may run the function is then decided in an account that you do not watch: whoever takes that account over, or is let into it, comes in here too.",
	Fix: crossAccountFix("", "SID", false),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-organization.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindAlias},
	Requires: []audit.Dep{views.Policy},
	Tables:   []string{rules.TableTrust},
	Check:    checkCrossAccount,
	Examples: []rules.Example{
		{Name: "a role of another account", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: functionPolicy(theirRole)},
		{Name: "by an alias", Want: rules.Fail, Subject: sample.TheAlias(), Given: []audit.Given{facts.AliasPolicy.Is(sample.Alias, policyOf(theirRole))}},
		{Name: "everybody of an organisation that is not known", Want: rules.Fail, Subject: sample.TheFunction(), Given: functionPolicy(anOrganization)},
		{Name: "a topic of another account", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: functionPolicy(theirTopic)},
		{Name: "an account on the list of trusted ones (Cloud Custodian takes such a list)", Want: rules.Pass, Subject: sample.TheFunction(), Given: functionPolicy(theirRole + "," + theirTopic),
			Trust: rules.Trust{Accounts: []string{"444455556666"}}},
		{Name: "an organisation on the list of trusted ones", Want: rules.Pass, Subject: sample.TheFunction(), Given: functionPolicy(anOrganization),
			Trust: rules.Trust{Organizations: []string{"o-a1b2c3d4e5"}}},
		{Name: "another account, but only as a member of a trusted organisation", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"lambda:InvokeFunction","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}`),
			Trust: rules.Trust{Organizations: []string{"o-a1b2c3d4e5"}}},
		{Name: "its own account, and a topic of it", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(`{"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::111122223333:role/ci"]},"Action":"lambda:InvokeFunction","Resource":"*"},` +
				`{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:sns:eu-west-1:111122223333:orders"}}}`)},
		{Name: "another account, unless a Deny keeps out all but its own", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: functionPolicy(theirRole + `,{"Effect":"Deny","Principal":"*","Action":"lambda:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}}`)},
		{Name: "another account, from one network only: it is another account still", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: functionPolicy(theirRole + `,{"Effect":"Deny","Principal":"*","Action":"lambda:*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}`)},
		{Name: "no policy", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{sample.NoPolicy()}},
		{Name: "the policy may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{facts.ResourcePolicy.IsUnknown(sample.Function, sample.Denied("lambda:GetPolicy"))}},
	},
})

const (
	theirRole      = `{"Sid":"partner","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/caller"},"Action":"lambda:InvokeFunction","Resource":"*"}`
	theirTopic     = `{"Sid":"topic","Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:sns:eu-west-1:444455556666:news"}}}`
	anOrganization = `{"Sid":"everybody","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}`
)

// crossAccountFix takes the statement back, or limits it.
func crossAccountFix(qualifier, locus string, throughService bool) string {
	fix := removeStatement(qualifier, locus)
	if !throughService {
		fix += `
# if they must come: only as members of your organisation
aws lambda add-permission --function-name NAME` + option(qualifier) + ` --statement-id organisation --action lambda:InvokeFunction --principal ACCOUNT_ID --principal-org-id ORGANIZATION_ID --region REGION`
	}
	return fix + "\n# an account or organisation that you trust: name it in the configuration's list of trusted ones instead" + permissionAsCode
}

func checkCrossAccount(in *rules.Input) []rules.Finding {
	doc, err := views.Policy.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	var found []rules.Finding
	told := map[string]bool{}
	for _, f := range iam.Foreigners(doc, in.Subject.Account) {
		strangers := strangersOf(in.Trust(), &f)
		locus := strings.TrimSpace(f.Title + " " + f.Service)
		if len(strangers) == 0 || told[locus] {
			continue
		}
		told[locus] = true
		found = append(found, crossing(in, &f, strangers, locus))
	}
	return found
}

// strangersOf are those of the statement's accounts and organisations that nobody
// has said to trust. A statement that is limited to trusted organisations has
// none, whatever accounts it names.
func strangersOf(trust *rules.Trust, f *iam.Foreign) []string {
	unknown := slices.DeleteFunc(slices.Clone(f.Organizations), trust.Organization)
	if len(f.Organizations) > 0 && len(unknown) == 0 {
		return nil
	}
	if len(f.Accounts) == 0 {
		return unknown
	}
	return slices.DeleteFunc(slices.Clone(f.Accounts), trust.Account)
}

func crossing(in *rules.Input, foreign *iam.Foreign, strangers []string, locus string) rules.Finding {
	who, through := strings.Join(strangers, ", "), ""
	if in.Subject.Locus != "" {
		through = " by the alias " + in.Subject.Locus
	}
	f := rules.Failed(fmt.Sprintf("%s lets %s in%s, who is not on the list of trusted ones", foreign.Statement, who, through),
		rules.Configured("statement", foreign.Statement, nil),
		rules.Configured("let in", strangers, "trusted accounts and organisations"),
		rules.Configured("actions", foreign.Actions, nil))
	if foreign.Service != "" {
		f.Severity = rules.Low
		f.Message = fmt.Sprintf("%s lets %s invoke it%s on behalf of %s, who is not on the list of trusted ones", foreign.Statement, foreign.Service, through, who)
		f.Evidence = append(f.Evidence, rules.Configured("by way of", foreign.Service, nil))
	}
	if foreign.Judgement.Reason != "" {
		f.Evidence = append(f.Evidence, rules.Configured("conditions", foreign.Judgement.Reason, nil))
	}
	f.Locus, f.Fix = locus, crossAccountFix(in.Subject.Locus, foreign.Title, foreign.Service != "")
	return f
}
