package rulestest

import (
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

const orders = "arn:aws:lambda:eu-west-1:111122223333:function:orders"

func config(memory int) audit.Given {
	return facts.Functions.Is(orders, facts.Config{Name: "orders", ARN: orders, MemoryMB: memory})
}

var denied = audit.Unknown{Reason: audit.Denied, Action: "lambda:ListFunctions"}

// honest fails a function with little memory, and is what a rule should be.
func honest() *rules.Rule {
	return &rules.Rule{ID: "memory-small", Title: "has little memory", Severity: rules.Medium, Pillar: rules.Cost, Why: "It does.",
		Fix: "give it more", Refs: []string{"https://example.com"}, When: rules.Default,
		Kinds: []audit.KindName{facts.KindFunction}, Requires: []audit.Dep{facts.Functions}, Check: checkMemory,
		Examples: []rules.Example{
			{Name: "small", Want: rules.Fail, Severity: rules.Medium, Given: []audit.Given{config(128)}, Subject: audit.Subject{ID: orders}},
			{Name: "large", Want: rules.Pass, Given: []audit.Given{config(1024)}, Subject: audit.Subject{ID: orders}},
			{Name: "denied", Want: rules.Unknown, Given: []audit.Given{facts.Functions.Broke("eu-west-1", denied)}, Subject: audit.Subject{ID: orders}},
		}}
}

func checkMemory(in *rules.Input) []rules.Finding {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.MemoryMB < 256:
		return rules.One(rules.Failed("it has little", rules.Configured("memory", c.MemoryMB, 256)))
	}
	return nil
}

func TestAnHonestRuleHasNoProblem(t *testing.T) { Test(t, honest()) }

func TestProblems(t *testing.T) {
	calls := 0
	for name, c := range map[string]struct {
		spoil func(*rules.Rule)
		want  string
	}{
		"malformed":          {func(r *rules.Rule) { r.Why = "" }, "say why"},
		"no unknown example": {func(r *rules.Rule) { r.Examples = r.Examples[:2] }, "no example shows the outcome unknown"},
		"a name twice":       {func(r *rules.Rule) { r.Examples[1].Name = "small" }, "not its own"},
		"wrong outcome":      {func(r *rules.Rule) { r.Examples[0].Want = rules.Pass }, `example "small": it is fail, want pass`},
		"wrong severity":     {func(r *rules.Rule) { r.Examples[0].Severity = rules.High }, "its severity is medium, want high"},
		"no subject":         {func(r *rules.Rule) { r.Examples[0].Subject.ID = "" }, "no id"},
		"undeclared fact":    {func(r *rules.Rule) { r.Requires = []audit.Dep{facts.Metrics} }, "without declaring it"},
		"undeclared rule": {func(r *rules.Rule) {
			r.Check = func(in *rules.Input) []rules.Finding { in.About("x", orders); return nil }
		}, "without declaring it"},
		"undeclared table": {func(r *rules.Rule) {
			r.Check = func(in *rules.Input) []rules.Finding { in.Prices(); return nil }
		}, "reads the table prices without declaring it"},
		"another table declared": {func(r *rules.Rule) {
			r.Tables = []string{rules.TableRuntimes}
			r.Check = func(in *rules.Input) []rules.Finding { in.Runtimes(); in.Trust(); return nil }
		}, "reads the table trust without declaring it"},
		"a table that is none": {func(r *rules.Rule) { r.Tables = []string{"weather"} }, "there is no table weather"},
		"an error is a pass":   {func(r *rules.Rule) { r.Check = ignoring(false) }, "without the fact functions it is pass instead of fail"},
		"an error is a fail":   {func(r *rules.Rule) { r.Check = ignoring(true) }, "without the fact functions it is fail instead of pass"},
		"one thing less":       {func(r *rules.Rule) { *r = *onQueues() }, "without one thing given it is pass instead of fail"},
		"help that decides":    {func(r *rules.Rule) { *r = *helpedByAliases() }, "without the fact aliases, which only helps, it finds"},
		"no message":           {says(rules.Failed("", rules.Configured("a", 1, nil))), "has no message"},
		"no evidence":          {says(rules.Failed("it is so")), "shows no evidence"},
		"no reason":            {says(rules.Finding{Outcome: rules.Unknown, Message: "who knows"}), "gives no reason"},
		"one locus twice":      {says(rules.Failed("a", rules.Configured("a", 1, nil)), rules.Failed("b", rules.Configured("b", 1, nil))), "have the locus"},
		"not the same twice":   {func(r *rules.Rule) { r.Check = func(*rules.Input) []rules.Finding { calls++; return numbered(calls) } }, "asked twice"},
	} {
		r := honest()
		c.spoil(r)
		if got := strings.Join(Problems(r), "\n"); !strings.Contains(got, c.want) {
			t.Errorf("%s: problems are\n%s\nwithout %q", name, got, c.want)
		}
	}
}

func says(findings ...rules.Finding) func(*rules.Rule) {
	return func(r *rules.Rule) { r.Check = func(*rules.Input) []rules.Finding { return findings } }
}

func numbered(n int) []rules.Finding {
	return rules.One(rules.Failed("it is so", rules.Configured("call", n, nil)))
}

// ignoring judges what it could not read, as if it had little memory or enough.
func ignoring(fails bool) rules.Check {
	return func(in *rules.Input) []rules.Finding {
		c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
		if err != nil && fails || err == nil && c.MemoryMB < 256 {
			return numbered(1)
		}
		return nil
	}
}

// onQueues fails every queue that it knows, and passes those that it does not.
func onQueues() *rules.Rule {
	r := honest()
	r.Requires = []audit.Dep{facts.Queues}
	queue := "arn:aws:sqs:eu-west-1:111122223333:orders"
	r.Kinds = []audit.KindName{facts.KindQueue}
	r.Check = func(in *rules.Input) []rules.Finding {
		if _, err := facts.Queues.Of(in.Facts, queue); err == nil {
			return numbered(1)
		}
		return nil
	}
	r.Examples[0].Given = []audit.Given{facts.Queues.Is(queue, facts.Queue{})}
	r.Examples[0].Subject = audit.Subject{ID: queue}
	return r
}

// helpedByAliases finds more where it knows what should only help.
func helpedByAliases() *rules.Rule {
	r := honest()
	check := r.Check
	r.Helps = []audit.Dep{facts.Aliases}
	r.Check = func(in *rules.Input) []rules.Finding {
		findings := check(in)
		if _, err := facts.Aliases.Of(in.Facts, in.Subject.ID); err == nil && len(findings) > 0 {
			findings[0].Locus = "live"
		}
		return findings
	}
	r.Examples[0].Given = append(r.Examples[0].Given, facts.Aliases.Is(r.Examples[0].Subject.ID, []facts.Alias{{Name: "live"}}))
	return r
}

func TestExampleFillsInTheSubject(t *testing.T) {
	r := honest()
	known, err := r.Examples[0].World(r)
	if err != nil {
		t.Fatal(err)
	}
	s := r.Examples[0].About(r, known)
	if s.Kind != facts.KindFunction || s.Account != "111122223333" || s.Region != "eu-west-1" || len(s.Functions) != 1 {
		t.Errorf("subject = %+v", s)
	}
}
