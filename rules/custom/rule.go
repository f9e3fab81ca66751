package custom

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"cel.dev/cel-go/common/types"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// Compile makes rules of definitions, in their order. What is wrong with them is
// returned instead, in the order in which it is found; the error is a defect of the
// program.
func Compile(definitions []Definition) ([]*rules.Rule, []Mistake, error) {
	shared, err := newEnvironments()
	if err != nil {
		return nil, nil, err
	}
	var made []*rules.Rule
	var mistakes []Mistake
	for i := range definitions {
		rule, wrong, err := shared.compile(&definitions[i])
		if err != nil {
			return nil, nil, err
		}
		made, mistakes = append(made, rule), append(mistakes, wrong...)
	}
	return made, mistakes, nil
}

// compile makes a rule of its definition.
func (e *environments) compile(d *Definition) (*rules.Rule, []Mistake, error) {
	rule := &rules.Rule{
		ID: d.ID, Title: d.Title, Severity: d.Severity, Pillar: d.Pillar, Why: d.Why, Fix: d.Fix, Refs: d.References,
		Kinds: []audit.KindName{d.Kind}, When: rules.Default, Definition: d.judges(), Source: d.Source,
	}
	params, err := paramsOf(d.Params)
	if err != nil {
		return nil, []Mistake{d.Fail.mistake("", "the parameters cannot be read: %v", err)}, nil
	}
	if params != nil {
		rule.Params = params
	}
	env, err := e.of(d.Kind, params)
	if err != nil {
		return nil, nil, err
	}
	c := &compiler{environment: env, reads: map[string]bool{}}
	j := c.judgement(d)
	j.parametrized = params != nil
	for _, name := range slices.Sorted(maps.Keys(c.reads)) {
		if s := c.source(name); s != nil {
			j.sources = append(j.sources, *s)
		}
	}
	rule.Requires, rule.Check = deps(j.sources), j.check
	if len(c.mistakes) == 0 && len(j.sources) == 0 {
		c.mistakes = append(c.mistakes, d.Fail.mistake("name one, as in facts.functions.timeout_s > 60", "it reads no fact"))
	}
	for i := range d.Examples {
		rule.Examples = append(rule.Examples, c.example(d, &d.Examples[i], rule))
	}
	return rule, c.mistakes, nil
}

// judgement compiles all expressions of a definition.
func (c *compiler) judgement(d *Definition) *judgement {
	j := &judgement{
		id: d.ID, title: d.Title, fail: c.compile(&d.Fail, types.BoolType),
		notApplicable: c.optional(d.NotApplicable, types.BoolType),
		message:       c.optional(d.Message, types.StringType),
		locus:         c.optional(d.Locus, types.StringType),
	}
	for i := range d.Evidence {
		row := &d.Evidence[i]
		j.evidence = append(j.evidence, evidence{row.Field, c.compile(&row.Got, shownTypes...), c.optional(row.Want, shownTypes...), row.Unit})
	}
	return j
}

func (c *compiler) optional(e *Expression, wanted ...*types.Type) *program {
	if e == nil {
		return nil
	}
	return c.compile(e, wanted...)
}

// shownTypes are the types of what evidence shows.
var shownTypes = []*types.Type{types.StringType, types.IntType, types.DoubleType, types.BoolType, listOfTexts,
	types.NewNullableType(types.IntType), types.NewNullableType(types.DoubleType)}

var textsType = reflect.TypeFor[[]string]()

// paramsOf reads the defaults of a definition's parameters; nil where it has none.
func paramsOf(raw json.RawMessage) (*Params, error) {
	if raw == nil {
		return nil, nil
	}
	p := new(Params)
	return p, json.Unmarshal(raw, p)
}
