package security

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "inspector-off", Title: "Inspector does not scan its functions",
	Severity: rules.Low, Pillar: rules.Security, When: rules.Off,
	Why: "Nobody tells you when a library in a package or a layer turns out to be vulnerable. Scanning costs money per function, and leaves out what was neither invoked nor updated in 90 days and code under a key of your own.",
	Fix: "aws inspector2 enable --resource-types LAMBDA --region REGION\n# Terraform: aws_inspector2_enabler, resource_types = [\"LAMBDA\"]",
	Refs: []string{
		"https://docs.aws.amazon.com/inspector/latest/user/scanning-lambda.html",
		"https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetAccountStatus.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion},
	Requires: []audit.Dep{views.RegionFunctions, facts.Inspector},
	Check:    checkInspector,
	Examples: []rules.Example{
		{Name: "it is off", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRegion(), Given: populated(scanning("DISABLED"))},
		{Name: "it is being switched off", Want: rules.Fail, Subject: sample.TheRegion(), Given: populated(scanning("DISABLING"))},
		{Name: "it scans", Want: rules.Pass, Subject: sample.TheRegion(), Given: populated(scanning("ENABLED"))},
		{Name: "no function lies in the region (Prowler asks only where some do)", Want: rules.NotApplicable, Subject: sample.TheRegion(), Given: empty(scanning("DISABLED"))},
		{Name: "its status may not be read (prowler 7597)", Want: rules.Unknown, Subject: sample.TheRegion(),
			Given: populated(facts.Inspector.IsUnknown(sample.Region, sample.Denied("inspector2:BatchGetAccountStatus")))},
	},
})

func scanning(status string) audit.Given {
	return facts.Inspector.Is(sample.Region, facts.Scanning{Functions: status})
}

func checkInspector(in *rules.Input) []rules.Finding {
	return guarded(in, func(functions int) []rules.Finding {
		s, err := facts.Inspector.Of(in.Facts, in.Subject.ID)
		switch {
		case err != nil:
			return rules.One(rules.Undecided(err))
		case s.On():
			return nil
		}
		return rules.One(rules.Failed(fmt.Sprintf("Inspector scans none of the region's functions (%s), of which there are %d", s.Functions, functions),
			rules.Configured("Lambda scanning", s.Functions, "ENABLED"),
			rules.Configured("functions", functions, nil)))
	})
}
