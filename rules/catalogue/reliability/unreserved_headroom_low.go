package reliability

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// HeadroomParams are the thresholds of unreserved-headroom-low.
type HeadroomParams struct {
	Share      float64 `json:"share"`      // of the region's limit
	Executions int     `json:"executions"` // what AWS keeps unreserved in any case
}

var _ = rules.Register(rules.Rule{
	ID: "unreserved-headroom-low", Title: "leaves little concurrency to functions without a reservation",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "What is reserved is taken from all others, whether it is used or not: the functions without a reservation share the rest, and throttle each other.",
	Fix: `# who reserves how much
for f in $(aws lambda list-functions --query 'Functions[].FunctionName' --output text --region REGION); do echo "$f $(aws lambda get-function-concurrency --function-name "$f" --query ReservedConcurrentExecutions --output text --region REGION)"; done
# give back what is not needed, or raise the limit
aws lambda delete-function-concurrency --function-name NAME --region REGION
aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value N --region REGION
# SAM: no ReservedConcurrentExecutions      Terraform: reserved_concurrent_executions = -1`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
		"https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion},
	Requires: []audit.Dep{facts.AccountSettings},
	Params:   &HeadroomParams{Share: 0.1, Executions: 100},
	Check:    checkHeadroom,
	Examples: []rules.Example{
		{Name: "all but a hundred are reserved", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheRegion(), Given: limits(1000, 100)},
		{Name: "one in fifty is left", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheRegion(), Given: limits(10_000, 200)},
		{Name: "half is left", Want: rules.Pass, Subject: sample.TheRegion(), Given: limits(1000, 500)},
		{Name: "nothing is reserved, which is no fault (checkov 3637)", Want: rules.Pass, Subject: sample.TheRegion(), Given: limits(1000, 1000)},
		{Name: "a new account's limit of ten, and nothing is reserved", Want: rules.Pass, Subject: sample.TheRegion(), Given: limits(10, 10)},
		{Name: "no function in the region", Want: rules.NotApplicable, Subject: sample.TheRegion(),
			Given: []audit.Given{facts.AccountSettings.Is(sample.Region, facts.Limits{Concurrency: 1000, Unreserved: 1000})}},
		{Name: "the limit is denied", Want: rules.Unknown, Subject: sample.TheRegion(),
			Given: []audit.Given{facts.AccountSettings.IsUnknown(sample.Region, sample.Denied("lambda:GetAccountSettings"))}},
	},
})

func limits(all, unreserved int) []audit.Given {
	return []audit.Given{facts.AccountSettings.Is(sample.Region, facts.Limits{Concurrency: all, Unreserved: unreserved, Functions: 20})}
}

func checkHeadroom(in *rules.Input) []rules.Finding {
	l, err := facts.AccountSettings.Of(in.Facts, in.Subject.ID)
	p := rules.Params[HeadroomParams](in)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case l.Concurrency <= 0:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.AccountSettings.Name, Message: "AWS told no limit"}))
	case l.Functions == 0:
		return rules.One(rules.Inapplicable("there is no function in the region"))
	case l.Unreserved >= l.Concurrency, l.Unreserved > p.Executions && float64(l.Unreserved) >= p.Share*float64(l.Concurrency):
		return nil
	}
	return rules.One(rules.Failed(
		fmt.Sprintf("%d of %s concurrent executions in %s are unreserved (%s)", l.Unreserved, rules.Number(float64(l.Concurrency)), in.Subject.ID, rules.Percent(float64(l.Unreserved)/float64(l.Concurrency))),
		rules.Configured("unreserved concurrency", l.Unreserved, fmt.Sprintf("above %d, and at least %s of the limit", p.Executions, rules.Percent(p.Share))),
		rules.Configured("limit", l.Concurrency, nil)))
}
