package report

import (
	"cmp"
	"strconv"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// How long texts and lists may be, in characters:
// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
const (
	asffTitle        = 256
	asffText         = 1024
	asffRecommended  = 512
	asffProductField = 2048
	asffResources    = 32
)

const asffNotAvailable = "NOT_AVAILABLE"

// asffLabel is the severity; what is kept, or does not apply, has none.
func asffLabel(row *rules.FindingRow) string {
	if isResolved(row.Change) && row.Severity != rules.NoSeverity {
		return strings.ToUpper(row.Severity.String()) // as it was sent before
	}
	if row.Outcome == rules.Pass || row.Outcome == rules.NotApplicable || row.Severity == rules.NoSeverity {
		return "INFORMATIONAL"
	}
	return strings.ToUpper(row.Severity.String())
}

func asffType(pillar rules.Pillar) string {
	const checks = "Software and Configuration Checks"
	switch pillar {
	case "": // what could not be read
		return checks
	case rules.Security:
		return checks + "/AWS Security Best Practices"
	}
	return checks + "/AWS Lambda Best Practices/" + strings.ToUpper(string(pillar)[:1]) + string(pillar)[1:]
}

// asffComplianceOf never says PASSED of what is unknown.
func asffComplianceOf(row *rules.FindingRow) asffCompliance {
	switch row.Outcome {
	case rules.Fail:
		return asffCompliance{Status: "FAILED"}
	case rules.Pass:
		return asffCompliance{Status: "PASSED"}
	case rules.NotApplicable:
		if row.Reason == reasonGone {
			return asffCompliance{Status: asffNotAvailable, StatusReasons: []asffReason{{ReasonCode: "GONE"}}}
		}
		return asffCompliance{Status: asffNotAvailable, StatusReasons: []asffReason{{ReasonCode: "NOT_APPLICABLE"}}}
	}
	code := strings.ToUpper(strings.ReplaceAll(cmp.Or(row.Reason, "unknown"), "-", "_"))
	return asffCompliance{Status: asffNotAvailable, StatusReasons: []asffReason{{code, shortened(row.Message, asffText)}}}
}

// asffState archives what nobody has to look at any more; a finding that counts again is
// active again.
func asffState(row *rules.FindingRow) string {
	if row.Suppressed || isResolved(row.Change) || row.Outcome == rules.NotApplicable {
		return "ARCHIVED"
	}
	return "ACTIVE"
}

func asffResourcesOf(row *rules.FindingRow, home string) []asffResource {
	var list []asffResource
	for _, r := range resourcesOf(row, asffResources) {
		if r.region == audit.Global {
			r.region = home
		}
		list = append(list, asffResource{Type: r.kind, ID: r.id, Partition: r.partition, Region: r.region})
	}
	return list
}

// asffRemediationOf gives the commands whole or not at all: half a command is worse
// than none.
func asffRemediationOf(row *rules.FindingRow) *asffRemediation {
	if row.Outcome != rules.Fail {
		return nil
	}
	advice := asffRecommendation{Text: strings.TrimSpace(row.Fix)}
	if advice.Text == "" || length(advice.Text) > asffRecommended {
		advice.Text = "lambda-audit rules explain " + row.Rule + " tells how to mend it."
	}
	if len(row.References) > 0 {
		advice.URL = row.References[0]
	}
	return &asffRemediation{advice}
}

// asffProductFields are what the format has no place for. Security Hub takes no
// empty text.
func asffProductFields(run *rules.Run, row *rules.FindingRow) map[string]string {
	fields := map[string]string{}
	for name, value := range map[string]string{
		"Rule": row.Rule, "Pillar": string(row.Pillar), "Confidence": row.Confidence, "Locus": row.Locus,
		"Function": row.Function, "Functions": strconv.Itoa(len(row.FunctionARNs)), "ManagedBy": row.ManagedBy, "RunId": run.RunID, "Fix": row.Fix,
		"SuppressionReason": row.SuppressReason, "SuppressionUntil": row.SuppressUntil,
		"MonthlySavingUSD": asffSaving(row), "Evidence": row.EvidenceText,
	} {
		if strings.TrimSpace(value) != "" && (name != "Fix" || length(value) <= asffProductField) {
			fields[asffPrefix+name] = shortened(value, asffProductField)
		}
	}
	return fields
}

func asffSaving(row *rules.FindingRow) string {
	if row.MonthlySaving == nil {
		return ""
	}
	return number(*row.MonthlySaving)
}
