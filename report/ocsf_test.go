package report

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestOCSFGolden(t *testing.T) {
	formatGoldens(t, "ocsf", "ocsf-2003", Options{})
	formatGoldens(t, "ocsf", "ocsf-2004", Options{OCSFClass: OCSFDetection})
}

// anEvent is the part of an event that the tests read.
type anEvent struct {
	ActivityID int    `json:"activity_id"`
	TypeUID    int    `json:"type_uid"`
	StatusID   int    `json:"status_id"`
	StatusCode string `json:"status_code"`
	Comment    string `json:"comment"`
	IsAlert    *bool  `json:"is_alert"`
	Compliance *struct {
		StatusID int    `json:"status_id"`
		Status   string `json:"status"`
	} `json:"compliance"`
	Resources []struct {
		UID  string `json:"uid"`
		Type string `json:"type"`
	} `json:"resources"`
	Remediation *struct{ Desc string } `json:"remediation"`
}

func ocsfRead(t *testing.T, options Options, rows ...rules.FindingRow) []anEvent {
	t.Helper()
	var events []anEvent
	r := shop()
	r.Result.Errors = nil
	for text := range strings.Lines(string(inFormat(t, "ocsf", with(telling(r, rows...), options)))) {
		var event anEvent
		if err := json.Unmarshal([]byte(text), &event); err != nil {
			t.Fatal(err)
		}
		events = append(events, event)
	}
	return events
}

func TestOCSFVerdicts(t *testing.T) {
	row := shopFindings()[0]
	for outcome, want := range map[rules.Outcome]struct {
		state      int
		code       string
		compliance string
		alert      bool
	}{
		rules.Fail:          {1, "FAIL", "Fail", true},
		rules.Unknown:       {0, "UNKNOWN", "Unknown", false},
		rules.Pass:          {4, "PASS", "Pass", false},
		rules.NotApplicable: {99, "NOT_APPLICABLE", "Not Applicable", false},
	} {
		row.Outcome = outcome
		got := ocsfRead(t, Options{}, row)[0]
		if got.StatusID != want.state || got.StatusCode != want.code || got.Compliance.Status != want.compliance || got.IsAlert != nil {
			t.Errorf("%v: %+v, %+v", outcome, got, got.Compliance)
		}
		if (got.Remediation != nil) != (outcome == rules.Fail) {
			t.Errorf("%v: remediation %v", outcome, got.Remediation)
		}
		alarm := ocsfRead(t, Options{OCSFClass: OCSFDetection}, row)[0]
		if alarm.StatusID != want.state || alarm.Compliance != nil || alarm.IsAlert == nil || *alarm.IsAlert != want.alert {
			t.Errorf("%v as a detection: %+v", outcome, alarm)
		}
	}
}

// TestOCSFCloses wants what is fixed or gone to be closed, in both classes, and
// nothing else.
func TestOCSFCloses(t *testing.T) {
	for class, name := range map[int]string{OCSFCompliance: "night.ocsf-2003.golden", OCSFDetection: "night.ocsf-2004.golden"} {
		r := with(nextNight(), Options{OCSFClass: class})
		text := inFormat(t, "ocsf", r)
		golden(t, name, text)
		closed := 0
		for line := range strings.Lines(string(text)) {
			var event anEvent
			if err := json.Unmarshal([]byte(line), &event); err != nil {
				t.Fatal(err)
			}
			if event.ActivityID == 3 {
				closed++
				if event.StatusID != 4 || event.TypeUID != class*100+3 || event.IsAlert != nil && *event.IsAlert {
					t.Errorf("a finding is closed as %+v", event)
				}
			} else if event.ActivityID != 1 || event.TypeUID != class*100+1 {
				t.Errorf("a finding is told of as %+v", event)
			}
		}
		if want := len(resolvedIDs(r)); closed != want {
			t.Errorf("%d findings are closed, want %d", closed, want)
		}
	}
}

func TestOCSFSuppressed(t *testing.T) {
	row := shopFindings()[0]
	row.Suppressed, row.SuppressReason = true, "known"
	got := ocsfRead(t, Options{OCSFClass: OCSFDetection}, row)[0]
	if got.StatusID != 3 || got.StatusCode != "FAIL" || got.Comment != "known" || *got.IsAlert {
		t.Errorf("%+v", got)
	}
}

// What could not be read is unknown, and never missing.
func TestWhatCouldNotBeReadIsAFinding(t *testing.T) {
	r := telling(shop())
	events := string(inFormat(t, "ocsf", r))
	if n := strings.Count(events, `"status_code":"UNKNOWN"`); n != len(r.Result.Errors) || strings.Count(events, "\n") != n {
		t.Errorf("%d things could not be read, and %d events say so:\n%s", len(r.Result.Errors), n, events)
	}
	if want := "the IAM action lambda:GetPolicy is missing"; !strings.Contains(events, want) {
		t.Errorf("no event says that %s:\n%s", want, events)
	}
	ids := map[string]bool{}
	for _, f := range sent(t, inFormat(t, "asff", r)) {
		if f.Compliance.Status != "NOT_AVAILABLE" || f.FindingProviderFields.Severity.Label != "INFORMATIONAL" || ids[f.ID] {
			t.Errorf("sent as %+v", f)
		}
		ids[f.ID] = true
	}
	if len(ids) != len(r.Result.Errors) {
		t.Errorf("%d things could not be read, and %d are sent", len(r.Result.Errors), len(ids))
	}
}

// A role is named first, and of its functions not all where they are thousands.
func TestOCSFNamesSomeFunctions(t *testing.T) {
	row := sharedRoleFinding()
	role := row.Subject
	for range 10 {
		row.FunctionARNs = append(row.FunctionARNs, row.FunctionARNs[:7]...)
	}
	got := ocsfRead(t, Options{}, row)[0].Resources
	if len(got) != ocsfResources || got[0].UID != role || got[0].Type != "AwsIamRole" || got[1].Type != "AwsLambdaFunction" {
		t.Errorf("%d resources: %v", len(got), got)
	}
}

func TestResources(t *testing.T) {
	for subject, want := range map[string]resource{
		"arn:aws:lambda:eu-west-1:1:function:f:live": {kind: "AwsLambdaFunction", name: "f", partition: "aws", region: "eu-west-1", account: "1"},
		"arn:aws-cn:iam::1:role/a/b":                 {kind: "AwsIamRole", name: "b", partition: "aws-cn", region: "global", account: "1"},
		"arn:aws:sqs:eu-west-1:1:q":                  {kind: "AwsSqsQueue", name: "q", partition: "aws", region: "eu-west-1", account: "1"},
		"arn:aws:lambda:eu-west-1:1:layer:l:1":       {kind: "Other", name: "l", partition: "aws", region: "eu-west-1", account: "1"},
	} {
		want.id = subject
		row := rules.FindingRow{Stamp: stamp("global"), Subject: subject}
		if got := resourceOf(&row); got != want {
			t.Errorf("%s is %+v", subject, got)
		}
	}
	row := rules.FindingRow{Stamp: stamp("us-gov-west-1"), Subject: "us-gov-west-1"}
	want := resource{"AWS::::Account:" + sampleAccount, "AwsAccount", "us-gov-west-1", "aws-us-gov", "us-gov-west-1", sampleAccount}
	if got := resourceOf(&row); got != want {
		t.Errorf("a region is %+v", got)
	}
	if !slices.Contains(OCSFClasses(), 2004) || KnownOCSFClass(2005) {
		t.Error(OCSFClasses())
	}
}
