package secrets

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"testing"
)

// variableRows are environment variables as people write them, one JSON object
// a line. They were written from the world and not from this package's code,
// batch by batch, each before the classifier had seen any of it.
//
//go:embed testdata/variables.jsonl
var variableRows []byte

// An expectation says what a row must be classified as.
const (
	expectSecret   = "secret"
	expectNot      = "not"
	expectArguable = "arguable" // specialists differ; not counted
)

type variableRow struct {
	Batch    int    `json:"batch"`
	Name     string `json:"name"`
	Template string `json:"template"`
	Expect   string `json:"expect"`
	Kind     string `json:"kind"`
	Source   string `json:"source"` // a document's address, or people
	line     int
}

func (r variableRow) String() string {
	return fmt.Sprintf("line %d: %s (%s)", r.line, r.Name, r.Kind)
}

func readVariables(t testing.TB) (rows []variableRow) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(variableRows))
	for line := 1; lines.Scan(); line++ {
		row := variableRow{line: line}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatalf("line %d: %v", line, err)
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// tally counts what was found and missed in one batch.
type tally struct{ found, missed, wrong, right int }

func (c tally) recall() float64    { return float64(c.found) / float64(c.found+c.missed) }
func (c tally) precision() float64 { return float64(c.found) / float64(c.found+c.wrong) }

func (c *tally) add(expect string, secret bool) {
	switch {
	case expect == expectSecret && secret:
		c.found++
	case expect == expectSecret:
		c.missed++
	case secret:
		c.wrong++
	default:
		c.right++
	}
}

// TestVariables demands of every batch what is demanded of unseen corpora, and
// that nothing harmless is ever called a secret. A failure names the row and
// never its value.
func TestVariables(t *testing.T) {
	counts := map[int]*tally{}
	for _, row := range readVariables(t) {
		if row.Expect == expectArguable {
			continue
		}
		if counts[row.Batch] == nil {
			counts[row.Batch] = &tally{}
		}
		judge(t, row, counts[row.Batch])
	}
	for batch := 1; counts[batch] != nil; batch++ {
		c := counts[batch]
		t.Logf("batch %d, %d seeds: recall %.4f, precision %.4f (%d found, %d missed, %d wrong, %d right)",
			batch, seeds, c.recall(), c.precision(), c.found, c.missed, c.wrong, c.right)
		if c.recall() < demandedRecall || c.precision() < demandedPrecision {
			t.Errorf("batch %d: recall %.4f, precision %.4f; want %.2f and %.2f",
				batch, c.recall(), c.precision(), demandedRecall, demandedPrecision)
		}
	}
}

// judge classifies a row under every seed and names it where it is not as
// expected: a miss is told, a false alarm is an error.
func judge(t *testing.T, row variableRow, count *tally) {
	t.Helper()
	failed := 0
	var last Variable
	for seed := range uint64(seeds) {
		text, err := newGenerator(seed).expand(row.Template)
		if err != nil {
			t.Fatalf("%s: %v", row, err)
		}
		v := classify(row.Name, text)
		count.add(row.Expect, v.Secret())
		if v.Secret() != (row.Expect == expectSecret) {
			failed, last = failed+1, v
		}
	}
	if failed == 0 {
		return
	}
	told := fmt.Sprintf("%s: %d of %d seeds are %s %s by %s", row, failed, seeds, last.Class, last.Kind, last.Step)
	if row.Expect == expectNot {
		t.Error(told)
		return
	}
	t.Log(told)
}

// TestVariablesAreManyAndWellFormed keeps the corpus from shrinking.
func TestVariablesAreManyAndWellFormed(t *testing.T) {
	kinds := map[string]map[string]bool{expectSecret: {}, expectNot: {}, expectArguable: {}}
	rows := map[string]int{}
	for _, row := range readVariables(t) {
		if kinds[row.Expect] == nil || row.Name == "" || row.Kind == "" || row.Source == "" || row.Batch == 0 {
			t.Fatalf("%s is incomplete", row)
		}
		kinds[row.Expect][row.Kind] = true
		rows[row.Expect]++
	}
	for _, expect := range []string{expectSecret, expectNot} {
		t.Logf("%s: %d rows of %d kinds", expect, rows[expect], len(kinds[expect]))
		if rows[expect] < 250 || len(kinds[expect]) < 110 {
			t.Errorf("%s: %d rows of %d kinds", expect, rows[expect], len(kinds[expect]))
		}
	}
}
