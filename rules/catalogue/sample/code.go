package sample

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// Named is an ordinary function of that name in the examples' region, changed as
// the example needs it.
func Named(name string, change func(*facts.Config)) audit.Given {
	c := ordinary(func(c *facts.Config) { c.Name, c.ARN, c.LogGroup = name, ARN(name), "/aws/lambda/"+name })
	if change != nil {
		change(&c)
	}
	return facts.Functions.Is(c.ARN, c)
}

// ARN is the ARN of the examples' function of that name.
func ARN(name string) string {
	return "arn:aws:lambda:" + Region + ":" + Account + ":function:" + name
}

// Tagged is a function of that name with tags.
func Tagged(name string, tags map[string]string) audit.Given { return facts.Tags.Is(ARN(name), tags) }
