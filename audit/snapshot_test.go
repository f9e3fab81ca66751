package audit

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

// noted is a fact that only these tests know.
var noted = RegisterFact(Fact[map[string]float64]{Name: "test-noted", Kind: KindRegion})

// swept is a fact that one call tells of the whole account.
var swept = RegisterFact(Fact[[]string]{Name: "test-swept", Kind: KindRegion, Over: KindAccount})

func testHeader() Header {
	return Header{Schema: SchemaVersion, RunID: "r", Account: "111122223333", Partition: "aws", Regions: []string{"eu-west-1", "us-east-1"},
		TakenAt: time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC), Window: NewWindow(time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC), 14)}
}

func written(t testing.TB, lines ...Line) string {
	t.Helper()
	var out bytes.Buffer
	w, err := NewWriter(&out, testHeader())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if err := w.Line(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close([]CallCount{{Service: "Lambda", Operation: "ListFunctions", Calls: 3}}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSnapshotIsReadAsItWasWritten(t *testing.T) {
	text := written(t,
		Line{Fact: "test-noted", ID: "eu-west-1", Value: []byte(`{"x":1.5}`)},
		Line{Fact: "test-noted", ID: "us-east-1", Unknown: &Unknown{Reason: Denied, Action: "x:Y"}},
		Line{Begin: "test-swept", Over: "111122223333"},
		Line{Fact: "test-swept", ID: "eu-west-1", Over: "111122223333", Value: []byte(`null`)},
		Line{End: "test-swept", Over: "111122223333"},
		Line{Fact: "of-a-newer-version", ID: "a", Value: []byte(`[]`)},
	)
	k, err := ReadSnapshot(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	r := k.Reader()
	if v, err := noted.Of(r, "eu-west-1"); err != nil || v["x"] != 1.5 {
		t.Errorf("%v, %v", v, err)
	}
	var u *Unknown
	if _, err := noted.Of(r, "us-east-1"); !errors.As(err, &u) || u.Action != "x:Y" {
		t.Errorf("%v", err)
	}
	if v, err := swept.Of(r, "eu-west-1"); err != nil || len(v) != 0 {
		t.Errorf("an empty list reads as %v, %v", v, err)
	}
	if _, err := swept.Of(r, "us-east-1"); !errors.As(err, &u) || u.Reason != NoData {
		t.Errorf("what a whole listing does not hold reads as %v", err)
	}
	if k.Calls[0].Calls != 3 || k.Header.RunID != "r" {
		t.Errorf("%+v", k.Calls)
	}
}

func TestASecondBeginVoidsWhatABrokenSweepPut(t *testing.T) {
	text := written(t,
		Line{Begin: "test-swept", Over: "111122223333"},
		Line{Fact: "test-swept", ID: "eu-west-1", Over: "111122223333", Value: []byte(`["old"]`)},
		Line{Begin: "test-swept", Over: "111122223333"},
		Line{Fact: "test-swept", ID: "us-east-1", Over: "111122223333", Value: []byte(`["new"]`)},
		Line{End: "test-swept", Over: "111122223333"},
	)
	k, err := ReadSnapshot(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if v, err := swept.Of(k.Reader(), "eu-west-1"); err == nil {
		t.Errorf("what the broken attempt put is still there: %v", v)
	}
}

func TestSnapshotsThatCannotBeTrusted(t *testing.T) {
	whole := written(t, Line{Fact: "test-noted", ID: "eu-west-1", Value: []byte(`{"x":1}`)})
	lines := strings.SplitAfter(strings.TrimSuffix(whole, "\n"), "\n")
	for name, c := range map[string]struct{ text, want string }{
		"empty":      {"", "empty"},
		"no JSON":    {"hello\n", "no snapshot"},
		"other JSON": {`{"findings":[]}` + "\n", "no snapshot"},
		"newer":      {strings.Replace(whole, `"lambda_audit_snapshot":1`, `"lambda_audit_snapshot":9`, 1), "format 9"},
		"cut":        {strings.Join(lines[:2], ""), "no trailer"},
		"mid-line":   {whole[:len(lines[0])+20], "no trailer"},
		"torn":       {lines[0] + "{\"fact\n" + lines[2], "line 2"},
		"no value":   {lines[0] + `{"fact":"test-noted","id":"x"}` + "\n" + lines[2], "line 2"},
		"changed":    {strings.Replace(whole, `{"x":1}`, `{"x":2}`, 1), "damaged"},
		"tail":       {whole + "{}\n", "behind its trailer"},
		"twice":      {whole + whole, "behind its trailer"},
		"line lost":  {lines[0] + lines[2], "damaged"},
		"wrong type": {strings.Replace(whole, `{"x":1}`, `"text"`, 1), "line 2"},
		"stray line": {lines[0] + "{}\n" + lines[2], "line 2"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadSnapshot(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func FuzzReadSnapshot(f *testing.F) {
	f.Add([]byte(written(f, Line{Fact: "test-noted", ID: "eu-west-1", Value: []byte(`{"x":1}`)})))
	f.Add([]byte(`{"lambda_audit_snapshot":1,"account_id":"1","taken_at":"2026-11-23T06:30:00Z","window":{"days":1}}` + "\n{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := ReadSnapshot(bytes.NewReader(data))
		if err == nil && k == nil {
			t.Error("neither a snapshot nor an error")
		}
		if k != nil {
			k.Problems(Set{})
		}
	})
}
