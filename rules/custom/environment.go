package custom

import (
	"fmt"
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/ext"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// An environment is what the expressions of one rule may name.
type environment struct {
	env     *cel.Env
	catalog *catalog
	sources []source
	names   []string // of all variables, sorted
}

// subjectTypes are the types of what is said of a subject.
var subjectTypes = map[string]*types.Type{
	"subject.id": types.StringType, "subject.name": types.StringType, "subject.kind": types.StringType,
	"subject.account": types.StringType, "subject.region": types.StringType, "subject.locus": types.StringType,
	"subject.functions": listOfTexts, "taken_at": types.TimestampType,
}

// environments make the rules' environments out of what they share.
type environments struct {
	base    *cel.Env
	catalog *catalog
}

func newEnvironments() (*environments, error) {
	c, err := newCatalog()
	if err != nil {
		return nil, err
	}
	base, err := cel.NewEnv(cel.CustomTypeProvider(c), cel.CustomTypeAdapter(c), cel.CrossTypeNumericComparisons(true),
		cel.ParserRecursionLimit(maxDepth), cel.ParserExpressionSizeLimit(maxText), cel.ASTValidators(cel.ValidateRegexLiterals()), ext.Strings())
	if err != nil {
		return nil, fmt.Errorf("prepare the expressions: %w", err)
	}
	return &environments{base, c}, nil
}

// of returns the environment of a rule about a kind with these parameters.
func (e *environments) of(kind audit.KindName, params *Params) (*environment, error) {
	made := &environment{catalog: e.catalog, sources: sourcesOf(kind)}
	variables := maps.Clone(subjectTypes)
	for _, s := range made.sources {
		variables[s.name] = e.catalog.declare(s.fact.Info().Type)
	}
	if params != nil {
		for name, value := range params.values {
			variables["params."+name] = paramType(value)
		}
	}
	made.names = slices.Sorted(maps.Keys(variables))
	options := make([]cel.EnvOption, len(made.names))
	for i, name := range made.names {
		options[i] = cel.Variable(name, variables[name])
	}
	var err error
	made.env, err = e.base.Extend(options...)
	return made, err
}

// source returns the fact of that name in expressions; nil: it is none.
func (e *environment) source(name string) *source {
	for i := range e.sources {
		if e.sources[i].name == name {
			return &e.sources[i]
		}
	}
	return nil
}

// describe returns what is said of a subject, by variable.
func describe(in *rules.Input) map[string]any {
	s := in.Subject
	return map[string]any{
		"subject.id": s.ID, "subject.name": nameOf(s.ID), "subject.kind": string(s.Kind), "subject.account": s.Account,
		"subject.region": s.Region, "subject.locus": s.Locus, "subject.functions": s.Functions, "taken_at": in.Facts.Header().TakenAt,
	}
}

// nameOf returns the name within an ARN; what is no ARN is a name.
func nameOf(id string) string {
	if arn, ok := audit.ParseARN(id); ok {
		return arn.Name()
	}
	return id
}
