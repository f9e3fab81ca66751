package reliability

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// ConcurrencyParams are the thresholds of concurrency-near-limit.
type ConcurrencyParams struct {
	Share float64 `json:"share"` // of the region's limit
}

var _ = rules.Register(rules.Rule{
	ID: "concurrency-near-limit", Title: "comes near the region's limit of concurrent executions",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "At the limit every function of the region is throttled, whichever one took the last execution.",
	Fix: `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value N --region REGION
# until then reserve concurrency for what must not fail, which also caps it
aws lambda put-function-concurrency --function-name NAME --reserved-concurrent-executions N --region REGION
# SAM: ReservedConcurrentExecutions: N      Terraform: aws_servicequotas_service_quota, reserved_concurrent_executions = N`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion},
	Requires: []audit.Dep{facts.Concurrency, facts.AccountSettings},
	Params:   &ConcurrencyParams{Share: 0.8},
	Check:    checkConcurrency,
	Examples: []rules.Example{
		{Name: "nine tenths are used", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRegion(), Given: peak(1000, 300, 910)},
		{Name: "CloudWatch told a part, and that is nine tenths", Want: rules.Fail, Subject: sample.TheRegion(), Given: peakInPart(910)},
		{Name: "CloudWatch told a part, and that is half", Want: rules.Unknown, Subject: sample.TheRegion(), Given: peakInPart(480)},
		{Name: "half is used", Want: rules.Pass, Subject: sample.TheRegion(), Given: peak(1000, 300, 480)},
		{Name: "nothing ran", Want: rules.NotApplicable, Subject: sample.TheRegion(), Given: peak(1000)},
		{Name: "the limit is denied", Want: rules.Unknown, Subject: sample.TheRegion(), Given: []audit.Given{
			facts.Concurrency.Is(sample.Region, facts.Peak{Days: []float64{910}}),
			facts.AccountSettings.IsUnknown(sample.Region, sample.Denied("lambda:GetAccountSettings"))}},
	},
})

func peak(limit int, days ...float64) []audit.Given {
	return []audit.Given{
		facts.Concurrency.Is(sample.Region, facts.Peak{Days: days}),
		facts.AccountSettings.Is(sample.Region, facts.Limits{Concurrency: limit, Unreserved: limit}),
	}
}

// peakInPart is a region of which CloudWatch told one day, and not all.
func peakInPart(highest float64) []audit.Given {
	return []audit.Given{peak(1000)[1], facts.Concurrency.IsAtLeast(sample.Region, facts.Peak{Days: []float64{highest}}, audit.Unknown{Reason: audit.Failed})}
}

func checkConcurrency(in *rules.Input) []rules.Finding {
	peak, unmeasured := facts.Concurrency.Of(in.Facts, in.Subject.ID)
	highest, ran := peak.Highest()
	switch {
	case !ran && unmeasured != nil:
		return rules.One(rules.Undecided(unmeasured))
	case !ran:
		return rules.One(rules.Inapplicable("nothing ran in the region in the window"))
	}
	limits, err := facts.AccountSettings.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if limits.Concurrency <= 0 {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.AccountSettings.Name, Message: "AWS told no limit"}))
	}
	limit := float64(limits.Concurrency)
	share := rules.Params[ConcurrencyParams](in).Share
	switch {
	case highest >= share*limit:
	case unmeasured != nil:
		return rules.One(rules.Undecided(unmeasured))
	default:
		return nil
	}
	seen := in.Measured("concurrent executions", "highest daily Maximum", highest, "below "+rules.Number(share*limit), "", float64(len(peak.Days)))
	return rules.One(rules.Failed(
		fmt.Sprintf("up to %s of %s executions ran at once in %s (%s)", rules.Number(highest), rules.Number(limit), in.Subject.ID, rules.Percent(highest/limit)),
		seen, rules.Configured("limit", limits.Concurrency, nil)))
}
