package reliability

import (
	"cmp"
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "retry-defaults", Title: "nobody has chosen how often its events are tried",
	Severity: rules.Low, Pillar: rules.Reliability, When: rules.Off,
	Why: "Two more tries within six hours fit few jobs: a payment must not be tried twice unasked, and a price of six hours ago helps nobody.",
	Fix: retriesFix("put", ""),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions, facts.Metrics, facts.AsyncSettings, facts.VersionConfig, facts.Presence, views.Targets},
	Check:    checkRetryDefaults,
	Examples: []rules.Example{
		{Name: "S3 events, and nothing set", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: asynchronous(sample.InvokedBy("s3.amazonaws.com"), events(1000), settings())},
		{Name: "a destination, and neither retries nor age", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: asynchronous(sample.InvokedBy("s3.amazonaws.com"), events(1000), settings(facts.Async{Qualifier: latest, OnFailure: sample.Failures}))},
		{Name: "the alias that is invoked has the defaults", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: byAlias(facts.Async{Qualifier: latest, MaxRetries: new(0)})},
		{Name: "retries are set", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: asynchronous(sample.InvokedBy("s3.amazonaws.com"), events(1000), settings(facts.Async{Qualifier: latest, MaxRetries: new(0)}))},
		{Name: "the alias that is invoked has an age set", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: byAlias(facts.Async{Qualifier: "live", MaxAgeS: new(3600)})},
		{Name: "an API waits for the answer (Service Screener fires on every synchronous function)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: asynchronous(sample.InvokedBy("apigateway.amazonaws.com"), sample.Idle(), settings())},
		{Name: "the settings may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: asynchronous(sample.InvokedBy("s3.amazonaws.com"), events(1000),
				facts.AsyncSettings.IsUnknown(sample.Function, sample.Denied("lambda:ListFunctionEventInvokeConfigs")))},
		{Name: "which of $LATEST and an alias takes the events is not known", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: append(served(""), sample.NoPolicy(), events(1000), settings(), facts.AliasPolicy.Is(sample.Alias, ""), usedAlias())},
	},
})

// retriesFix sets both; "put" makes settings and replaces those that are there,
// "update" changes them.
func retriesFix(verb, qualifier string) string {
	return fmt.Sprintf(`aws lambda %s-function-event-invoke-config --function-name NAME%s --maximum-retry-attempts 1 --maximum-event-age-in-seconds 3600 --region REGION
# SAM: EventInvokeConfig: {MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 3600}      Terraform: aws_lambda_function_event_invoke_config`, verb, qualifier)
}

func checkRetryDefaults(in *rules.Input) []rules.Finding {
	q := question{in: in}
	q.read()
	if len(q.invoked()) == 0 && q.events == 0 {
		if err := cmp.Or(q.uncounted, q.unsure); err != nil {
			return rules.One(rules.Undecided(err))
		}
		return rules.One(rules.Inapplicable("nothing invokes it asynchronously: no event in the window, and no service may by policy"))
	}
	var found []rules.Finding
	for _, t := range q.targets {
		if f, open := q.defaults(&t); open {
			found = append(found, located(f, &t))
		}
	}
	if len(found) == 0 && q.unsure != nil {
		return rules.One(rules.Undecided(q.unsure))
	}
	return found
}

// defaults says whether the target's events are tried as nobody has chosen; false
// where there is nothing to say.
func (q *question) defaults(t *views.Target) (rules.Finding, bool) {
	reached, certain := q.reached(t)
	s := q.setting(t)
	switch {
	case !reached || s != nil && (s.MaxRetries != nil || s.MaxAgeS != nil):
		return rules.Finding{}, false
	case s == nil && q.unread != nil:
		return rules.Undecided(q.unread), true
	case !certain:
		return rules.Undecided(cmp.Or[error](q.unseen, &audit.Unknown{Reason: audit.NoData,
			Message: "events are handed over asynchronously, and which of $LATEST and the aliases takes them is not known"})), true
	}
	f := rules.Failed(named(t)+" tries its events twice more within six hours, which nobody has chosen",
		rules.Configured("retries", "2 (default)", "a number"), rules.Configured("event age", "6 h (default)", "as long as an event is worth trying"))
	verb, qualifier := "put", ""
	if s != nil {
		verb = "update"
	}
	if t.Qualifier != latest {
		qualifier = " --qualifier " + rules.InCommand(t.Qualifier, "ALIAS")
	}
	f.Fix = retriesFix(verb, qualifier)
	return f, true
}
