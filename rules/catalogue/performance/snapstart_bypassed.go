package performance

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// SnapStartBypassedParams are the thresholds of snapstart-bypassed.
type SnapStartBypassedParams struct {
	Share          float64 `json:"share"`           // of the invocations that may start without it
	MinInvocations float64 `json:"min_invocations"` // in the window, for a share
}

const latest = "$LATEST"

var _ = rules.Register(rules.Rule{
	ID: "snapstart-bypassed", Title: "has SnapStart on, and is called past it",
	Severity: rules.Medium, Pillar: rules.Performance,
	Why: "SnapStart works for versions alone that were published while it was on. Who calls the function by its bare name, by an alias on $LATEST or by an older version waits for every cold start as if it were off.",
	Fix: `aws lambda publish-version --function-name NAME --query Version --region REGION
# the alias serves what that prints; update-alias where it is there already
aws lambda create-alias --function-name NAME --name live --function-version VERSION --region REGION
# then give the alias to those who call it: triggers, permissions and integrations all take NAME:live
aws lambda update-event-source-mapping --uuid UUID --function-name NAME:live --region REGION
# SAM: AutoPublishAlias: live      Terraform: publish = true, and aws_lambda_alias`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions, facts.Metrics, facts.Versions, facts.CallsByQualifier, views.Serves},
	Params:   &SnapStartBypassedParams{Share: 0.05, MinInvocations: 100},
	Check:    checkBypassed,
	Examples: []rules.Example{
		{Name: "no version is published (cfn-lint W2530)", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: snapped(0, nil)},
		{Name: "a version is published, and nobody calls it", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: snapped(1, nil)},
		{Name: "half of the calls name the alias", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: snapped(1, facts.QualifierCalls{"live": 35_000})},
		{Name: "they name an alias that serves $LATEST", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: append(snapped(1, facts.QualifierCalls{"live": 70_000}), sample.Serving(latest))},
		{Name: "the alias serves a version that was published before it was on", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: append(snapped(1, facts.QualifierCalls{"live": 70_000}), facts.Versions.Is(sample.Function, []facts.Config{{Version: "1"}}))},
		{Name: "all name the alias", Want: rules.Pass, Subject: sample.TheFunction(), Given: snapped(1, facts.QualifierCalls{"live": 70_000})},
		{Name: "somebody tried it out by its bare name", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: snapped(1, facts.QualifierCalls{"live": 69_950})},
		{Name: "twelve calls: too few to tell a share", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: append(snapped(1, nil), sample.Activity(2, facts.Day{Invocations: 6}, nil))},
		{Name: "who calls what is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: append(snapped(1, nil), facts.CallsByQualifier.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")))},
		{Name: "the alias shares its traffic with a version from before it was on", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: append(snapped(1, facts.QualifierCalls{"live": 70_000}), sample.Serving("1", "2"), sample.VersionConfig("2", nil))},
		{Name: "they named an alias that is gone", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: snapped(1, facts.QualifierCalls{"blue": 70_000})},
		{Name: "what the alias serves is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: append(snapped(1, facts.QualifierCalls{"live": 70_000}), facts.Aliases.IsUnknown(sample.Function, sample.Denied("lambda:ListAliases")))},
		{Name: "SnapStart is off", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: append(snapped(1, nil), sample.Config(nil))},
		{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: append(snapped(1, nil), sample.Idle())},
	},
})

// snapped is a function with SnapStart, 5,000 calls a day, and so many published
// versions, of which the alias live serves the last.
func snapped(versions int, calls facts.QualifierCalls) []audit.Given {
	var list []facts.Config
	for n := range versions {
		list = append(list, facts.Config{Version: fmt.Sprint(n + 1), SnapStart: "PublishedVersions"})
	}
	given := []audit.Given{sample.Config(on), sample.Activity(14, facts.Day{Invocations: 5000}, nil), facts.Versions.Is(sample.Function, list),
		sample.NoAliases(), facts.CallsByQualifier.Is(sample.Function, calls)}
	if versions > 0 {
		given = append(given, sample.Serving(fmt.Sprint(versions)))
	}
	return given
}

func checkBypassed(in *rules.Input) []rules.Finding {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case !c.SnapStarted():
		return rules.One(rules.Inapplicable("SnapStart is off"))
	}
	activity, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	n := activity.Invocations()
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case n == 0:
		return rules.One(rules.Inapplicable("it was not invoked in the window"))
	}
	if versions, err := facts.Versions.Of(in.Facts, in.Subject.ID); err == nil && len(versions) == 0 {
		return rules.One(neverPublished(in, n))
	}
	p := rules.Params[SnapStartBypassedParams](in)
	named, atLeast, atMost := callsWithSnapStart(in)
	past := max(n-named, 0)
	switch {
	case past <= p.Share*n && atMost != nil:
		return rules.One(rules.Undecided(atMost))
	case past <= p.Share*n:
		return nil
	case atLeast != nil:
		return rules.One(rules.Undecided(atLeast))
	case n < p.MinInvocations:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.TooFew, Fact: facts.Metrics.Name,
			Message: fmt.Sprintf("%s of %s invocations went past it: too few to tell a share", rules.Number(past), rules.Number(n))}))
	}
	return rules.One(calledPast(in, past, n))
}

// callsWithSnapStart counts the calls that named a version with SnapStart, or an
// alias of one. The first error says that there may have been more of them, the
// second that there may have been fewer.
func callsWithSnapStart(in *rules.Input) (count float64, atLeast, atMost error) {
	calls, atLeast := facts.CallsByQualifier.Of(in.Facts, in.Subject.ID)
	for _, qualifier := range slices.Sorted(maps.Keys(calls)) {
		served, err := views.Serves.Of(in.Facts, in.Subject.ID+":"+qualifier)
		with := slices.DeleteFunc(slices.Clone(served), withoutIt)
		switch {
		case err == nil && len(with) == 0:
			continue
		case err == nil && len(with) < len(served):
			err = &audit.Unknown{Reason: audit.NoData, Fact: facts.CallsByQualifier.Name,
				Message: qualifier + " shares its traffic between versions with SnapStart and without it"}
		}
		count += calls[qualifier]
		atMost = cmp.Or(atMost, err)
	}
	return count, atLeast, atMost
}

// withoutIt reports whether a configuration starts without SnapStart, as $LATEST
// always does.
func withoutIt(c facts.Config) bool { return c.Version == "" || !c.SnapStarted() }

func neverPublished(in *rules.Input, n float64) rules.Finding {
	return rules.Failed(fmt.Sprintf("SnapStart is on, and no version is published: none of %s invocations started with it", rules.Number(n)),
		rules.Configured("published versions", 0, "one at least"), in.Measured("invocations of $LATEST", "Sum", n, nil, "", n))
}

func calledPast(in *rules.Input, past, n float64) rules.Finding {
	p := rules.Params[SnapStartBypassedParams](in)
	return rules.Failed(fmt.Sprintf("SnapStart is on, and %s of %s invocations (%s) went to $LATEST or to a version without it", rules.Number(past), rules.Number(n), rules.Percent(past/n)),
		in.Measured("invocations past SnapStart", "Sum", past, 0.0, "", n),
		in.Measured("share of the invocations", "Sum", rules.Hundredths(past/n), rules.Hundredths(p.Share), "%", n))
}
