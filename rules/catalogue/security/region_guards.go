package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// What the rules on the guards of a region have in common: they speak once a
// region, and only where functions are.

// guarded judges a region that has functions.
func guarded(in *rules.Input, judge func(functions int) []rules.Finding) []rules.Finding {
	functions, err := views.RegionFunctions.Of(in.Facts, in.Subject.ID)
	switch {
	case functions > 0:
		return judge(functions)
	case err != nil:
		return rules.One(rules.Undecided(err))
	}
	return rules.One(rules.Inapplicable("no function lies in the region"))
}

// populated is the examples' region with a function in it.
func populated(guard audit.Given) []audit.Given { return []audit.Given{sample.Config(nil), guard} }

// empty is the examples' region without any function.
func empty(guard audit.Given) []audit.Given {
	return []audit.Given{facts.Functions.Is("arn:aws:lambda:us-east-1:111122223333:function:elsewhere", facts.Config{Name: "elsewhere"}), guard}
}
