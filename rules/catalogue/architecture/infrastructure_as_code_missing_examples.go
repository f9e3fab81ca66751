package architecture

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var provisioningExamples = []rules.Example{
	{Name: "made by hand beside two that a stack made", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: beside(sample.Tagged("orders", nil), inStack("a"), inStack("b"))},
	{Name: "a tag that is no mark", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: beside(sample.Tagged("orders", map[string]string{"team": "orders"}), inStack("a"), inStack("b"))},
	{Name: "in a stack", Want: rules.Pass, Subject: sample.TheFunction(), Given: beside(inStack("orders"))},
	{Name: "marked by SAM", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: beside(sample.Tagged("orders", map[string]string{"lambda:createdBy": "SAM"}))},
	{Name: "marked by a team's convention, in capitals", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: beside(sample.Tagged("orders", map[string]string{"ManagedBy": "terraform"}))},
	{Name: "Terraform leaves no tag (PureSec flags the whole account)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: beside(sample.Tagged("orders", nil), sample.Tagged("a", nil), inStack("b"))},
	{Name: "its tags are denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: beside(inStack("a"), facts.Tags.Broke(sample.Region, sample.Denied("tag:GetResources")))},
	{Name: "the tags of too many others are not known", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: beside(sample.Tagged("orders", nil), inStack("a"), unlisted("b"))},
	{Name: "not all functions are known", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: beside(sample.Tagged("orders", nil), inStack("a"), inStack("b"),
			facts.Functions.Broke(sample.Region, sample.Denied("lambda:ListFunctions")))},
}

// beside is the examples' function and two more, and what else is told.
func beside(given ...audit.Given) []audit.Given {
	return slices.Concat([]audit.Given{sample.Config(nil), sample.Named("a", nil), sample.Named("b", nil)}, given)
}

// inStack is a function of that name that CloudFormation made.
func inStack(name string) audit.Given {
	return sample.Tagged(name, map[string]string{"aws:cloudformation:stack-name": "shop", "team": "orders"})
}

// unlisted is a function of that name whose tags nobody could read.
func unlisted(name string) audit.Given {
	return facts.Tags.IsUnknown(sample.ARN(name), sample.Denied("tag:GetResources"))
}
