package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestASFFGolden(t *testing.T) { formatGoldens(t, "asff", "asff", Options{}) }

// sentFinding is the part of a finding that the tests read.
type sentFinding struct {
	ID         string `json:"Id"`
	ProductArn string
	Compliance struct {
		Status        string
		StatusReasons []struct{ ReasonCode string }
	}
	RecordState           string
	Description           string
	FindingProviderFields struct{ Severity struct{ Label string } }
	Remediation           *struct{ Recommendation struct{ Text, URL string } }
	Resources             []struct{ Type, Region string }
	ProductFields         map[string]string
}

func sent(t *testing.T, document []byte) []sentFinding {
	t.Helper()
	var list []sentFinding
	if err := json.Unmarshal(document, &list); err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	return list
}

func TestASFFOutcomes(t *testing.T) {
	row := shopFindings()[0]
	row.Reason = "no-data"
	for outcome, want := range map[rules.Outcome]string{
		rules.Fail:          "FAILED [] ACTIVE CRITICAL",
		rules.Pass:          "PASSED [] ACTIVE INFORMATIONAL",
		rules.Unknown:       "NOT_AVAILABLE [{NO_DATA}] ACTIVE CRITICAL",
		rules.NotApplicable: "NOT_AVAILABLE [{NOT_APPLICABLE}] ARCHIVED INFORMATIONAL",
	} {
		row.Outcome = outcome
		f := sent(t, inFormat(t, "asff", telling(shop(), row)))[0]
		got := fmt.Sprint(f.Compliance.Status, " ", f.Compliance.StatusReasons, " ", f.RecordState, " ", f.FindingProviderFields.Severity.Label)
		if got != want || (f.Remediation != nil) != (outcome == rules.Fail) {
			t.Errorf("%v is sent as %s, remediation %v; want %s", outcome, got, f.Remediation, want)
		}
	}
	row.Outcome, row.Suppressed = rules.Fail, true
	if f := sent(t, inFormat(t, "asff", telling(shop(), row)))[0]; f.RecordState != "ARCHIVED" || f.Compliance.Status != "FAILED" {
		t.Errorf("a suppressed failure is sent as %+v", f)
	}
}

func TestASFFNeverCutsCommands(t *testing.T) {
	row := shopFindings()[0]
	for _, size := range []int{512, 513, 2048, 2049} {
		row.Fix = strings.Repeat("x", size)
		f := sent(t, inFormat(t, "asff", telling(shop(), row)))[0]
		if whole := f.Remediation.Recommendation.Text == row.Fix; whole != (size <= 512) {
			t.Errorf("%d characters: recommends %.60q", size, f.Remediation.Recommendation.Text)
		}
		if whole := f.ProductFields["lambda-audit/Fix"] == row.Fix; whole != (size <= 2048) || !whole && f.ProductFields["lambda-audit/Fix"] != "" {
			t.Errorf("%d characters: %.60q", size, f.ProductFields["lambda-audit/Fix"])
		}
	}
}

func TestASFFTellsARegionOfWhatIsGlobal(t *testing.T) {
	row := sharedRoleFinding()
	f := sent(t, inFormat(t, "asff", telling(shop(), row)))[0]
	if want := "arn:aws:securityhub:eu-west-1:123456789012:product/123456789012/default"; f.ProductArn != want || f.Resources[0].Region != "eu-west-1" {
		t.Errorf("sent to %s with %v", f.ProductArn, f.Resources[0])
	}
	row.FunctionARNs = nil
	report := shop()
	if f := sent(t, inFormat(t, "asff", telling(report, row)))[0]; !strings.Contains(f.ProductArn, ":eu-west-1:") {
		t.Errorf("without functions sent to %s", f.ProductArn)
	}
	report.Result.Accounts = nil
	if f := sent(t, inFormat(t, "asff", telling(report, row)))[0]; !strings.Contains(f.ProductArn, ":us-east-1:") {
		t.Errorf("without regions sent to %s", f.ProductArn)
	}
}

// manyFindings are failures in two regions of two accounts, with texts as long as
// they get.
func manyFindings(n int) []rules.FindingRow {
	rows := make([]rules.FindingRow, n)
	for i := range rows {
		rows[i] = shopFindings()[0]
		rows[i].ID, rows[i].AccountID, rows[i].Region = fmt.Sprint(i), []string{"1", "2"}[i%2], []string{"eu-west-1", "us-east-1"}[i/2%2]
	}
	return rows
}

func asffDocuments(t *testing.T, r *Report) [][]byte {
	t.Helper()
	var documents [][]byte
	format, err := Find("asff")
	if err != nil {
		t.Fatal(err)
	}
	if err := format.Batches(r, func(d []byte) error { documents = append(documents, d); return nil }); err != nil {
		t.Fatal(err)
	}
	return documents
}

// Every finding is in one batch, and each batch can be sent: to one region of one
// account, and not too long.
func TestASFFBatches(t *testing.T) {
	for most, want := range map[int]int{0: 8, 100: 8, 10: 44, 50: 12} { // 110, 110, 110 and 109 findings
		r := with(telling(cleanAccount(), manyFindings(439)...), Options{ASFFBatch: most})
		var ids []string
		documents := asffDocuments(t, r)
		for _, d := range documents {
			list := sent(t, d)
			for _, f := range list {
				ids = append(ids, f.ID)
				if f.ProductArn != list[0].ProductArn {
					t.Fatalf("a batch goes to %s and %s", f.ProductArn, list[0].ProductArn)
				}
			}
			if len(list) == 0 || most > 0 && len(list) > most || len(list) > ASFFMostOfBatch {
				t.Errorf("a batch of %d, want at most %d", len(list), most)
			}
		}
		slices.Sort(ids)
		if len(documents) != want || len(slices.Compact(ids)) != 439 {
			t.Errorf("at most %d: %d batches, %d findings; want %d batches", most, len(documents), len(ids), want)
		}
	}
}

func TestASFFBatchesAreSmall(t *testing.T) {
	rows := manyFindings(200)
	for i := range rows {
		rows[i].EvidenceText, rows[i].Message = strings.Repeat("\x01", 9000), strings.Repeat("\u202e", 9000)
		rows[i].Fix, rows[i].Locus = strings.Repeat("\x02", 2000), strings.Repeat("\x03", 9000)
		rows[i].SuppressReason, rows[i].ManagedBy = strings.Repeat("\x04", 9000), strings.Repeat("\x05", 9000)
		rows[i].AccountID, rows[i].Region = "1", "eu-west-1"
	}
	documents := asffDocuments(t, telling(cleanAccount(), rows...))
	if len(documents) <= 2 {
		t.Errorf("only %d batches: the sizes are not put to the test", len(documents))
	}
	for _, d := range documents {
		if len(d) > asffBatchBytes {
			t.Errorf("a batch has %d bytes", len(d))
		}
		for _, f := range sent(t, d) {
			if length(f.Description) > asffText {
				t.Errorf("a description has %d characters", length(f.Description))
			}
		}
	}
	if none := asffDocuments(t, telling(cleanAccount())); len(none) != 0 {
		t.Errorf("no findings give %q", none)
	}
}
