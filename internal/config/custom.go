package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/custom"
)

// CustomRules are the rules of one file, and what it says of each.
type CustomRules struct {
	Rules       []*rules.Rule
	Definitions []custom.Definition
}

// LoadRules reads a file of custom rules. What is wrong with it is Problems, or an
// audit.UsageError where it cannot be read.
func LoadRules(path string) (*CustomRules, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, &audit.UsageError{Message: fmt.Sprintf("read the custom rules: %v", err)}
	}
	return ParseRules(path, raw)
}

// ParseRules reads the text of a file of custom rules. The error is Problems.
func ParseRules(path string, text []byte) (*CustomRules, error) {
	r := newReading(path, publishedRules())
	var d rulesDocument
	if _, err := r.decode(text, &d); err != nil {
		return nil, err
	}
	if d.Rules == nil && len(r.problems) == 0 {
		r.wrong(Place{1, 1}, "", "the file has no rules")
	}
	if err := r.problems.sorted(); err != nil {
		return nil, err // what is malformed cannot be compiled
	}
	made := &CustomRules{Definitions: r.definitions(&d, text)}
	var mistakes []custom.Mistake
	var err error
	if made.Rules, mistakes, err = custom.Compile(made.Definitions); err != nil {
		return nil, err
	}
	for _, m := range mistakes {
		r.wrong(Place(m.Place), m.Hint, "%s", m.Message)
	}
	r.refuseTwins(made.Rules)
	if err := r.problems.sorted(); err != nil {
		return nil, err
	}
	return made, nil
}

// refuseTwins notes ids that stand there twice.
func (r *reading) refuseTwins(list []*rules.Rule) {
	choice := rules.Registered()
	for i, rule := range list {
		wider, err := choice.With(rule)
		if err == nil {
			choice = wider
			continue
		}
		first, _ := choice.ByID(rule.ID)
		r.wrong(r.places[fmt.Sprintf("rules[%d].id", i)], "first at "+first.Source, "the id %s stands there twice", rule.ID)
	}
}

// customRules reads the files that a configuration names, and lets it speak of
// their rules.
func (r *reading) customRules(files []string) []*rules.Rule {
	var list []*rules.Rule
	for i, file := range files {
		if file == "" || r.load == nil {
			continue // an empty one was refused before
		}
		if !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(r.path), file)
		}
		at := r.places[fmt.Sprintf("custom_rules[%d]", i)]
		found, err := r.load(file)
		var problems Problems
		if errors.As(err, &problems) {
			r.problems = append(r.problems, problems...)
			continue
		}
		if err == nil {
			var wider rules.Choice
			if wider, err = r.choice.With(found.Rules...); err == nil {
				r.choice, list = wider, append(list, found.Rules...)
			}
		}
		r.refuse(at, err)
	}
	return list
}

// rulesDocument is a file of custom rules as its schema has it.
type rulesDocument struct {
	Rules []ruleDocument `json:"rules"`
}

type ruleDocument struct {
	ID            string             `json:"id"`
	Title         string             `json:"title"`
	Severity      rules.Severity     `json:"severity"`
	Pillar        rules.Pillar       `json:"pillar"`
	Kind          audit.KindName     `json:"kind"`
	Why           string             `json:"why"`
	Fix           string             `json:"fix"`
	References    []string           `json:"references"`
	Params        json.RawMessage    `json:"params"`
	Fail          string             `json:"fail"`
	NotApplicable *string            `json:"not_applicable"`
	Message       *string            `json:"message"`
	Locus         *string            `json:"locus"`
	Evidence      []evidenceDocument `json:"evidence"`
	Examples      []exampleDocument  `json:"examples"`
}

type evidenceDocument struct {
	Field string  `json:"field"`
	Got   string  `json:"got"`
	Want  *string `json:"want"`
	Unit  string  `json:"unit"`
}

type exampleDocument struct {
	Name    string                     `json:"name"`
	Subject string                     `json:"subject"`
	Given   map[string]json.RawMessage `json:"given"`
	Unknown []string                   `json:"unknown"`
	Params  json.RawMessage            `json:"params"`
	Want    rules.Outcome              `json:"want"`
	Message *string                    `json:"message"`
	Locus   *string                    `json:"locus"`
}

// kindOf is the kind of a rule's subjects: functions, unless it says otherwise.
func (d *ruleDocument) kindOf() audit.KindName {
	if d.Kind == "" {
		return facts.KindFunction
	}
	return d.Kind
}

// source is where a rule stands.
func (r *reading) source(name string) string {
	return r.path + ":" + strconv.Itoa(r.places[name].Line)
}
