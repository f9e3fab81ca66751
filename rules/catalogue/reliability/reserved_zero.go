package reliability

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/catalogue/timing"
)

var _ = rules.Register(rules.Rule{
	ID: "reserved-zero", Title: "is switched off by a reservation of nothing, and still called",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "A reserved concurrency of 0 is Lambda's off switch: set in an emergency, or taken for \"no limit\", it refuses every call, and what comes asynchronously goes to the dead-letter queue without being tried, or nowhere.",
	Fix: `# back on, with the region's concurrency, once it is known who switched it off and why
aws lambda delete-function-concurrency --function-name NAME --region REGION
# if it is meant to be off, stop those who call it: event source mappings, rules, subscriptions
aws lambda list-event-source-mappings --function-name NAME --query 'EventSourceMappings[].[UUID,EventSourceArn]' --region REGION
# SAM: no ReservedConcurrentExecutions      Terraform: reserved_concurrent_executions = -1`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Metrics, facts.ReservedConcurrency},
	Uses:     []string{"throttled"},
	Check:    checkReservedZero,
	Examples: []rules.Example{
		{Name: "every call is refused", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: []audit.Given{throttledDays(0, 20), sample.Reserved(0)}},
		{Name: "switched off within the window", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Reserved(0), sample.Activity(14, facts.Day{Invocations: 900}, func(a *facts.Activity) {
				a.Days[12].Throttles = 30
				a.Days[13] = facts.Day{Index: 13, Throttles: 300}
			})}},
		{Name: "every call is refused, and the region's limit does it", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{throttledDays(0, 20), sample.Unreserved()}},
		{Name: "every call is refused, though some are reserved", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{throttledDays(0, 20), sample.Reserved(5)}},
		{Name: "nothing is reserved, which is no fault (checkov 3637)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{throttledDays(900, 0), sample.Unreserved()}},
		{Name: "off, and nobody calls it", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{sample.Idle(), sample.Reserved(0)}},
		{Name: "the reservation is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{throttledDays(0, 20), facts.ReservedConcurrency.IsUnknown(sample.Function, sample.Denied("lambda:GetFunctionConcurrency"))}},
	},
})

func checkReservedZero(in *rules.Input) []rules.Finding {
	a, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case !a.Refused():
		return rules.One(rules.Inapplicable("its latest calls were not all throttled"))
	}
	kept, err := facts.ReservedConcurrency.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case kept.Executions == nil || *kept.Executions > 0:
		return nil
	}
	var days []int
	refused := 0.0
	for _, d := range a.Days {
		if d.Throttles > 0 && d.Invocations == 0 {
			days, refused = append(days, d.Index), refused+d.Throttles
		}
	}
	f := rules.Failed(fmt.Sprintf("its reserved concurrency is 0, and %s calls were refused on %s", rules.Number(refused), rules.Plural(len(days), "day")),
		rules.Configured("reserved concurrency", 0, "none, or a number"), in.Measured("throttles", "Sum", refused, 0, "", refused),
		in.Measured("days on which every call was refused", "Sum", timing.Dates(in.Facts.Header().Window, days), nil, "", refused))
	f.Explains = rules.Refs(in.About("throttled", in.Subject.ID).Findings)
	return rules.One(f)
}
