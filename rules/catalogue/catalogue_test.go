package catalogue_test

import (
	"testing"

	"lambda-audit/rules"
	"lambda-audit/rules/rulestest"
)

func TestEveryRule(t *testing.T) {
	all := rules.All()
	if len(all) < 14 {
		t.Fatalf("only %d rules are registered", len(all))
	}
	if err := rules.Validate(all); err != nil {
		t.Fatal(err)
	}
	rulestest.Test(t, all...)
}
