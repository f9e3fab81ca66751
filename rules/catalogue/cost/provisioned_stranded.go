package cost

import (
	"fmt"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// ProvisionedStrandedParams are the thresholds of provisioned-concurrency-stranded.
type ProvisionedStrandedParams struct {
	MinDays int `json:"min_days"` // since it was set: a deployment warms a version before its alias serves it
}

var _ = rules.Register(rules.Rule{
	ID: "provisioned-concurrency-stranded", Title: "keeps provisioned concurrency where no caller gets to it, or never got it",
	Severity: rules.Medium, Pillar: rules.Cost,
	Why: "What is kept for a version that no alias serves any more is paid for until somebody finds it, and what Lambda could not provide protects nobody from cold starts.",
	Fix: unprovisionFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
		"https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html",
	},
	Kinds:    []audit.KindName{facts.KindProvisioned},
	Requires: []audit.Dep{views.Kept, facts.ProvisionedUses},
	Tables:   []string{rules.TablePrices},
	Uses:     []string{"provisioned-concurrency-idle"},
	Params:   &ProvisionedStrandedParams{MinDays: 1},
	Check:    checkProvisionedStranded,
	Examples: []rules.Example{
		{Name: "on a version that the alias left", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheVersionsProvisioned(),
			Given: append(sample.Provisioned("7", nil), sample.Serving("8"), facts.Versions.Is(sample.Function, []facts.Config{{Version: "7", MemoryMB: 512}}), unused(sample.Version)),
			Found: map[string][]rules.Found{"provisioned-concurrency-idle": {{Ref: rules.Ref{Rule: "provisioned-concurrency-idle", Subject: sample.Version}, Severity: rules.Medium}}}},
		{Name: "Lambda could not provide it", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", func(p *facts.Provisioned) {
				p.Allocated, p.Status, p.Reason = 0, "FAILED", "FUNCTION_ERROR_INIT_FAILURE"
			}), unused(sample.Alias))},
		{Name: "an alias holds it", Want: rules.Pass, Subject: sample.TheProvisioned(), Given: append(sample.Provisioned("live", nil), unused(sample.Alias))},
		{Name: "on the version that the alias serves", Want: rules.Pass, Subject: sample.TheVersionsProvisioned(),
			Given: append(sample.Provisioned("7", nil), unused(sample.Version))},
		{Name: "callers name the version", Want: rules.Pass, Subject: sample.TheVersionsProvisioned(),
			Given: append(sample.Provisioned("7", nil), sample.Serving("8"), facts.Versions.Is(sample.Function, []facts.Config{{Version: "7", MemoryMB: 512}}), sample.Used(sample.Version, 3, 0.4, 50, 0))},
		{Name: "a deployment warms it up", Want: rules.Unknown, Subject: sample.TheVersionsProvisioned(),
			Given: append(sample.Provisioned("7", setUp("2026-11-23T06:10:00Z")), sample.Serving("6"), unused(sample.Version))},
		{Name: "the aliases are denied", Want: rules.Unknown, Subject: sample.TheVersionsProvisioned(),
			Given: append(sample.Provisioned("7", nil), facts.Aliases.IsUnknown(sample.Function, sample.Denied("lambda:ListAliases")), unused(sample.Version))},
		{Name: "the metrics are denied: callers may name the version", Want: rules.Unknown, Subject: sample.TheVersionsProvisioned(),
			Given: append(sample.Provisioned("7", nil), sample.Serving("8"), facts.ProvisionedUses.IsUnknown(sample.Version, sample.Denied("cloudwatch:GetMetricData")))},
	},
})

func unused(id string) audit.Given { return facts.ProvisionedUses.Is(id, facts.ProvisionedUse{}) }

func checkProvisionedStranded(in *rules.Input) []rules.Finding {
	k, err := views.Kept.Of(in.Facts, in.Subject.ID)
	switch {
	case k.Qualifier == "":
		return rules.One(rules.Undecided(err))
	case k.Failed():
		return rules.One(notProvided(&k))
	case k.Qualifier != k.Version || len(k.Aliases) > 0:
		return nil
	case err != nil:
		return rules.One(rules.Undecided(err))
	}
	use, err := facts.ProvisionedUses.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if ran, spilled := use.Total(); ran+spilled > 0 {
		return nil
	}
	if changedSince(in, &k, rules.Params[ProvisionedStrandedParams](in).MinDays) {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.TooFew, Fact: facts.ProvisionedUses.Name,
			Message: fmt.Sprintf("it was set on %s: a deployment may be about to use it", k.Modified[:len(time.DateOnly)])}))
	}
	return rules.One(leftBehind(in, &k))
}

func notProvided(k *views.KeptCapacity) rules.Finding {
	f := rules.Failed(fmt.Sprintf("Lambda did not provide the %d executions that were asked for", k.Requested),
		rules.Configured("status", k.Status, "READY"), rules.Configured("provisioned executions", k.Allocated, k.Requested))
	if k.Reason != "" {
		f.Message += ": " + k.Reason
		f.Evidence = append(f.Evidence, rules.Configured("reason", k.Reason, nil))
	}
	f.Fix = `# look into the reason, and ask again; it fails where starting the function fails, or the region has no executions left
aws lambda get-provisioned-concurrency-config --function-name NAME --qualifier ALIAS --region REGION
# or take it back
` + unprovisionFix
	return f
}

func leftBehind(in *rules.Input, k *views.KeptCapacity) rules.Finding {
	f := rules.Failed(fmt.Sprintf("no alias serves version %s and nobody calls it, and %s kept ready for it", k.Version, executionsAre(k.Allocated)),
		rules.Configured("aliases of the version", []string{}, "one at least"),
		in.Measured("invocations on provisioned capacity", "Sum", 0.0, nil, "", 0),
		rules.Configured("provisioned executions", k.Allocated, 0))
	for _, found := range in.About("provisioned-concurrency-idle", in.Subject.Functions[0]).Findings {
		if found.Subject == in.Subject.ID {
			f.Explains = append(f.Explains, found.Ref)
		}
	}
	return withKeptSaving(in, f, k, k.Allocated)
}
