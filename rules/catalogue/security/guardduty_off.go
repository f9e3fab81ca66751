package security

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
	ID: "guardduty-off", Title: "GuardDuty does not watch its functions",
	Severity: rules.Low, Pillar: rules.Security, When: rules.Off,
	Why: "A function that talks to a miner or to a command server goes unnoticed: Lambda keeps no record of what functions connect to.",
	Fix: `# no detector yet: aws guardduty create-detector --enable --region REGION
aws guardduty update-detector --detector-id "$(aws guardduty list-detectors --query 'DetectorIds[0]' --output text --region REGION)" \
  --enable --features '[{"Name":"LAMBDA_NETWORK_LOGS","Status":"ENABLED"}]' --region REGION
# SAM: Features of AWS::GuardDuty::Detector      Terraform: aws_guardduty_detector_feature`,
	Refs: []string{
		"https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection.html",
		"https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion},
	Requires: []audit.Dep{views.RegionFunctions, facts.GuardDuty},
	Check:    checkGuardDuty,
	Examples: []rules.Example{
		{Name: "the feature is off", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRegion(), Given: populated(watching("ENABLED", "DISABLED"))},
		{Name: "never set up", Want: rules.Fail, Subject: sample.TheRegion(), Given: populated(watching("", ""))},
		{Name: "suspended", Want: rules.Fail, Subject: sample.TheRegion(), Given: populated(watching("DISABLED", "ENABLED"))},
		{Name: "the feature is on (service-screener reads another field, which AWS does not fill)", Want: rules.Pass, Subject: sample.TheRegion(), Given: populated(watching("ENABLED", "ENABLED"))},
		{Name: "no function lies in the region", Want: rules.NotApplicable, Subject: sample.TheRegion(), Given: empty(watching("", ""))},
		{Name: "the detector tells nothing of Lambda", Want: rules.Unknown, Subject: sample.TheRegion(), Given: populated(watching("ENABLED", ""))},
		{Name: "it may not be read", Want: rules.Unknown, Subject: sample.TheRegion(),
			Given: populated(facts.GuardDuty.IsUnknown(sample.Region, sample.Denied("guardduty:ListDetectors")))},
	},
})

func watching(detector, lambda string) audit.Given {
	return facts.GuardDuty.Is(sample.Region, facts.Protection{Detector: detector, Lambda: lambda})
}

func checkGuardDuty(in *rules.Input) []rules.Finding {
	return guarded(in, func(functions int) []rules.Finding {
		p, err := facts.GuardDuty.Of(in.Facts, in.Subject.ID)
		switch {
		case err != nil:
			return rules.One(rules.Undecided(err))
		case p.On():
			return nil
		case p.Detector == "ENABLED" && p.Lambda == "":
			return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.GuardDuty.Name, Message: "the detector tells nothing of Lambda"}))
		}
		detector, feature := cmp.Or(p.Detector, "none"), cmp.Or(p.Lambda, "none")
		return rules.One(rules.Failed(fmt.Sprintf("GuardDuty watches none of the region's functions (detector: %s, Lambda protection: %s), of which there are %d", detector, feature, functions),
			rules.Configured("detector", detector, "ENABLED"),
			rules.Configured("Lambda protection", feature, "ENABLED"),
			rules.Configured("functions", functions, nil)))
	})
}
