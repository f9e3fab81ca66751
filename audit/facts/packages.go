package facts

import (
	"slices"

	"lambda-audit/audit"
)

// KindPackage is the kind of the zip packages that functions run.
const KindPackage audit.KindName = "package"

// Package is the kind of the zip packages that the functions in the run's scope
// run as $LATEST. It is named by the first function, by ARN, of those in its
// region that run it, whichever of them AWS listed first.
var Package = audit.RegisterKind(audit.Kind{
	Name: KindPackage, Doc: "a zip package, with all functions of a region that run it as $LATEST",
	From: []audit.Dep{Functions, Tags},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		inScope, incomplete := r.Subjects(KindFunction)
		wanted := map[packageKey]bool{}
		for _, f := range inScope {
			c, _ := Functions.Of(r, f.ID) // of what was listed, it is known
			wanted[packageOf(&c)] = true
		}
		users := map[packageKey][]string{}
		_ = Functions.All(r, func(arn string, c Config) { // its error is that of the subjects above
			if key := packageOf(&c); key.sum != "" && wanted[key] {
				users[key] = append(users[key], arn)
			}
		})
		list := make([]audit.Subject, 0, len(users))
		for key, functions := range users {
			a, _ := audit.ParseARN(functions[0])
			slices.Sort(functions)
			list = append(list, audit.Subject{Kind: KindPackage, ID: functions[0], Account: a.Account, Region: key.region,
				Functions: functions, Open: r.Header().Scope.Named() != nil || r.Swept(Functions, key.region) != nil})
		}
		return list, incomplete
	},
})

// A packageKey tells packages apart: regions keep copies of their own.
type packageKey struct{ region, sum string }

// packageOf returns the package that a function runs; none for an image, of which
// each function may run another command.
func packageOf(c *Config) packageKey {
	if c.Image() {
		return packageKey{}
	}
	a, _ := audit.ParseARN(c.ARN)
	return packageKey{a.Region, c.CodeSHA256}
}
