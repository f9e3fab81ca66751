package report

import (
	"cmp"
	"time"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// An asffFinding is a finding in AWS's Security Finding Format. It says what its
// provider may say: Workflow, Note and the severity that people set are theirs, and
// are not touched when a finding is imported again.
// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html
type asffFinding struct {
	SchemaVersion         string
	ID                    string `json:"Id"`
	ProductArn            string
	GeneratorID           string `json:"GeneratorId"`
	AwsAccountID          string `json:"AwsAccountId"`
	CreatedAt             time.Time
	UpdatedAt             time.Time
	Title                 string
	Description           string
	FindingProviderFields asffProvider
	Compliance            asffCompliance
	RecordState           string
	Resources             []asffResource
	Remediation           *asffRemediation `json:",omitempty"`
	ProductFields         map[string]string
}

type asffProvider struct {
	Severity asffSeverity
	Types    []string
}

type asffSeverity struct{ Label, Original string }

type asffCompliance struct {
	Status        string
	StatusReasons []asffReason `json:",omitempty"`
}

type asffReason struct {
	ReasonCode  string
	Description string `json:",omitempty"`
}

type asffResource struct {
	Type      string
	ID        string `json:"Id"`
	Partition string
	Region    string
}

type asffRemediation struct{ Recommendation asffRecommendation }

type asffRecommendation struct {
	Text string `json:",omitempty"`
	URL  string `json:"Url,omitempty"`
}

// asffPrefix begins names that are ours.
const asffPrefix = "lambda-audit/"

// asffLastResort is told of an account of which no region is known.
const asffLastResort = "us-east-1"

// asffFindings gives each finding and where it is sent.
func asffFindings(r *Report, put func(at asffPlace, finding string) error) error {
	for row := range r.withUnread() {
		home := asffHome(r.Result, &row)
		text, err := encodeRow(asffOf(&r.Result.Run, &row, home), "", "")
		if err != nil {
			return err
		}
		if err := put(asffPlace{row.AccountID, home}, text); err != nil {
			return err
		}
	}
	return nil
}

// asffHome is the region whose Security Hub is told. What lies in no region goes to
// that of the first function it concerns, or else to the account's first region.
func asffHome(result *rules.Result, row *rules.FindingRow) string {
	if row.Region != audit.Global {
		return row.Region
	}
	for _, id := range row.FunctionARNs {
		if arn, ok := audit.ParseARN(id); ok && arn.Region != "" {
			return arn.Region
		}
	}
	for i := range result.Accounts {
		if a := &result.Accounts[i]; a.AccountID == row.AccountID && len(a.Regions) > 0 {
			return a.Regions[0].Region
		}
	}
	return asffLastResort
}

func asffOf(run *rules.Run, row *rules.FindingRow, home string) asffFinding {
	return asffFinding{
		SchemaVersion: "2018-10-08",
		ID:            asffPrefix + row.AccountID + "/" + row.ID,
		ProductArn:    "arn:" + audit.PartitionOf(home) + ":securityhub:" + home + ":" + row.AccountID + ":product/" + row.AccountID + "/default",
		GeneratorID:   asffPrefix + row.Rule,
		AwsAccountID:  row.AccountID,
		CreatedAt:     row.TakenAt,
		UpdatedAt:     row.TakenAt,
		Title:         shortened(cmp.Or(row.Title, row.Rule), asffTitle),
		Description:   shortened(cmp.Or(described(row), row.Title, row.Rule), asffText),
		FindingProviderFields: asffProvider{
			Severity: asffSeverity{Label: asffLabel(row), Original: row.Severity.String()},
			Types:    []string{asffType(row.Pillar)},
		},
		Compliance: asffComplianceOf(row), RecordState: asffState(row),
		Resources: asffResourcesOf(row, home), Remediation: asffRemediationOf(row),
		ProductFields: asffProductFields(run, row),
	}
}
