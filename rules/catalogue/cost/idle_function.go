package cost

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// IdleParams are the thresholds of idle-function.
type IdleParams struct {
	// Days without a change or an invocation. What is known of longer ago is not
	// collected: any other number than the default is unknown for silent functions.
	Days int `json:"days"`
}

// stakes are the rules by which an idle function costs something all the same, in
// money or for as long as somebody may take it over, from that severity on.
var stakes = []struct {
	rule string
	from rules.Severity
	said string
}{
	{"provisioned-concurrency-idle", rules.Low, "keeps provisioned concurrency, which is paid for"},
	{"provisioned-concurrency-stranded", rules.Low, "keeps provisioned concurrency, which is paid for"},
	{"role-admin", rules.High, "runs under a powerful role"},
	{"role-wildcard", rules.High, "runs under a powerful role"},
}

var _ = rules.Register(rules.Rule{
	ID: "idle-function", Title: "has been neither invoked nor changed for a quarter of a year",
	Severity: rules.Low, Pillar: rules.Cost,
	Why: "Nobody patches, watches or misses it, and it keeps its role, its variables and its doors: a way in that brings nothing. Deleting it later is harder, because nobody will remember what it was for.",
	Fix: `# keep the code and the settings, close the doors, and delete it when nobody has called for a while
aws lambda get-function --function-name NAME --region REGION   # Code.Location is a link to the package
# (provisioned concurrency must go first: aws lambda delete-provisioned-concurrency-config --function-name NAME --qualifier QUALIFIER --region REGION)
aws lambda put-function-concurrency --function-name NAME --reserved-concurrent-executions 0 --region REGION
aws lambda delete-function --function-name NAME --region REGION
# SAM, Terraform: take it out of the template, and the deployment deletes it with its triggers and its role`,
	Refs:     []string{"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions, facts.Metrics, facts.LastQuarter, views.Edge},
	Uses:     []string{"provisioned-concurrency-idle", "provisioned-concurrency-stranded", "role-admin", "role-wildcard"},
	Params:   &IdleParams{Days: facts.QuarterDays},
	Check:    checkIdle,
	Examples: idleExamples,
})

func checkIdle(in *rules.Input) []rules.Finding {
	a, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if a.Total(func(d *facts.Day) float64 { return d.Invocations + d.Throttles + d.AsyncEvents }) > 0 {
		return nil
	}
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	days := rules.Params[IdleParams](in).Days
	if c.ChangedSince(in.Facts.Header().Window.End.AddDate(0, 0, -days)) {
		return nil
	}
	if edge, err := views.Edge.Of(in.Facts, in.Subject.ID); err != nil {
		return rules.One(rules.Undecided(err))
	} else if edge {
		return rules.One(rules.Inapplicable("Lambda@Edge counts its invocations in the regions where it runs"))
	}
	return judgeIdle(in, &c, days)
}

func judgeIdle(in *rules.Input, c *facts.Config, days int) []rules.Finding {
	q, err := facts.LastQuarter.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case days != facts.QuarterDays:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NotAsked, Fact: facts.LastQuarter.Name,
			Message: fmt.Sprintf("the collector looks back %d days, and the rule asks for %d", facts.QuarterDays, days)}))
	case !q.Idle:
		return nil
	}
	changed, err := time.Parse(time.RFC3339, c.LastModified)
	if err != nil {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "AWS did not tell when it was last changed"}))
	}
	return rules.One(idle(in, changed, days))
}

// idle says since when nothing has happened, and what the function still costs.
func idle(in *rules.Input, changed time.Time, days int) rules.Finding {
	f := rules.Failed(fmt.Sprintf("it was not invoked for %d days, and was last changed on %s", days, changed.Format(time.DateOnly)),
		rules.Evidence{Field: "invocations", Got: 0, Statistic: "Sum", WindowDays: &days, Samples: new(0.0)},
		rules.Configured("last modified", changed.Format(time.DateOnly), nil))
	f.Severity = rules.Low
	var said []string
	for _, stake := range stakes {
		v := in.About(stake.rule, in.Subject.ID)
		severe := slices.ContainsFunc(v.Findings, func(found rules.Found) bool { return found.Severity >= stake.from })
		if v.Outcome == rules.Fail && severe && !slices.Contains(said, stake.said) {
			said = append(said, stake.said)
		}
	}
	if len(said) > 0 {
		f.Severity = rules.Medium
		f.Message += ", and it " + strings.Join(said, " and ")
	}
	f.Message += "; unless it waits for its day, as a yearly job, a custom resource's handler or a part of a recovery plan does, take it away"
	return f
}
