package cost

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// ProvisionedIdleParams are the thresholds of provisioned-concurrency-idle.
type ProvisionedIdleParams struct {
	Utilization float64 `json:"utilization"` // share that must be in use at least once
	Headroom    float64 `json:"headroom"`    // times the peak that is worth keeping
	MinDays     int     `json:"min_days"`    // since it was set, or with traffic
}

const provisionedFix = `aws lambda put-provisioned-concurrency-config --function-name NAME --qualifier ALIAS --provisioned-concurrent-executions COUNT --region REGION
# where it is needed at some hours only, keep less at the others
aws application-autoscaling register-scalable-target --service-namespace lambda --resource-id function:NAME:ALIAS --scalable-dimension lambda:function:ProvisionedConcurrency --min-capacity 1 --max-capacity COUNT --region REGION
aws application-autoscaling put-scheduled-action --service-namespace lambda --resource-id function:NAME:ALIAS --scalable-dimension lambda:function:ProvisionedConcurrency --scheduled-action-name morning --schedule 'cron(0 7 * * ? *)' --scalable-target-action MinCapacity=COUNT,MaxCapacity=COUNT --region REGION
aws application-autoscaling put-scheduled-action --service-namespace lambda --resource-id function:NAME:ALIAS --scalable-dimension lambda:function:ProvisionedConcurrency --scheduled-action-name evening --schedule 'cron(0 19 * * ? *)' --scalable-target-action MinCapacity=1,MaxCapacity=1 --region REGION
# SAM: ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: COUNT}      Terraform: provisioned_concurrent_executions = COUNT`

const unprovisionFix = `aws lambda delete-provisioned-concurrency-config --function-name NAME --qualifier ALIAS --region REGION
# SAM: take ProvisionedConcurrencyConfig out      Terraform: take aws_lambda_provisioned_concurrency_config out`

var _ = rules.Register(rules.Rule{
	ID: "provisioned-concurrency-idle", Title: "keeps provisioned concurrency that it does not use",
	Severity: rules.Medium, Pillar: rules.Cost,
	Why: "Provisioned concurrency is paid for every second, used or not. Running on it is cheaper than on demand, but only where more than about 60 % of it is in use does that make up for keeping it.",
	Fix: provisionedFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html",
		"https://aws.amazon.com/lambda/pricing/",
	},
	Kinds:    []audit.KindName{facts.KindProvisioned},
	Requires: []audit.Dep{views.Kept, facts.ProvisionedUses},
	Tables:   []string{rules.TablePrices},
	Params:   &ProvisionedIdleParams{Utilization: 0.6, Headroom: 1.1, MinDays: 3},
	Check:    checkProvisionedIdle,
	Examples: []rules.Example{
		{Name: "a fifth is in use at most", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), sample.Used(sample.Alias, 14, 0.2, 9000, 0))},
		{Name: "nothing was invoked by it", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), facts.ProvisionedUses.Is(sample.Alias, facts.ProvisionedUse{}))},
		{Name: "nothing was invoked by it, and it is scaled every day", Want: rules.Unknown, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", setUp("2026-11-22T20:00:00Z")), facts.ProvisionedUses.Is(sample.Alias, facts.ProvisionedUse{}))},
		{Name: "scheduled scaling changed it an hour ago: the share is that of its time (Datadog)", Want: rules.Fail, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", setUp("2026-11-23T05:30:00Z")), sample.Used(sample.Alias, 14, 0.2, 9000, 0))},
		{Name: "kept is not idle: it is in use (cloudburn 171)", Want: rules.Pass, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), sample.Used(sample.Alias, 14, 0.75, 9000, 0))},
		{Name: "two are kept, and one is in use: with fewer the next one would start cold", Want: rules.Pass, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", func(p *facts.Provisioned) { p.Allocated = 2 }), sample.Used(sample.Alias, 14, 0.5, 900, 0))},
		{Name: "it was set up yesterday", Want: rules.Unknown, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", setUp("2026-11-22T06:00:00Z")), sample.Used(sample.Alias, 1, 0.2, 900, 0))},
		{Name: "CloudWatch counts invocations and tells no utilization", Want: rules.Unknown, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), facts.ProvisionedUses.Is(sample.Alias, facts.ProvisionedUse{Days: []facts.ProvisionedDay{{Invocations: 500}}}))},
		{Name: "metrics denied", Want: rules.Unknown, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), facts.ProvisionedUses.IsUnknown(sample.Alias, sample.Denied("cloudwatch:GetMetricData")))},
		{Name: "the memory of the version is not known: what it costs is not, either", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), facts.VersionConfig.IsUnknown(sample.Version, sample.Denied("lambda:GetFunctionConfiguration")),
				sample.Used(sample.Alias, 14, 0.2, 9000, 0))},
		{Name: "Lambda could not provide it", Want: rules.NotApplicable, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", func(p *facts.Provisioned) { p.Allocated, p.Status = 0, "FAILED" }), facts.ProvisionedUses.Is(sample.Alias, facts.ProvisionedUse{}))},
	},
})

