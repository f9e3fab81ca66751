package report

import (
	"io"
	"slices"

	"lambda-audit/rules"
)

var _ = register(&Format{
	Name:  "ocsf",
	Doc:   "findings for a security data lake or SIEM, as OCSF 1.5.0, one a line",
	Write: func(w io.Writer, r *Report) error { return writeLines(w, r, ocsfLines) },
	Lines: ocsfLines,
	Kinds: []string{"finding"},
})

// The classes of OCSF's findings that a report can be written as.
const (
	OCSFCompliance = 2003 // Compliance Finding: whether a rule is kept
	OCSFDetection  = 2004 // Detection Finding: what more SIEMs take
)

// ocsfVersion is the version of the schema: https://schema.ocsf.io/1.5.0/
const ocsfVersion = "1.5.0"

// ocsfResources is how many resources a finding names: a role can be shared by
// thousands of functions.
const ocsfResources = 50

func ocsfLines(r *Report, put func(Line) error) error {
	maker := &ocsfMaker{run: &r.Result.Run, class: ocsfCompliance, names: map[string]string{}}
	if r.Options.OCSFClass == OCSFDetection {
		maker.class = ocsfDetection
	}
	for i := range r.Result.Accounts {
		maker.names[r.Result.Accounts[i].AccountID] = r.Result.Accounts[i].Name
	}
	for row := range r.withUnread() {
		text, err := encodeRow(maker.finding(&row), "", "")
		if err != nil {
			return err
		}
		if err := put(Line{Kind: "finding", Account: row.AccountID, Region: row.Region, Text: text}); err != nil {
			return err
		}
	}
	return nil
}

// An ocsfClass is one of the two classes; everything else is the same in both.
type ocsfClass struct {
	uid  int
	name string
}

var (
	ocsfCompliance = ocsfClass{OCSFCompliance, "Compliance Finding"}
	ocsfDetection  = ocsfClass{OCSFDetection, "Detection Finding"}
)

// OCSFClasses are the numbers of the classes, the usual one first.
func OCSFClasses() []int { return []int{OCSFCompliance, OCSFDetection} }

// An ocsfEnum is a value as OCSF wants it twice, as a number and as a text.
type ocsfEnum struct {
	id   int
	text string
}

var ocsfSeverities = map[rules.Severity]ocsfEnum{
	rules.NoSeverity: {1, "Informational"}, rules.Low: {2, "Low"}, rules.Medium: {3, "Medium"}, rules.High: {4, "High"}, rules.Critical: {5, "Critical"},
}

var ocsfConfidences = map[string]ocsfEnum{"low": {1, "Low"}, "medium": {2, "Medium"}, "high": {3, "High"}}

// An ocsfVerdict is an outcome: as the state of the finding, as the code that both
// classes carry, and as the state of compliance. What is unknown is never a pass.
type ocsfVerdict struct {
	state      ocsfEnum
	code       string
	compliance ocsfEnum
}

var ocsfVerdicts = map[rules.Outcome]ocsfVerdict{
	rules.Fail:          {ocsfEnum{1, "New"}, "FAIL", ocsfEnum{3, "Fail"}},
	rules.Unknown:       {ocsfEnum{0, "Unknown"}, "UNKNOWN", ocsfEnum{0, "Unknown"}},
	rules.Pass:          {ocsfResolved, "PASS", ocsfEnum{1, "Pass"}},
	rules.NotApplicable: {ocsfEnum{99, "Not Applicable"}, "NOT_APPLICABLE", ocsfEnum{99, "Not Applicable"}},
}

var (
	ocsfSuppressed = ocsfEnum{3, "Suppressed"}
	ocsfResolved   = ocsfEnum{4, "Resolved"}
)

// KnownOCSFClass reports whether a report can be written as the class.
func KnownOCSFClass(uid int) bool { return slices.Contains(OCSFClasses(), uid) }
