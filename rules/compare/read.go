package compare

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// ErrNoResult says that a file is something else than a result.
var ErrNoResult = errors.New("it is no result of lambda-audit: audit -o json=FILE writes one")

// A Head is what stands at the beginning of a result.
type Head struct {
	Run      rules.Run
	Accounts []rules.Account
}

// ReadHead reads the beginning of a result that -o json wrote: the rest of it may
// be long.
func ReadHead(in io.Reader) (*Head, error) {
	f := &file{decoder: json.NewDecoder(in), record: Empty(), names: map[string]string{}}
	err := f.members(func(name string) (bool, error) {
		more := name != "accounts"
		return more, f.member(name)
	})
	if err != nil {
		return nil, err
	}
	return &Head{f.record.Run, f.record.Accounts}, nil
}

// Read reads a result that -o json wrote, row by row. The error is ErrNoResult for
// what is none, and says what is wrong with one that cannot be compared.
func Read(in io.Reader) (*Record, error) {
	f := &file{decoder: json.NewDecoder(in), record: Empty(), names: map[string]string{}}
	err := f.members(func(name string) (bool, error) {
		f.seen = append(f.seen, name)
		return true, f.member(name)
	})
	if err != nil {
		return nil, err
	}
	return f.record, f.check()
}

// A file is a result under way.
type file struct {
	decoder *json.Decoder
	record  *Record
	seen    []string
	names   map[string]string // each text once
	listed  int               // failures among the findings
	failing int               // those that the summary counts
}

// members visits the members of the root until there are no more, or no more are
// wanted. The first must be the run's: other JSON files begin otherwise.
func (f *file) members(visit func(name string) (more bool, err error)) error {
	if start, err := f.decoder.Token(); err != nil || start != json.Delim('{') {
		return ErrNoResult
	}
	for first := true; f.decoder.More(); first = false {
		name, err := f.decoder.Token()
		if err != nil {
			return broken(err)
		}
		if first && name != "run" {
			return ErrNoResult
		}
		more, err := visit(fmt.Sprint(name))
		if err != nil || !more {
			return err
		}
	}
	if _, err := f.decoder.Token(); err != nil {
		return broken(err)
	}
	return nil
}

// broken says that a result does not go on as one does.
func broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it is cut: it ends in the middle")
	}
	return fmt.Errorf("it is damaged: %w", err)
}

// member reads one member of the root.
func (f *file) member(name string) error {
	r := f.record
	switch name {
	case "run":
		return f.run()
	case "accounts":
		return each(f, r.addAccount)
	case "functions":
		return each(f, func(row *rules.Function) {
			row.FunctionARN = f.once(row.FunctionARN)
			r.addFunction(row)
		})
	case "findings":
		return each(f, f.finding)
	case "rules":
		return each(f, r.addRule)
	case "summary":
		return each(f, func(row *rules.SummaryRow) {
			if row.Outcome == rules.Fail {
				f.failing += row.Findings
			}
		})
	case "not_selected":
		return each(f, func(row *rules.NotSelectedRow) { r.of(row.AccountID).left[row.Rule] = true })
	case "subjects":
		return each(f, r.addSubjects)
	}
	var passedOver json.RawMessage
	if err := f.decoder.Decode(&passedOver); err != nil {
		return broken(err)
	}
	return nil
}

func (f *file) run() error {
	run := &f.record.Run
	if err := f.decoder.Decode(run); err != nil || run.Tool != "lambda-audit" {
		return ErrNoResult
	}
	if run.SchemaVersion != rules.SchemaVersion {
		return fmt.Errorf("its form has version %d and this program reads %d", run.SchemaVersion, rules.SchemaVersion)
	}
	return nil
}

// each reads an array row by row.
func each[Row any](f *file, take func(*Row)) error {
	if start, err := f.decoder.Token(); err != nil || start != json.Delim('[') {
		return errors.New("it is damaged: a list is missing")
	}
	for f.decoder.More() {
		var row Row
		if err := f.decoder.Decode(&row); err != nil {
			return broken(err)
		}
		take(&row)
	}
	if _, err := f.decoder.Token(); err != nil {
		return broken(err)
	}
	return nil
}

// A findingLine is what is read of a finding.
type findingLine struct {
	AccountID    string         `json:"account_id"`
	Region       string         `json:"region"`
	ID           rules.ID       `json:"id"`
	Rule         string         `json:"rule"`
	Severity     rules.Severity `json:"severity"`
	Outcome      rules.Outcome  `json:"outcome"`
	SubjectKind  string         `json:"subject_kind"`
	Subject      string         `json:"subject"`
	Locus        string         `json:"locus"`
	Function     string         `json:"function"`
	FunctionARNs []string       `json:"function_arns"`
	Reason       audit.Reason   `json:"reason"`
	Suppressed   bool           `json:"suppressed"`
	ManagedBy    string         `json:"managed_by"`
}

// finding keeps failures, and the unknowns that every result lists.
func (f *file) finding(l *findingLine) {
	switch {
	case l.Outcome == rules.Fail:
		f.listed++
	case l.Outcome != rules.Unknown || !l.Reason.Actionable():
		return
	}
	for i, arn := range l.FunctionARNs {
		l.FunctionARNs[i] = f.once(arn)
	}
	f.record.addMark(&rules.Mark{
		AccountID: f.once(l.AccountID), Region: f.once(l.Region), ID: l.ID, Rule: f.once(l.Rule), Severity: l.Severity, Outcome: l.Outcome,
		SubjectKind: f.once(l.SubjectKind), Subject: f.once(l.Subject), Locus: f.once(l.Locus), Function: f.once(l.Function),
		FunctionARNs: l.FunctionARNs, Suppressed: l.Suppressed, Actionable: l.Outcome == rules.Unknown, Managed: l.ManagedBy != "",
	})
}

// once returns the first copy of a text, so that no other is kept.
func (f *file) once(text string) string {
	if kept, ok := f.names[text]; ok {
		return kept
	}
	f.names[text] = text
	return text
}
