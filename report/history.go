package report

import (
	"io"
	"reflect"
	"time"

	"lambda-audit/rules"
)

// A Night is what a stored result says of its run, or of one account in it.
type Night struct {
	TakenAt    time.Time `json:"taken_at"`
	RunID      string    `json:"run_id"`
	File       string    `json:"file"`
	AccountIDs []string  `json:"account_ids"`
	Version    string    `json:"version"`
	Mode       string    `json:"mode"`
	Narrow     bool      `json:"narrow"` // only some functions were meant
	Functions  int       `json:"functions"`
	Score      *float64  `json:"score"`
	Grade      string    `json:"grade"`
	Coverage   *float64  `json:"coverage"`
	Critical   int       `json:"critical"`
	High       int       `json:"high"`
	Medium     int       `json:"medium"`
	Low        int       `json:"low"`
	New        *int      `json:"new"` // null where the run was compared with nothing
	Fixed      *int      `json:"fixed"`
	Partial    bool      `json:"partial"`
	Outcome    string    `json:"outcome"`
	ExitCode   int       `json:"exit_code"`
}

// NightOf is what a run says as a whole.
func NightOf(file string, run *rules.Run, accounts []rules.Account) Night {
	n := Night{
		TakenAt: run.TakenAt, RunID: run.RunID, File: file, AccountIDs: run.AccountIDs, Version: run.Version, Mode: run.Mode, Functions: run.Functions,
		Score: run.Score, Grade: run.Grade, Coverage: run.Coverage, Partial: run.Partial, Outcome: run.Outcome, ExitCode: run.ExitCode,
	}
	for i := range accounts {
		n.add(&accounts[i])
	}
	for i := range run.ChangeCounts {
		switch c := &run.ChangeCounts[i]; c.Name {
		case rules.ChangeNew:
			n.New = &c.Count
		case rules.ChangeFixed:
			n.Fixed = &c.Count
		}
	}
	return n
}

// NightOfAccount is what a run says of one of its accounts. What changed is known
// of the run as a whole only, and so where it has no other account.
func NightOfAccount(file string, run *rules.Run, a *rules.Account) Night {
	alone := *run
	alone.AccountIDs, alone.TakenAt = []string{a.AccountID}, a.TakenAt
	alone.Functions, alone.Score, alone.Grade, alone.Coverage = a.Functions, a.Score, a.Grade, a.Coverage
	alone.Partial = a.State == rules.AccountPartial || a.State == rules.AccountFailed
	if len(run.AccountIDs) > 1 {
		alone.ChangeCounts = nil
	}
	return NightOf(file, &alone, []rules.Account{*a})
}

func (n *Night) add(a *rules.Account) {
	n.Critical, n.High, n.Medium, n.Low = n.Critical+a.Critical, n.High+a.High, n.Medium+a.Medium, n.Low+a.Low
	n.Narrow = n.Narrow || len(a.Scope.Functions)+len(a.Scope.Exclude)+len(a.Scope.Tags) > 0
}

// historyFormats are the formats of what history tells, of a report that has
// nothing but nights and the run of the newest. The first is the one that nobody
// has to ask for.
var historyFormats = []*Format{
	{Name: "table", Write: writeHistoryTable},
	{Name: "json", Write: writeHistoryJSON},
	{Name: "csv", Write: writeHistoryCSV},
}

// ParseHistoryOutputs reads the values of -o as ParseOutputs does, for what history
// tells.
func ParseHistoryOutputs(values []string) ([]Output, error) {
	return parseOutputs(values, historyFormats[0], func(name string) (*Format, error) { return findAmong(historyFormats, name) })
}

// A historyRoot is the one object that history -o json writes.
type historyRoot struct {
	Nights []Night `json:"nights"`
}

func writeHistoryJSON(w io.Writer, r *Report) error {
	text, err := encodeRow(historyRoot{r.Nights}, "", " ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text+"\n")
	return err
}

func writeHistoryCSV(w io.Writer, r *Report) error {
	fields := reflect.VisibleFields(reflect.TypeFor[Night]())
	line := make([]string, len(fields))
	for i, field := range fields {
		line[i] = quoted(jsonName(field))
	}
	err := writeRecord(w, line)
	for at := 0; err == nil && at < len(r.Nights); at++ {
		for i, field := range fields {
			if line[i], err = csvCell(reflect.ValueOf(r.Nights[at]).FieldByIndex(field.Index)); err != nil {
				return err
			}
		}
		err = writeRecord(w, line)
	}
	return err
}
