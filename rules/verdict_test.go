package rules

import (
	"slices"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// user returns a rule that uses another, and what it was told about orders.
func user(used *Rule) (*Rule, *Verdict) {
	var told Verdict
	r := rule("user", Critical, functionKind, func(in *Input) []Finding {
		if v := in.About(used.ID, in.Subject.ID); in.Subject.ID == orders {
			told = v
		}
		return nil
	})
	r.Uses = []string{used.ID}
	return r, &told
}

func TestAbout(t *testing.T) {
	denied := audit.Unknown{Reason: audit.Denied, Action: "lambda:ListAliases"}
	alias := facts.Aliases.Is(orders, []facts.Alias{{Name: "live", ARN: orders + ":live", Versions: []string{"1"}}})
	none := facts.Aliases.Is(invoices, nil)
	bare := []audit.Given{facts.Aliases.Is(orders, nil), none} // versions that aliases serve have roles, too
	for name, c := range map[string]struct {
		kind    audit.KindName
		answers says
		given   []audit.Given
		want    Outcome
		reason  audit.Reason
		found   []Ref
	}{
		"its role failed":    {facts.KindRole, says{role: {failed("s")}}, bare, Fail, "", []Ref{{"used", role, "s"}}},
		"its role passed":    {facts.KindRole, nil, bare, Pass, "", nil},
		"does not apply":     {facts.KindRole, says{role: {Inapplicable("no")}}, bare, NotApplicable, "", nil},
		"its role unknown":   {facts.KindRole, says{role: {unknown(audit.TooFew)}}, bare, Unknown, audit.TooFew, []Ref{{"used", role, ""}}},
		"its alias failed":   {facts.KindAlias, says{orders + ":live": {failed("")}}, []audit.Given{alias, none}, Fail, "", []Ref{{"used", orders + ":live", ""}}},
		"no alias at all":    {facts.KindAlias, nil, bare, Pass, "", nil},
		"aliases not listed": {facts.KindAlias, nil, []audit.Given{facts.Aliases.IsUnknown(orders, denied), none}, Unknown, audit.Denied, nil},
		"a failure is proof": {facts.KindAlias, says{orders + ":live": {failed("")}}, []audit.Given{alias, facts.Aliases.IsUnknown(invoices, denied)}, Fail, "", []Ref{{"used", orders + ":live", ""}}},
		"a version's role":   {facts.KindRole, nil, []audit.Given{facts.Aliases.IsUnknown(orders, denied), none}, Unknown, audit.Denied, nil},
		"another's aliases":  {facts.KindAlias, nil, []audit.Given{facts.Aliases.Is(orders, nil), facts.Aliases.IsUnknown(invoices, denied)}, Pass, "", nil},
		"the listing broke":  {facts.KindRole, nil, append(bare, facts.Functions.Broke(region, denied)), Unknown, audit.Denied, nil},
	} {
		used := rule("used", High, c.kind, c.answers.check)
		asking, told := user(used)
		evaluate(t, world(t, c.given...), Config{Rules: []*Rule{asking, used}, Strict: true})
		if told.Outcome != c.want || !slices.Equal(Refs(told.Findings), c.found) {
			t.Errorf("%s: told %s of %v, want %s of %v", name, told.Outcome, Refs(told.Findings), c.want, c.found)
		}
		if (told.Unknown != nil) != (c.want == Unknown) || told.Unknown != nil && told.Unknown.Reason != c.reason {
			t.Errorf("%s: told why: %v, want %q", name, told.Unknown, c.reason)
		}
	}
}

func TestAboutTellsSeverityAndConfidence(t *testing.T) {
	doubtful := failed("s")
	doubtful.Severity, doubtful.Confidence = Critical, Possible
	for name, c := range map[string]struct {
		override map[string]Severity
		want     Severity
	}{"the finding's": {nil, Critical}, "the run's": {map[string]Severity{"used": Low}, Low}} {
		used := rule("used", High, facts.KindRole, says{role: {doubtful}}.check)
		asking, told := user(used)
		evaluate(t, world(t), Config{Rules: []*Rule{asking, used}, Severities: c.override})
		if want := (Found{Ref{"used", role, "s"}, c.want, Possible}); len(told.Findings) != 1 || told.Findings[0] != want {
			t.Errorf("%s: told of %+v, want %+v", name, told.Findings, want)
		}
	}
}

func TestAboutAFunctionNobodyJudged(t *testing.T) {
	used := rule("used", High, functionKind, says{}.check)
	asking := rule("user", High, audit.KindAccount, func(in *Input) []Finding {
		if v := in.About("used", stranger); v.Outcome != Unknown || v.Unknown.Reason != audit.NotAsked {
			return One(failed(v.Outcome.String()))
		}
		return nil
	})
	asking.Uses = []string{"used"}
	if rows := listed(evaluate(t, world(t), Config{Rules: []*Rule{asking, used}, Strict: true}), Show{}); len(rows) > 0 {
		t.Errorf("told %s", rows[0].Locus)
	}
}

func TestUsedRulesRunUnreported(t *testing.T) {
	used := rule("used", High, functionKind, says{orders: {failed("")}}.check)
	registered["used"] = used
	t.Cleanup(func() { delete(registered, "used") })
	asking, told := user(used)
	r := evaluate(t, world(t), Config{Rules: []*Rule{asking}, Gate: Gate{FailOn: Low}})
	if told.Outcome != Fail {
		t.Errorf("told %s", told.Outcome)
	}
	if len(r.Rules) != 1 || len(listed(r, Show{})) != 0 || *rowOf(t, r, orders).Score != 100 || r.Run.ExitCode != 0 {
		t.Errorf("it is reported: %+v, exit %d", r.Rules, r.Run.ExitCode)
	}
}

func TestAskingAboutAnUndeclaredRulePanics(t *testing.T) {
	asking, _ := user(rule("used", High, functionKind, says{}.check))
	asking.Uses = nil
	defer func() {
		if recover() == nil {
			t.Error("it may ask")
		}
	}()
	_, _ = Evaluate(world(t), Config{Rules: []*Rule{asking}, Strict: true})
}

// A function without a role may still run under one whose users are not all
// known: an open subject keeps a pass from being sure.
func TestAboutWithAnOpenSubject(t *testing.T) {
	bare := facts.Functions.Is(orders, facts.Config{Name: "orders", ARN: orders})
	others, own := facts.Aliases.Is(invoices, nil), facts.Aliases.Is(orders, nil)
	broke := facts.Functions.Broke("us-east-1", audit.Unknown{Reason: audit.Denied})
	h := ExampleHeader()
	h.Regions = append(h.Regions, "us-east-1")
	for name, c := range map[string]struct {
		given []audit.Given
		want  Outcome
	}{
		"open":      {[]audit.Given{bare, own, function(invoices), others, broke}, Unknown},
		"all known": {[]audit.Given{bare, own, function(invoices), others}, Pass},
	} {
		known, err := audit.Pretend(h, audit.NewSet(facts.Functions), c.given...)
		if err != nil {
			t.Fatal(err)
		}
		used := rule("used", High, facts.KindRole, says{}.check)
		asking, told := user(used)
		evaluate(t, known, Config{Rules: []*Rule{asking, used}, Strict: true})
		if told.Outcome != c.want {
			t.Errorf("%s: told %s, want %s", name, told.Outcome, c.want)
		}
	}
}
