package custom

import (
	"cmp"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// A path leads from a rule's subject to one whose facts the rule may read, too.
type path struct {
	prefix string // of the names in expressions
	kind   audit.KindName
	needs  []audit.Dep // what it takes to follow it
	// follow returns the id of the other subject; the error is an *audit.Unknown.
	follow func(*rules.Input) (string, error)
}

// pathsOf returns the ways that lead from subjects of a kind, its own first.
func pathsOf(kind audit.KindName) []path {
	list := []path{{"", kind, nil, func(in *rules.Input) (string, error) { return in.Subject.ID, nil }}}
	k := audit.KindByName(kind)
	if kind == facts.KindFunction {
		list = append(list, path{"role.", facts.KindRole, []audit.Dep{facts.Functions}, roleOf})
	} else if k.OfFunction {
		list = append(list, path{"parent.", facts.KindFunction, nil, func(in *rules.Input) (string, error) { return in.Subject.Functions[0], nil }})
	}
	if !k.Global && kind != audit.KindRegion {
		list = append(list, path{"region.", audit.KindRegion, nil, func(in *rules.Input) (string, error) { return in.Subject.Region, nil }})
	}
	if kind != audit.KindAccount {
		list = append(list, path{"account.", audit.KindAccount, nil, func(in *rules.Input) (string, error) { return in.Facts.Header().Account, nil }})
	}
	return list
}

// roleOf returns the ARN of the function's execution role.
func roleOf(in *rules.Input) (string, error) {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	if err == nil && c.Role == "" {
		err = &audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "it names no role"}
	}
	return c.Role, err
}

// A source is a fact that an expression may name.
type source struct {
	name string // in expressions, such as "role.facts.roles"
	fact audit.AnyFact
	path *path
}

// sourcesOf returns what rules about a kind may read, sorted by name.
func sourcesOf(kind audit.KindName) []source {
	var list []source
	for _, way := range pathsOf(kind) {
		for _, f := range audit.Facts() {
			if info := f.Info(); info.Kind == way.kind {
				list = append(list, source{way.prefix + "facts." + identifier(info.Name), f, &way})
			}
		}
	}
	slices.SortFunc(list, func(a, b source) int { return cmp.Compare(a.name, b.name) })
	return list
}

// identifier is a fact's name as CEL can read it: a hyphen would be a minus.
func identifier(fact string) string { return strings.ReplaceAll(fact, "-", "_") }

// deps are the facts that reading the sources takes.
func deps(sources []source) []audit.Dep {
	set := map[audit.AnyFact]bool{}
	var list []audit.Dep
	add := func(d audit.Dep) {
		if f, ok := d.(audit.AnyFact); ok && !set[f] {
			set[f] = true
			list = append(list, d)
		}
	}
	for _, s := range sources {
		add(s.fact)
		for _, d := range s.path.needs {
			add(d)
		}
	}
	return list
}
