package report

import (
	"cmp"
	"slices"
	"time"

	"lambda-audit/rules"
)

// An ocsfMaker makes events of one class.
type ocsfMaker struct {
	run   *rules.Run
	class ocsfClass
	names map[string]string // of accounts, where the organisation says them
}

// Each run tells of each finding anew: whoever keeps them tells by the id that it
// was there before.
var (
	ocsfCreate = ocsfEnum{1, "Create"}
	ocsfClose  = ocsfEnum{3, "Close"}
)

// ocsfActivity closes what an earlier result told and is resolved.
func ocsfActivity(row *rules.FindingRow) ocsfEnum {
	if isResolved(row.Change) {
		return ocsfClose
	}
	return ocsfCreate
}

func (m *ocsfMaker) finding(row *rules.FindingRow) *ocsfEvent {
	verdict, severity := ocsfVerdicts[row.Outcome], ocsfSeverities[row.Severity]
	confidence, activity, at := ocsfConfidences[row.Confidence], ocsfActivity(row), row.TakenAt.UnixMilli()
	if isResolved(row.Change) {
		verdict.state = ocsfResolved
	}
	event := &ocsfEvent{
		ActivityID: activity.id, ActivityName: activity.text, CategoryUID: 2, CategoryName: "Findings",
		ClassUID: m.class.uid, ClassName: m.class.name,
		TypeUID: m.class.uid*100 + activity.id, TypeName: m.class.name + ": " + activity.text,
		Time: at, SeverityID: severity.id, Severity: severity.text, StatusID: verdict.state.id, Status: verdict.state.text,
		StatusCode: verdict.code, StatusDetail: row.Reason, Message: cmp.Or(row.Message, row.Title),
		ConfidenceID: confidence.id, Confidence: confidence.text,
		Metadata: m.metadata(row), Cloud: m.cloud(row), Resources: ocsfResourcesOf(row), Remediation: ocsfRemedyOf(row),
		FindingInfo: ocsfInfo{
			UID: row.ID, Title: row.Title, Desc: described(row), Types: ocsfTypes(row), LastSeen: at,
			Analytic: ocsfAnalytic{UID: row.Rule, Name: row.Title, TypeID: 1, Type: "Rule"},
		},
		Unmapped: m.unmapped(row),
	}
	if row.Suppressed {
		event.StatusID, event.Status, event.Comment = ocsfSuppressed.id, ocsfSuppressed.text, row.SuppressReason
	}
	for _, e := range row.Evidence {
		event.Evidences = append(event.Evidences, ocsfEvidence{Name: e.Field, Data: e})
	}
	if m.class.uid == OCSFDetection {
		event.IsAlert = new(row.Outcome == rules.Fail && !row.Suppressed)
	} else {
		event.Compliance = ocsfStandingOf(row, verdict)
	}
	return event
}

func (m *ocsfMaker) metadata(row *rules.FindingRow) ocsfMetadata {
	return ocsfMetadata{
		Version: ocsfVersion, UID: m.run.RunID + "/" + row.ID, EventCode: row.Rule,
		OriginalTime: row.TakenAt.UTC().Format(time.RFC3339), TenantUID: row.AccountID,
		LogName: m.run.Tool, LogProvider: m.run.Tool,
		Product:  ocsfProduct{Name: m.run.Tool, VendorName: m.run.Tool, UID: m.run.Tool, Version: m.run.Version},
		Profiles: []string{"cloud"},
	}
}

func (m *ocsfMaker) cloud(row *rules.FindingRow) ocsfCloud {
	return ocsfCloud{
		Provider: "AWS", Partition: resourceOf(row).partition, Region: row.Region,
		Account: ocsfAccount{UID: row.AccountID, Name: cmp.Or(m.names[row.AccountID], row.AccountID), TypeID: 10, Type: "AWS Account"},
	}
}

func (m *ocsfMaker) unmapped(row *rules.FindingRow) ocsfUnmapped {
	explained := []string{}
	for _, e := range row.ExplainedBy {
		if !slices.Contains(explained, e.Rule) {
			explained = append(explained, e.Rule)
		}
	}
	return ocsfUnmapped{
		RunID: m.run.RunID, Rule: row.Rule, Pillar: string(row.Pillar), SubjectKind: row.SubjectKind, Locus: row.Locus,
		Function: row.Function, Functions: len(row.FunctionARNs), ManagedBy: row.ManagedBy, Reason: row.Reason,
		ExplainedBy: explained, MonthlySaving: row.MonthlySaving, SuppressedUntil: row.SuppressUntil,
	}
}

// ocsfTypes is the pillar, which what could not be read has not.
func ocsfTypes(row *rules.FindingRow) []string {
	if row.Pillar == "" {
		return nil
	}
	return []string{string(row.Pillar)}
}

func ocsfStandingOf(row *rules.FindingRow, verdict ocsfVerdict) *ocsfStanding {
	standing := &ocsfStanding{
		Control: row.Rule, Standards: []string{"lambda-audit"}, Category: string(row.Pillar),
		StatusID: verdict.compliance.id, Status: verdict.compliance.text,
	}
	if row.Message != "" {
		standing.StatusDetails = []string{row.Message}
	}
	return standing
}

func ocsfResourcesOf(row *rules.FindingRow) []ocsfResource {
	var list []ocsfResource
	for _, r := range resourcesOf(row, ocsfResources) {
		if r.kind == otherResource {
			r.kind = row.SubjectKind
		}
		list = append(list, ocsfResource{UID: r.id, Name: r.name, Type: r.kind, Region: r.region, Partition: r.partition})
	}
	return list
}

// ocsfRemedyOf tells how to mend it; a pass needs no mending.
func ocsfRemedyOf(row *rules.FindingRow) *ocsfRemedy {
	if row.Fix == "" || row.Outcome != rules.Fail {
		return nil
	}
	return &ocsfRemedy{Desc: row.Fix, References: row.References}
}
