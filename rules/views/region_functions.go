package views

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// RegionFunctions counts the functions of a region that are in the run's scope.
// The error says that there may be more.
var RegionFunctions = audit.RegisterView(audit.View[int]{
	Name: "region-functions", From: []audit.Dep{facts.Functions},
	Compute: func(r audit.Reader, region string) (int, error) {
		functions, err := r.Subjects(facts.KindFunction)
		count := 0
		for i := range functions {
			if functions[i].Region == region {
				count++
			}
		}
		return count, err
	},
})
