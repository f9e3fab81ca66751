package compare

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

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
	if err := f.check(); err != nil {
		return nil, err
	}
	return f.record, nil
}

// A file is a result under way.
type file struct {
	decoder *json.Decoder
	record  *Record
	seen    []string
	names   map[string]string // each text once
	unknown int               // unknowns among the findings
	lacking int               // verdicts that are unknown for a reason to act on: each has such a finding
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
	if cutOff(err) {
		return errors.New("it is cut: it ends in the middle")
	}
	return fmt.Errorf("it is damaged: %w", err)
}

func cutOff(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

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
		return each(f, f.rule)
	case "summary":
		return each(f, r.addSummary)
	case "not_selected":
		return each(f, func(row *rules.NotSelectedRow) { r.of(row.AccountID).left[row.Rule] = true })
	case "subjects":
		return each(f, func(row *rules.SubjectsRow) {
			slices.Sort(row.IDs) // nobody says who wrote them
			r.addSubjects(row)
		})
	}
	var passedOver json.RawMessage
	if err := f.decoder.Decode(&passedOver); err != nil {
		return broken(err)
	}
	return nil
}

func (f *file) run() error {
	run := &f.record.Run
	if err := f.decoder.Decode(run); cutOff(err) {
		return broken(err)
	} else if err != nil || run.Tool != "lambda-audit" {
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
