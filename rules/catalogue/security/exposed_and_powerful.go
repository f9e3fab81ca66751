package security

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// A prize is a rule that says what an outsider wins, by what is at least so bad.
type prize struct {
	rule, won string
	least     rules.Severity
}

// prizes are what an outsider may win. A role that has every right has no need to
// give itself more.
var prizes = []prize{
	{"role-admin", "it runs with every right in the account", rules.Low},
	{"role-privilege-escalation", "its role can give itself more rights", rules.High},
	{"env-secret", "it holds secrets in its variables", rules.Low},
}

var _ = rules.Register(rules.Rule{
	ID: "exposed-and-powerful", Title: "can be reached by anyone, and has something to lose",
	Severity: rules.Critical, Pillar: rules.Security,
	Why:      "Each of the two alone is bad; together they are a way in from anywhere, with no step between that anybody would notice.",
	Fix:      closeFix([]string{"aws lambda remove-permission --function-name NAME --statement-id SID --region REGION"}),
	Refs:     []string{"https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions},
	Uses:     []string{"policy-public", "url-public", "role-admin", "role-privilege-escalation", "env-secret"},
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
		{Name: "perhaps open, with a secret by its name", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)},
			Results: outcomes(rules.Fail, rules.Pass, rules.Fail),
			Found: map[string][]rules.Found{
				"policy-public": {foundOn(sample.Function, "policy-public", "badge", rules.High, rules.Possible)},
				"env-secret":    {foundOn(sample.Function, "env-secret", "DB_PASSWORD", rules.High, rules.Likely)},
			}},
		{Name: "perhaps open, with an administrator's role", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)},
			Results: outcomes(rules.Fail, rules.Fail, rules.Pass),
			Found:   map[string][]rules.Found{"policy-public": {foundOn(sample.Function, "policy-public", "badge", rules.High, rules.Possible)}}},
		{Name: "open, with a role that can give itself more rights", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)},
			Results: outcomes(rules.Fail, rules.Pass, rules.Pass),
			Found:   map[string][]rules.Found{"role-privilege-escalation": {foundOn(sample.Role, "role-privilege-escalation", "inline:orders/all: self", rules.Critical, rules.Sure)}}},
		{Name: "open, with a role that can pass on a stronger one", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)},
			Results: outcomes(rules.Fail, rules.Pass, rules.Pass),
			Found:   map[string][]rules.Found{"role-privilege-escalation": {foundOn(sample.Role, "role-privilege-escalation", "inline:orders/pass: pass-role", rules.High, rules.Sure)}}},
		{Name: "open, with a role that needs a thing with more rights", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)},
			Results: outcomes(rules.Fail, rules.Pass, rules.Pass),
			Found:   map[string][]rules.Found{"role-privilege-escalation": {foundOn(sample.Role, "role-privilege-escalation", "inline:orders/code: existing", rules.Medium, rules.Sure)}}},
		{Name: "open by a URL, with an administrator's role", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)},
			Results: outcomes(rules.Pass, rules.Fail, rules.Pass),
			Found:   map[string][]rules.Found{"url-public": {foundOn(sample.Function, "url-public", "live", rules.High, rules.Sure)}}},
		{Name: "surely open by an alias, and less surely by itself", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)},
			Results: outcomes(rules.Fail, rules.Fail, rules.Pass),
			Found: map[string][]rules.Found{"policy-public": {
				foundOn(sample.Function, "policy-public", "badge", rules.High, rules.Possible),
				foundOn(sample.Alias, "policy-public", "open", rules.Critical, rules.Sure),
			}}},
	},
})

func foundOn(subject, rule, locus string, s rules.Severity, c rules.Confidence) rules.Found {
	return rules.Found{Ref: rules.Ref{Rule: rule, Subject: subject, Locus: locus}, Severity: s, Confidence: c}
}

// outcomes are those of the rules used; a role that has every right can give itself
// more, and any other here cannot.
func outcomes(public, admin, secret rules.Outcome) map[string]rules.Outcome {
	return map[string]rules.Outcome{"policy-public": public, "url-public": rules.NotApplicable,
		"role-admin": admin, "role-privilege-escalation": admin, "env-secret": secret}
}

