package custom

import (
	"encoding/json"
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// Prefix begins the id of every custom rule, so that none of the program's own
// ever takes it.
const Prefix = "custom-"

// A Definition is a rule as its file has it.
type Definition struct {
	ID            string
	Title         string
	Severity      rules.Severity
	Pillar        rules.Pillar
	Kind          audit.KindName // of its subjects
	Why, Fix      string
	References    []string
	Params        json.RawMessage // an object of defaults; nil: none
	Fail          Expression
	NotApplicable *Expression // nil: it speaks of every subject
	Message       *Expression // nil: the title
	Locus         *Expression // nil: the subject as a whole
	Evidence      []Evidence
	Examples      []Example
	Source        string // file and line
}

// Evidence is a row of a finding's evidence, computed.
type Evidence struct {
	Field string
	Got   Expression
	Want  *Expression // nil: null
	Unit  string
}

// judges is the text of all that decides what the rule finds, where, how severe, and
// what it shows: where that changed, the rule did. Why, fix and examples are not in it.
func (d *Definition) judges() string {
	texts := []string{string(d.Kind), d.Severity.String(), string(d.Params), d.Fail.text(), d.NotApplicable.text(), d.Locus.text()}
	for i := range d.Evidence {
		row := &d.Evidence[i]
		texts = append(texts, row.Field, row.Got.text(), row.Want.text(), row.Unit)
	}
	return fmt.Sprintf("%q", texts)
}

// An Expression is a text in CEL, and where it stands in its file: At tells it of a
// line and a column of the text, both counted from 1.
type Expression struct {
	Text string
	Name string // what it is of its rule, such as "fail"
	At   func(line, column int) Place
}

// A Place is where something stands in a file, counted from 1.
type Place struct{ Line, Column int }

// A Mistake is something that is wrong in a definition, and the way out.
type Mistake struct {
	Place
	Message, Hint string
}

// mistake is one about an expression as a whole.
func (e *Expression) mistake(hint, format string, args ...any) Mistake {
	return Mistake{e.At(1, 1), e.Name + ": " + fmt.Sprintf(format, args...), hint}
}

// text is what the expression says; "" where there is none.
func (e *Expression) text() string {
	if e == nil {
		return ""
	}
	return e.Text
}
