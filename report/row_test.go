package report

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"lambda-audit/rules"
)

// tenths is 0.1 + 0.2 as a computer adds them.
const tenths = 0.30000000000000004

func TestRound(t *testing.T) {
	for v, want := range map[float64]float64{
		tenths:          0.3,
		0:               0,
		0.0000133334:    0.0000133334,
		2.0 / 3:         0.666667,
		843.12549:       843.1255,
		-843.12549:      -843.1255,
		12345678901:     12345678901,
		1 << 53:         1 << 53,
		0.9999999:       1,
		math.MaxFloat64: math.MaxFloat64,
	} {
		if got := round(v); got != want {
			t.Errorf("round(%v) = %v, want %v", v, got, want)
		}
	}
}

func TestEncodeRow(t *testing.T) {
	type Inner struct {
		List []int `json:"list"`
	}
	type row struct {
		Inner
		Any    any       `json:"any"`
		None   any       `json:"none"`
		Number *float64  `json:"number"`
		Broken *float64  `json:"broken"`
		Rows   []Inner   `json:"rows"`
		At     time.Time `json:"at"`
		Text   string    `json:"text"`
	}
	given := row{
		Any: []string(nil), Number: ptr(tenths), Broken: ptr(math.NaN()), Rows: []Inner{{}},
		At: taken.In(time.FixedZone("", 3600)), Text: "<&>\u009b\u202e\U000e0041",
	}
	want := `{"list":[],"any":[],"none":null,"number":0.3,"broken":null,"rows":[{"list":[]}],` +
		`"at":"2026-11-23T09:00:00Z","text":"<&>\u009b\u202e\udb40\udc41"}`
	got, err := encodeRow(given, "", "")
	if err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	if given.Rows[0].List != nil || *given.Number == 0.3 {
		t.Error("encoding changed the row")
	}
}

// TestJSONStreams wants a finding to be written before the next but one is made.
func TestJSONStreams(t *testing.T) {
	var text bytes.Buffer
	r := cleanAccount()
	r.Findings = func(yield func(rules.FindingRow) bool) {
		for i := range 3 {
			row := sampleFinding(rules.Fail, "env-secret", "f", fmt.Sprint("locus-", i), "", "")
			if last := fmt.Sprint("locus-", i-1); i > 0 && !strings.Contains(text.String(), last) {
				t.Errorf("%s was held back", last)
			}
			if !yield(row) {
				return
			}
		}
	}
	if err := jsonFormat(t).Write(&text, r); err != nil {
		t.Fatal(err)
	}
}

func TestJSONIsStable(t *testing.T) {
	first := written(t, jsonFormat(t), shop())
	for range 5 {
		if !bytes.Equal(first, written(t, jsonFormat(t), shop())) {
			t.Fatal("the same result gives other bytes")
		}
	}
	if !bytes.Contains(first, []byte(`"monthly_saving_usd": 0.3,`)) {
		t.Error("the saving of 0.1 + 0.2 dollars is not 0.3")
	}
}
