package custom

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// A compiler makes programs of one rule's expressions, and notes what is wrong
// with them and which variables they read.
type compiler struct {
	*environment
	mistakes []Mistake
	reads    map[string]bool
}

// compile returns the expression's program, of one of the wanted types; nil where
// it has a mistake.
func (c *compiler) compile(e *Expression, wanted ...*types.Type) *program {
	misses := map[string]string{} // by field: the struct that lacks it
	c.catalog.missed = func(structType, field string) { misses[field] = structType }
	parsed, issues := c.env.Parse(e.Text)
	if issues.Err() != nil {
		c.note(e, nil, issues, misses)
		return nil
	}
	checked, issues := c.env.Check(parsed)
	if issues.Err() != nil {
		c.note(e, parsed.NativeRep(), issues, misses)
		return nil
	}
	c.catalog.missed = func(string, string) {}
	if !slices.ContainsFunc(wanted, checked.OutputType().IsExactType) {
		c.mistakes = append(c.mistakes, e.mistake("", "it must be %s, and is %s", typeNames(wanted), checked.OutputType()))
		return nil
	}
	if mistake := c.tooCostly(e, checked); mistake != nil {
		c.mistakes = append(c.mistakes, *mistake)
		return nil
	}
	run, err := c.env.Program(checked, cel.EvalOptions(cel.OptOptimize, cel.OptPartialEval), cel.CostLimit(costLimit))
	if err != nil {
		c.mistakes = append(c.mistakes, e.mistake("", "%v", err))
		return nil
	}
	made := &program{name: e.Name, run: run}
	for _, reference := range checked.NativeRep().ReferenceMap() {
		if reference.Name != "" && slices.Contains(c.names, reference.Name) {
			made.reads = append(made.reads, reference.Name)
			c.reads[reference.Name] = true
		}
	}
	return made
}

// note keeps what CEL finds wrong with an expression, and says which name was meant.
func (c *compiler) note(e *Expression, parsed *ast.AST, issues *cel.Issues, misses map[string]string) {
	for _, issue := range issues.Errors() {
		made := Mistake{Place: e.At(max(1, issue.Location.Line()), issue.Location.Column()+1)}
		made.Message, made.Hint = issue.Message, ""
		field, isField := between(issue.Message, "undefined field '", "'")
		name, isName := between(issue.Message, "undeclared reference to '", "'")
		switch {
		case isField && misses[field] != "":
			made.Place = e.At(max(1, issue.Location.Line()), issue.Location.Column()+2) // CEL tells of the dot
			names, _ := c.catalog.FindStructFieldNames(misses[field])
			made.Message, made.Hint = "there is no field "+field+" in "+misses[field], suggest(field, names)
		case isName && parsed != nil:
			made.Message, made.Hint = c.unknownName(name, chain(parsed, issue.ExprID, name))
		}
		made.Message = e.Name + ": " + strings.TrimPrefix(made.Message, "Syntax error: ")
		c.mistakes = append(c.mistakes, made)
	}
}

// between returns what stands between two parts of a text.
func between(text, before, after string) (string, bool) {
	_, rest, begun := strings.Cut(text, before)
	part, _, ended := strings.Cut(rest, after)
	return part, begun && ended
}

// chain returns the names that an expression selects one after the other, the first
// of which has the id: role, facts and roles in role.facts.roles. Of a function it
// is the name alone.
func chain(parsed *ast.AST, id int64, name string) []string {
	names := []string{name}
	ast.PostOrderVisit(parsed.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() == ast.SelectKind && e.AsSelect().Operand().ID() == id {
			id = e.ID()
			names = append(names, e.AsSelect().FieldName())
		}
	}))
	return names
}

// unknownName says what a name lacks that no variable has.
func (c *compiler) unknownName(written string, names []string) (message, hint string) {
	said := strings.Join(names, ".")
	if slices.Contains(c.names, said) {
		return said + " cannot be tested with has", "what is not known makes the verdict unknown by itself"
	}
	for n := len(names) - 1; n > 0; n-- {
		group := strings.Join(names[:n], ".") + "."
		if members := c.members(group); len(members) > 0 {
			return "there is no " + group + names[n], suggest(names[n], members)
		}
	}
	if members := c.members(written + "."); len(members) > 0 {
		return written + " is no value by itself", "as in " + written + "." + members[0]
	}
	return "there is no " + written, suggest(written, c.members(""))
}

// members returns the names that may follow a group, such as "role.facts.".
func (c *compiler) members(group string) []string {
	var list []string
	for _, name := range c.names {
		if rest, ok := strings.CutPrefix(name, group); ok {
			first, _, _ := strings.Cut(rest, ".")
			list = append(list, first)
		}
	}
	return slices.Compact(list)
}
