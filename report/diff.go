package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"lambda-audit/rules"
)

// diffFormats are the formats of what diff tells, of a report that has a
// Comparison and nothing of its result but the run. The first is the one that
// nobody has to ask for.
var diffFormats = []*Format{
	{Name: "table", Write: writeDiffTable},
	{Name: "json", Write: writeDiffJSON},
	{Name: "markdown", Write: writeDiffMarkdown},
}

// ParseDiffOutputs reads the values of -o as ParseOutputs does, for what diff
// tells.
func ParseDiffOutputs(values []string) ([]Output, error) {
	return parseOutputs(values, diffFormats[0], func(name string) (*Format, error) { return findAmong(diffFormats, name) })
}

// writeDiffTable writes the numbers, and then what changed, worst first.
func writeDiffTable(w io.Writer, r *Report) error {
	p := newPage(w, r)
	old, now := r.Comparison.Old, &r.Result.Run
	p.items(p.paint(bold, "From "+minute(old.TakenAt)+" to "+minute(now.TakenAt)),
		"score "+scored(old)+" → "+scored(now), fmt.Sprintf("functions %s → %s", count(old.Functions), count(now.Functions)))
	for _, text := range r.Comparison.Apart {
		p.paragraph(p.paint(yellow, "note")+"  ", clean(text))
	}
	p.items(r.Comparison.counted()...)
	if len(r.Comparison.Rows) > 0 {
		p.print("")
	}
	p.changes(changesGrid(), r.Comparison, changesListed, nil)
	return p.err
}

func scored(run *rules.Run) string {
	return strings.TrimSpace(points(run.Score) + " " + clean(run.Grade))
}

// A diffRoot is the one object that diff -o json writes.
type diffRoot struct {
	Old     diffRun           `json:"old"`
	New     diffRun           `json:"new"`
	Counts  []rules.Count     `json:"counts"`
	Apart   []string          `json:"apart"`
	Changes []rules.ChangeRow `json:"changes"`
}

// A diffRun is one of the two runs, as far as it takes to tell them apart.
type diffRun struct {
	RunID        string    `json:"run_id"`
	TakenAt      time.Time `json:"taken_at"`
	Version      string    `json:"version"`
	ScoreFormula string    `json:"score_formula"`
	Mode         string    `json:"mode"`
	AccountIDs   []string  `json:"account_ids"`
	Functions    int       `json:"functions"`
	Score        *float64  `json:"score"`
	Grade        string    `json:"grade"`
	Coverage     *float64  `json:"coverage"`
	Partial      bool      `json:"partial"`
}

func diffRunOf(r *rules.Run) diffRun {
	return diffRun{r.RunID, r.TakenAt, r.Version, r.ScoreFormula, r.Mode, r.AccountIDs, r.Functions, r.Score, r.Grade, r.Coverage, r.Partial}
}

func writeDiffJSON(w io.Writer, r *Report) error {
	c := r.Comparison
	text, err := encodeRow(diffRoot{diffRunOf(c.Old), diffRunOf(&r.Result.Run), c.Counts, c.Apart, c.Rows}, "", " ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text+"\n")
	return err
}
