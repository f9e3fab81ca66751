// Package rulestest holds rules to their own examples.
package rulestest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// Test reports every problem of the rules.
func Test(t *testing.T, list ...*rules.Rule) {
	t.Helper()
	for _, r := range list {
		t.Run(r.ID, func(t *testing.T) {
			for _, p := range Problems(r) {
				t.Error(p)
			}
		})
	}
}

// Problems returns what is wrong with a rule: that it is malformed, that one of
// its examples does not hold, that it says other things when asked twice, or
// that it turns the loss of a fact into a verdict.
func Problems(r *rules.Rule) []string {
	if err := rules.Validate([]*rules.Rule{r}); err != nil {
		return []string{err.Error()}
	}
	c := &court{rule: r}
	c.variety()
	for i := range r.Examples {
		c.example = &r.Examples[i]
		c.try()
	}
	return c.problems
}

// A court tries one rule on its examples.
type court struct {
	rule     *rules.Rule
	example  *rules.Example
	subject  audit.Subject
	problems []string
}

func (c *court) problem(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if c.example != nil {
		text = fmt.Sprintf("example %q: %s", c.example.Name, text)
	}
	c.problems = append(c.problems, text)
}

// variety wants an example of each outcome that every rule must have.
func (c *court) variety() {
	seen := map[rules.Outcome]bool{}
	names := map[string]bool{}
	for _, e := range c.rule.Examples {
		seen[e.Want] = true
		if e.Name == "" || names[e.Name] {
			c.problem("an example's name %q is empty or not its own", e.Name)
		}
		names[e.Name] = true
	}
	for _, o := range []rules.Outcome{rules.Fail, rules.Pass, rules.Unknown} {
		if !seen[o] {
			c.problem("no example shows the outcome %s", o)
		}
	}
}

// try wants the example to hold, twice, and to survive the loss of any fact.
func (c *court) try() {
	e := c.example
	known := c.world(e.Given)
	if known == nil {
		return
	}
	if c.subject = e.About(c.rule, known); c.subject.ID == "" || c.subject.Kind == "" {
		c.problem("its subject has no id or no kind: %+v", c.subject)
		return
	}
	findings, outcome := c.judge(known)
	if outcome != e.Want {
		c.problem("it is %s, want %s: %s", outcome, e.Want, messages(findings))
	}
	if _, severity := c.rule.Outcome(findings); e.Severity != rules.NoSeverity && severity != e.Severity {
		c.problem("its severity is %s, want %s: %s", severity, e.Severity, messages(findings))
	}
	if again, _ := c.judge(c.world(e.Given)); !reflect.DeepEqual(findings, again) {
		c.problem("asked twice it says other things: %+v, then %+v", findings, again)
	}
	c.readable(findings)
	c.helpless(findings)
	if outcome != rules.Unknown {
		c.losses(outcome)
	}
}

// readable wants findings that a reader can act on.
func (c *court) readable(findings []rules.Finding) {
	loci := map[string]bool{}
	for _, f := range findings {
		switch {
		case f.Outcome == rules.Pass:
		case f.Message == "":
			c.problem("a finding (%s) has no message", f.Outcome)
		case f.Outcome == rules.Fail && len(f.Evidence) == 0:
			c.problem("the failure %q shows no evidence", f.Message)
		case f.Outcome == rules.Unknown && (f.Unknown == nil || f.Unknown.Reason == ""):
			c.problem("the unknown %q gives no reason", f.Message)
		}
		if loci[f.Locus] {
			c.problem("two findings have the locus %q", f.Locus)
		}
		loci[f.Locus] = true
	}
}

// judge asks the rule. A panic in its check, as after reading what it does not
// declare, is a problem.
func (c *court) judge(known *audit.Known) (findings []rules.Finding, outcome rules.Outcome) {
	defer func() {
		if p := recover(); p != nil {
			c.problem("the check broke: %v", p)
			findings, outcome = nil, rules.Unknown
		}
	}()
	findings = c.example.Judge(c.rule, known, c.subject)
	outcome, _ = c.rule.Outcome(findings)
	return findings, outcome
}

// world builds the example with what is given; nil where that cannot be.
func (c *court) world(given []audit.Given) *audit.Known {
	changed := *c.example
	changed.Given = given
	known, err := changed.World(c.rule)
	if err != nil {
		c.problem("%v", err)
		return nil
	}
	return known
}

func messages(findings []rules.Finding) string {
	list := make([]string, len(findings))
	for i, f := range findings {
		list[i] = f.Outcome.String() + ": " + f.Message
	}
	return "[" + strings.Join(list, "; ") + "]"
}
