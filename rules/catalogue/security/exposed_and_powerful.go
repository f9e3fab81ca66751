package security

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// prizes are the rules that say what an outsider wins.
var prizes = []struct{ rule, won string }{
	{"role-admin", "it runs with every right in the account"},
	{"env-secret", "it holds secrets in its variables"},
}

var _ = rules.Register(rules.Rule{
	ID: "exposed-and-powerful", Title: "can be reached by anyone, and has something to lose",
	Severity: rules.Critical, Pillar: rules.Security,
	Why: "Each of the two alone is bad; together they are a way in from anywhere, with no step between that anybody would notice.",
	Fix: `# close the way in first: it takes a minute
aws lambda remove-permission --function-name NAME --statement-id SID
# then mend the role or move the secrets, as the explained findings say, and look through CloudTrail for who came`,
	Refs:     []string{"https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions},
	Uses:     []string{"policy-public", "role-admin", "env-secret"},
	Check:    checkExposed,
	Examples: []rules.Example{
		{Name: "open, with an administrator's role", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil)}, Results: outcomes(rules.Fail, rules.Fail, rules.Pass)},
		{Name: "open, with a secret, and the role is unknown", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil)}, Results: outcomes(rules.Fail, rules.Unknown, rules.Fail)},
		{Name: "an administrator that nobody reaches", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil)}, Results: outcomes(rules.Pass, rules.Fail, rules.Fail)},
		{Name: "open, and nothing to win", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil)}, Results: outcomes(rules.Fail, rules.Pass, rules.Pass)},
		{Name: "open, and the role is unknown", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil)}, Results: outcomes(rules.Fail, rules.Unknown, rules.Pass)},
		{Name: "an administrator, and the policy is unknown", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil)}, Results: outcomes(rules.Unknown, rules.Fail, rules.Pass)},
	},
})

func outcomes(public, admin, secret rules.Outcome) map[string]rules.Outcome {
	return map[string]rules.Outcome{"policy-public": public, "role-admin": admin, "env-secret": secret}
}

func checkExposed(in *rules.Input) []rules.Finding {
	public := in.About("policy-public", in.Subject.ID)
	var won []string
	var explains []rules.Ref
	var open rules.Verdict
	for _, p := range prizes {
		v := in.About(p.rule, in.Subject.ID)
		switch v.Outcome {
		case rules.Fail:
			won = append(won, p.won)
			explains = append(explains, v.Findings...)
		case rules.Unknown:
			open = v
		}
	}
	switch {
	case public.Outcome == rules.Fail && len(won) > 0:
		return rules.One(wayIn(in, public, won, append(explains, public.Findings...)))
	case public.Outcome == rules.Unknown && (len(won) > 0 || open.Outcome == rules.Unknown):
		return rules.One(rules.Undecided(public.Unknown))
	case public.Outcome == rules.Fail && open.Outcome == rules.Unknown:
		return rules.One(rules.Undecided(open.Unknown))
	}
	return nil
}

func wayIn(in *rules.Input, public rules.Verdict, won []string, explains []rules.Ref) rules.Finding {
	doors := make([]string, len(public.Findings))
	for i, f := range public.Findings {
		doors[i] = f.Locus
		if _, qualifier := audit.FunctionARN(f.Subject); qualifier != "" {
			doors[i] += " of the alias " + qualifier
		}
	}
	c, _ := facts.Functions.Of(in.Facts, in.Subject.ID) // the path is told without the role's name then
	f := rules.Failed(fmt.Sprintf("anyone may invoke it (%s), and then: %s", strings.Join(doors, ", "), strings.Join(won, "; ")),
		rules.Configured("1. way in", doors, "closed"),
		rules.Configured("2. what it runs as", c.Role, nil),
		rules.Configured("3. what is won", won, nil))
	f.Explains = explains
	return f
}