// setUp is provisioned concurrency that was last changed then.
func setUp(at string) func(*facts.Provisioned) {
	return func(p *facts.Provisioned) { p.Modified = at }
}

func checkProvisionedIdle(in *rules.Input) []rules.Finding {
	k, err := views.Kept.Of(in.Facts, in.Subject.ID)
	switch {
	case k.Qualifier == "":
		return rules.One(rules.Undecided(err))
	case k.Allocated == 0:
		return rules.One(rules.Inapplicable("nothing of it is allocated, so nothing is paid"))
	}
	use, err := facts.ProvisionedUses.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	p := rules.Params[ProvisionedIdleParams](in)
	ran, spilled := use.Total()
	share, days := use.Peak()
	switch {
	case days < p.MinDays && changedSince(in, &k, p.MinDays):
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.TooFew, Fact: facts.ProvisionedUses.Name,
			Message: fmt.Sprintf("it was last set on %s, and used on %s since: too recently to tell", k.Modified[:len(time.DateOnly)], rules.Plural(days, "day"))}))
	case days == 0 && ran+spilled > 0:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.ProvisionedUses.Name, Message: "CloudWatch tells no utilization"}))
	case days == 0:
		return rules.One(unusedCapacity(in, &k))
	}
	worth := max(int(math.Ceil(share*float64(k.Allocated)*p.Headroom-1e-9)), 1)
	if share >= p.Utilization || worth >= k.Allocated {
		return nil
	}
	return rules.One(idleCapacity(in, &k, share, worth, ran+spilled))
}

// changedSince reports whether the configuration was set within so many days
// before the snapshot; one that does not tell when is taken to be old.
func changedSince(in *rules.Input, k *views.KeptCapacity, days int) bool {
	at, err := time.Parse(time.RFC3339, k.Modified)
	return err == nil && in.Facts.Header().TakenAt.Sub(at) < time.Duration(days)*24*time.Hour
}

func idleCapacity(in *rules.Input, k *views.KeptCapacity, share float64, worth int, invocations float64) rules.Finding {
	f := rules.Failed(fmt.Sprintf("at most %s of its %d provisioned executions were in use at once; keep %d", rules.Percent(share), k.Allocated, worth),
		in.Measured("utilization", "Maximum", rules.Hundredths(share), rules.Hundredths(rules.Params[ProvisionedIdleParams](in).Utilization), "%", invocations),
		rules.Configured("provisioned executions, as allocated now", k.Allocated, worth))
	if changedSince(in, k, *in.WindowDays()) { // the share may be that of another number
		f.Confidence = rules.Likely
		f.Message = fmt.Sprintf("at most %s of what was provisioned was in use at once; it was changed on %s, and of the %d that are kept now %d would do",
			rules.Percent(share), k.Modified[:len(time.DateOnly)], k.Allocated, worth)
	}
	f.Fix = strings.ReplaceAll(provisionedFix, "COUNT", strconv.Itoa(worth))
	return withKeptSaving(in, f, k, k.Allocated-worth)
}

func unusedCapacity(in *rules.Input, k *views.KeptCapacity) rules.Finding {
	f := rules.Failed(fmt.Sprintf("nothing was invoked by %s, and %s kept ready for it", k.Qualifier, executionsAre(k.Allocated)),
		in.Measured("invocations on provisioned capacity", "Sum", 0.0, nil, "", 0),
		rules.Configured("provisioned executions, as allocated now", k.Allocated, 0))
	f.Fix = unprovisionFix
	return withKeptSaving(in, f, k, k.Allocated)
}

func executionsAre(n int) string {
	if n == 1 {
		return "1 execution is"
	}
	return rules.Plural(n, "execution") + " are"
}

// withKeptSaving says what so much provisioned concurrency costs a month.
func withKeptSaving(in *rules.Input, f rules.Finding, k *views.KeptCapacity, count int) rules.Finding {
	if k.ConfigErr != nil || k.Config.MemoryMB == 0 {
		f.Message += "; what that costs is unknown"
		return f
	}
	saving := in.Prices().KeptCost(k.Config.Architecture, k.Config.MemoryMB, count)
	f.Saving = &saving
	f.Message += fmt.Sprintf("; %d with %d MB idle cost about %s a month", count, k.Config.MemoryMB, rules.Dollars(saving))
	return f
}
