package rulestest

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// losses takes away one fact after the other: what was decided may stay so, or
// become unknown.
func (c *court) losses(outcome rules.Outcome) {
	given := c.example.Given
	for _, name := range rules.Requirements([]*rules.Rule{c.rule}).Names() {
		fact := audit.FactByName(name)
		c.loss(outcome, given, fact, true)
		if fact.Info().GateDoc == "" { // else nobody asks only where the gate has settled it
			c.loss(outcome, given, fact, false)
		}
	}
	for i, g := range given {
		if info := g.Fact.Info(); !info.Sweeps() && info.GateDoc == "" {
			c.loss(outcome, append(append([]audit.Given{}, given[:i]...), given[i+1:]...), nil, false)
		}
	}
}

// loss judges the example's subject with less given, and a fact lost.
func (c *court) loss(outcome rules.Outcome, given []audit.Given, lost audit.AnyFact, denied bool) {
	known := c.world(given)
	what := "one thing given"
	if lost != nil {
		known.Lose(lost, denied)
		what = "the fact " + lost.Info().Name
	}
	if findings, got := c.judge(known); got != outcome && got != rules.Unknown {
		c.problem("without %s it is %s instead of %s: %s", what, got, outcome, messages(findings))
	}
}

// helpless takes away one after the other what only helps to say more: the same
// is found without it, as severe and at the same loci.
func (c *court) helpless(findings []rules.Finding) {
	required := rules.Requirements([]*rules.Rule{c.rule})
	for _, name := range audit.NewSet(c.rule.Helps...).Names() {
		fact := audit.FactByName(name)
		if required[fact] {
			continue
		}
		for _, denied := range []bool{true, false} {
			known := c.world(c.example.Given)
			known.Lose(fact, denied)
			if got, _ := c.judge(known); !slices.EqualFunc(findings, got, alike) {
				c.problem("without the fact %s, which only helps, it finds %s instead of %s", name, messages(got), messages(findings))
			}
		}
	}
}

// alike reports whether two findings say the same, save how much they say.
func alike(a, b rules.Finding) bool {
	return a.Outcome == b.Outcome && a.Severity == b.Severity && a.Confidence == b.Confidence && a.Locus == b.Locus
}