func checkExposed(in *rules.Input) []rules.Finding {
	public := openDoors(in)
	var w winnings
	for _, p := range prizes {
		w.add(p, in.About(p.rule, in.Subject.ID))
	}
	switch {
	case public.Outcome == rules.Fail && len(w.found) > 0:
		return rules.One(wayIn(in, public, w))
	case public.Outcome == rules.Unknown && (len(w.found) > 0 || w.open != nil):
		return rules.One(rules.Undecided(public.Unknown))
	case public.Outcome == rules.Fail && w.open != nil:
		return rules.One(rules.Undecided(w.open))
	}
	return nil
}

// winnings are what an outsider wins, and why there may be more.
type winnings struct {
	texts []string
	found []rules.Found
	open  *audit.Unknown
}

func (w *winnings) add(p prize, v rules.Verdict) {
	worth := slices.DeleteFunc(slices.Clone(v.Findings), func(f rules.Found) bool { return f.Severity < p.least })
	switch {
	case v.Outcome == rules.Unknown:
		w.open = v.Unknown
	case v.Outcome == rules.Fail && len(worth) > 0:
		w.found = append(w.found, worth...)
		if !w.has("role-admin") || p.rule != "role-privilege-escalation" {
			w.texts = append(w.texts, perhaps(surest(worth))+p.won)
		}
	}
}

// has reports whether a finding of the rule is among what is won.
func (w *winnings) has(rule string) bool {
	return slices.ContainsFunc(w.found, func(f rules.Found) bool { return f.Rule == rule })
}

// surest is the finding to rest on where any of several will do.
func surest(found []rules.Found) rules.Found {
	return slices.MinFunc(found, func(a, b rules.Found) int {
		return cmp.Or(cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(b.Severity, a.Severity))
	})
}

// greatest is the finding that hurts most, and of those the surest.
func greatest(found []rules.Found) rules.Found {
	return slices.MinFunc(found, func(a, b rules.Found) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Confidence, b.Confidence))
	})
}

func perhaps(f rules.Found) string {
	if f.Confidence == rules.Sure {
		return ""
	}
	return "perhaps "
}

// wayIn tells the path. It is as sure as its weakest step, and critical only where
// the door surely stands open and what is behind it is critical.
func wayIn(in *rules.Input, public rules.Verdict, w winnings) rules.Finding {
	door, prize := surest(public.Findings), greatest(w.found)
	var doors, closing []string
	for _, f := range public.Findings {
		name, command := doorOf(&f)
		closing = append(closing, command)
		if f.Confidence == door.Confidence {
			doors = append(doors, name)
		}
	}
	c, _ := facts.Functions.Of(in.Facts, in.Subject.ID) // the path is told without the role's name then
	f := rules.Failed(fmt.Sprintf("%sanyone may invoke it (%s), and then: %s", perhaps(door), strings.Join(doors, ", "), strings.Join(w.texts, "; ")),
		rules.Configured("1. way in", doors, "closed"),
		rules.Configured("2. what it runs as", c.Role, nil),
		rules.Configured("3. what is won", w.texts, nil))
	f.Severity, f.Confidence, f.Fix = rules.High, max(door.Confidence, prize.Confidence), closeFix(closing)
	if door.Confidence == rules.Sure && prize.Severity == rules.Critical {
		f.Severity = rules.Critical
	}
	f.Explains = rules.Refs(slices.Concat(w.found, public.Findings))
	return f
}

// closeFix closes the ways in by these commands, and says what is left to do.
func closeFix(commands []string) string {
	return "# close the way in first: it takes a minute\n" + strings.Join(commands, "\n") +
		"\n# then mend the role or move the secrets, as the explained findings say, and look through CloudTrail for who came" +
		"\n# SAM: AWS::Lambda::Permission, FunctionUrlConfig      Terraform: aws_lambda_permission, aws_lambda_function_url"
}
