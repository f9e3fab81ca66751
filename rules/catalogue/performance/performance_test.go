package performance

import (
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// found is the one thing that a rule says of a subject.
func found(t *testing.T, id string, s audit.Subject, given ...audit.Given) rules.Finding {
	t.Helper()
	r, err := rules.ByID(id)
	if err != nil {
		t.Fatal(err)
	}
	e := rules.Example{Subject: s, Given: given}
	known, err := e.World(r)
	if err != nil {
		t.Fatal(err)
	}
	list := e.Judge(r, known, e.About(r, known))
	if len(list) != 1 {
		t.Fatalf("%+v", list)
	}
	return list[0]
}

func TestSnapStartSaysWhatItCosts(t *testing.T) {
	for runtime, want := range map[string]string{
		"java21": "java21 starts slowly, and who calls it waits (apigateway.amazonaws.com); SnapStart is off, and costs nothing for Java",
		"dotnet10": "dotnet10 starts slowly, and who calls it waits (apigateway.amazonaws.com); SnapStart is off, and would cost about $1.95 a month " +
			"for each version with 512 MB that is kept, and $0.07 for each 1,000 starts",
	} {
		f := found(t, "snapstart-available", sample.TheFunction(), started(apiGateway, func(c *facts.Config) { c.Runtime = runtime })...)
		if f.Message != want || f.Fix != "" || f.Confidence != rules.Likely {
			t.Errorf("%s\n%s", f.Message, f.Fix)
		}
	}
	version := found(t, "snapstart-available", sample.TheVersion(),
		append(started("", on), aliased()...)...)
	if strings.Contains(version.Fix, "publish-version") || version.Fix == "" {
		t.Errorf("the engine adds how to publish a version, and the fix says it too:\n%s", version.Fix)
	}
}

func TestSpilloverSaysWhatOneMoreCosts(t *testing.T) {
	f := found(t, "provisioned-concurrency-spillover", sample.TheProvisioned(), append(sample.Provisioned("live", nil), sample.Used(sample.Alias, 14, 1, 9000, 1000))...)
	if f.Message != "14,000 of 140,000 invocations (10 %) found none of its 10 provisioned executions free, on 14 days; each further one costs about $4.32 a month" {
		t.Error(f.Message)
	}
}

func TestCallsPastSnapStart(t *testing.T) {
	f := found(t, "snapstart-bypassed", sample.TheFunction(), snapped(1, facts.QualifierCalls{"live": 35_000})...)
	if f.Message != "SnapStart is on, and 35,000 of 70,000 invocations (50 %) went to $LATEST or to a version without it" {
		t.Error(f.Message)
	}
	f = found(t, "snapstart-bypassed", sample.TheFunction(), snapped(0, nil)...)
	if f.Message != "SnapStart is on, and no version is published: none of 70,000 invocations started with it" {
		t.Error(f.Message)
	}
}

func TestLargePackageNamesItsLayers(t *testing.T) {
	f := found(t, "package-large", sample.TheFunction(), sample.Config(func(c *facts.Config) {
		c.CodeBytes, c.Layers = 63<<20+400<<10, []string{"arn:aws:lambda:eu-west-1:111122223333:layer:shared:1"}
	}))
	if f.Message != "its package has 63.4 MB zipped, and every cold start fetches and unpacks it; 1 layer on top" {
		t.Error(f.Message)
	}
}
