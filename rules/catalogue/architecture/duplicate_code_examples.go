package architecture

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var duplicateCodeExamples = []rules.Example{
	{Name: "one package, two functions with other variables: named once, whichever was listed first (sls-dev-tools no-identical-code flags only the second)",
		Want: rules.Fail, Severity: rules.Low, Subject: thePackage("billing-eu", "billing-us"),
		Given: []audit.Given{sample.Named("billing-eu", regionIn("eu")), sample.Named("billing-us", regionIn("us"))}},
	{Name: "one package with several handlers (sls-mentor noMonoPackage): said as what it is", Want: rules.Fail, Severity: rules.Low,
		Subject: thePackage("orders-create", "orders-get"),
		Given:   []audit.Given{sample.Named("orders-create", handledBy("app.create")), sample.Named("orders-get", handledBy("app.get"))}},
	{Name: "one of two users is not known", Want: rules.Unknown, Subject: thePackage("orders-create", "orders-get"),
		Given: []audit.Given{sample.Named("orders-create", nil)}},
	{Name: "a package of its own", Want: rules.Pass, Subject: thePackage("orders"), Given: []audit.Given{sample.Config(nil)}},
	{Name: "no other user is known, and the region was not listed to its end", Want: rules.Unknown, Subject: opened(thePackage("orders")),
		Given: []audit.Given{sample.Config(nil)}},
	{Name: "helpers that the CDK made (aws-cdk 26451)", Want: rules.NotApplicable, Subject: thePackage(helper, "b"+helper[1:]),
		Given: []audit.Given{sample.Named(helper, nil), sample.Named("b"+helper[1:], nil)}},
	{Name: "a helper that the CDK made, and the region was not listed to its end", Want: rules.Unknown, Subject: opened(thePackage(helper)),
		Given: []audit.Given{sample.Named(helper, nil)}},
}

// helper is a function of the CDK's.
const helper = "a-LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a-1"

// thePackage is a package that functions of these names run, the first by name
// first.
func thePackage(names ...string) audit.Subject {
	s := audit.Subject{Kind: facts.KindPackage, ID: sample.ARN(names[0]), Account: sample.Account, Region: sample.Region}
	for _, name := range names {
		s.Functions = append(s.Functions, sample.ARN(name))
	}
	return s
}

func opened(s audit.Subject) audit.Subject {
	s.Open = true
	return s
}

func handledBy(handler string) func(*facts.Config) {
	return func(c *facts.Config) { c.Handler = handler }
}

// regionIn sets a variable whose name tells where a function serves.
func regionIn(place string) func(*facts.Config) {
	return func(c *facts.Config) {
		c.Variables = []secrets.Variable{{Name: "MARKET_" + place, Class: secrets.ClassPlain, Step: secrets.StepNone, Length: "1-7"}}
	}
}
