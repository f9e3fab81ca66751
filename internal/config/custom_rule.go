package config

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"lambda-audit/rules/custom"
)

// definitions gives a file of custom rules its meaning.
func (r *reading) definitions(d *rulesDocument, text []byte) []custom.Definition {
	lines := strings.Split(string(text), "\n")
	list := make([]custom.Definition, len(d.Rules))
	for i := range d.Rules {
		list[i] = r.definition(fmt.Sprintf("rules[%d]", i), &d.Rules[i], lines)
	}
	return list
}

func (r *reading) definition(name string, d *ruleDocument, lines []string) custom.Definition {
	expression := func(key, text string) custom.Expression {
		node := r.texts[name+"."+key]
		return custom.Expression{Text: text, Name: key, At: func(line, column int) custom.Place { return within(node, lines, line, column) }}
	}
	optional := func(key string, text *string) *custom.Expression {
		if text == nil {
			return nil
		}
		made := expression(key, *text)
		return &made
	}
	made := custom.Definition{
		ID: d.ID, Title: d.Title, Severity: d.Severity, Pillar: d.Pillar, Kind: d.kindOf(), Why: d.Why, Fix: d.Fix,
		References: d.References, Params: d.Params, Source: r.source(name + ".id"),
		Fail: expression("fail", d.Fail), NotApplicable: optional("not_applicable", d.NotApplicable),
		Message: optional("message", d.Message), Locus: optional("locus", d.Locus),
	}
	for i, row := range d.Evidence {
		key := fmt.Sprintf("evidence[%d].", i)
		made.Evidence = append(made.Evidence, custom.Evidence{Field: row.Field, Got: expression(key+"got", row.Got), Want: optional(key+"want", row.Want), Unit: row.Unit})
	}
	for i := range d.Examples {
		made.Examples = append(made.Examples, r.example(fmt.Sprintf("%s.examples[%d]", name, i), &d.Examples[i]))
	}
	return made
}

func (r *reading) example(name string, d *exampleDocument) custom.Example {
	return custom.Example{
		Name: d.Name, Subject: d.Subject, Facts: d.Given, Unknown: d.Unknown, Params: d.Params, Want: d.Want, Message: d.Message, Locus: d.Locus,
		At: func(key string) custom.Place {
			for _, inner := range []string{name + "." + key, name + ".given." + key, name + ".unknown"} {
				if at, ok := r.places[inner]; ok {
					return custom.Place(at)
				}
			}
			return custom.Place(r.places[name])
		},
	}
}

// within finds a place of a text in its file. Where the file folds the text's lines
// it is the text's beginning.
func within(n *yaml.Node, lines []string, line, column int) custom.Place {
	start := custom.Place{Line: n.Line, Column: n.Column}
	if n.Style&yaml.LiteralStyle != 0 {
		values := strings.Split(n.Value, "\n")
		if line > len(values) || n.Line+line > len(lines) {
			return start
		}
		indent := len(lines[n.Line+line-1]) - len(values[line-1])
		return custom.Place{Line: n.Line + line, Column: max(0, indent) + column}
	}
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		start.Column++
	}
	if line > 1 || n.Style&yaml.FoldedStyle != 0 || !standsThere(n.Value, lines[n.Line-1], start.Column) {
		return start
	}
	return custom.Place{Line: n.Line, Column: start.Column + column - 1}
}

// standsThere reports whether a line holds the text as it is.
func standsThere(text, line string, column int) bool {
	for ; column > 1 && line != ""; column-- {
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	return strings.HasPrefix(line, text)
}
