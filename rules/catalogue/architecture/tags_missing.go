package architecture

import (
	"encoding/json"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// TagsParams say which tags an organisation asks for.
type TagsParams struct {
	Required []string `json:"required"` // keys, written as in the tags; none: nothing is asked for
}

var _ = rules.Register(rules.Rule{
	ID: "tags-missing", Title: "lacks tags that the organisation asks for",
	Severity: rules.Low, Pillar: rules.Architecture, When: rules.Off,
	Why: "Without its tags nobody knows whose a function is: its cost is on no bill, and an alarm at night wakes no one.",
	Fix: `aws lambda tag-resource --resource FUNCTION_ARN --tags KEY=VALUE --region REGION
# SAM: Tags: {KEY: VALUE}      Terraform: tags = { KEY = "VALUE" }, or default_tags of the provider`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html",
		"https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Tags},
	Params:   &TagsParams{Required: []string{}},
	Check:    checkTags,
	Examples: []rules.Example{
		{Name: "one of two is absent", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Params: requiring("team", "stage"),
			Given: []audit.Given{sample.Config(nil), sample.Tagged("orders", map[string]string{"team": "orders"})}},
		{Name: "no tag at all", Want: rules.Fail, Subject: sample.TheFunction(), Params: requiring("team"),
			Given: []audit.Given{sample.Config(nil), sample.Tagged("orders", nil)}},
		{Name: "a key is another one in capitals", Want: rules.Fail, Subject: sample.TheFunction(), Params: requiring("team"),
			Given: []audit.Given{sample.Config(nil), sample.Tagged("orders", map[string]string{"Team": "orders"})}},
		{Name: "both are there", Want: rules.Pass, Subject: sample.TheFunction(), Params: requiring("team", "stage"),
			Given: []audit.Given{sample.Config(nil), sample.Tagged("orders", map[string]string{"team": "orders", "stage": "prod"})}},
		{Name: "the tags are denied", Want: rules.Unknown, Subject: sample.TheFunction(), Params: requiring("team"),
			Given: []audit.Given{sample.Config(nil), facts.Tags.Broke(sample.Region, sample.Denied("tag:GetResources"))}},
		{Name: "nothing is asked for", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil), sample.Tagged("orders", nil)}},
	},
})

// requiring asks for tags with these keys.
func requiring(keys ...string) json.RawMessage {
	text, _ := json.Marshal(TagsParams{keys}) // texts always marshal
	return text
}

func checkTags(in *rules.Input) []rules.Finding {
	required := rules.Params[TagsParams](in).Required
	if len(required) == 0 {
		return rules.One(rules.Inapplicable(`no tag is asked for: name some in the parameter "required"`))
	}
	tags, err := facts.Tags.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	var absent []string
	for _, key := range required {
		if _, there := tags[key]; !there {
			absent = append(absent, key)
		}
	}
	if len(absent) == 0 {
		return nil
	}
	f := rules.Failed("it lacks "+rules.Plural(len(absent), "tag")+": "+strings.Join(absent, ", "),
		rules.Configured("absent tags", absent, "all of "+strings.Join(required, ", ")))
	f.Fix = tagFix(in.Subject.ID, absent)
	return rules.One(f)
}

// tagFix is the command that adds the absent tags.
func tagFix(arn string, absent []string) string {
	pairs := make([]string, len(absent))
	for i, key := range absent {
		pairs[i] = rules.InCommand(key, "KEY") + "=VALUE"
	}
	return "aws lambda tag-resource --resource " + rules.InCommand(arn, "FUNCTION_ARN") + " --tags " + strings.Join(pairs, ",") + " --region REGION\n" +
		"# SAM: Tags: {KEY: VALUE}      Terraform: tags = { KEY = \"VALUE\" }, or default_tags of the provider"
}
