package report

import (
	"cmp"
	"slices"
	"strings"

	"lambda-audit/rules"
)

// functionsListed is how many functions the page lists; the others are counted by
// grade.
const functionsListed = 1000

// htmlFunctions are the functions, worst first.
type htmlFunctions struct {
	Listed []htmlFunction
	Rest   []rules.GradeCount // of those that are not listed
	Others int                // how many that are
}

// An htmlFunction is one function as the page shows it.
type htmlFunction struct{ rules.Function }

func newHTMLFunctions(all []rules.Function) htmlFunctions {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, worseFirst)
	var list htmlFunctions
	for _, f := range sorted[:min(len(sorted), functionsListed)] {
		list.Listed = append(list.Listed, htmlFunction{f})
	}
	for _, f := range sorted[len(list.Listed):] {
		list.Others++
		i := slices.IndexFunc(list.Rest, func(g rules.GradeCount) bool { return g.Grade == f.Grade })
		if i < 0 {
			i = len(list.Rest)
			list.Rest = append(list.Rest, rules.GradeCount{Grade: f.Grade})
		}
		list.Rest[i].Functions++
	}
	return list
}

// Runs says on what the function runs.
func (f htmlFunction) Runs() string {
	return cmp.Or(f.Runtime, strings.ToLower(f.PackageType), unknownText)
}

// AtLeast is what the score could still fall to, empty where it is settled.
func (f htmlFunction) AtLeast() string { return lowOf(f.Function) }
