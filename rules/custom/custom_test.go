package custom

import (
	"encoding/json"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// here places an expression's lines and columns in a file of its own.
func here(name, text string) Expression {
	return Expression{Text: text, Name: name, At: func(line, column int) Place { return Place{line, column} }}
}

func definition(fail string) Definition {
	return Definition{ID: "custom-test", Title: "it fails", Severity: rules.Medium, Pillar: rules.Reliability,
		Kind: "function", Why: "because", Fix: "mend it", Fail: here("fail", fail)}
}

// compiled makes the one rule of a definition that must be right.
func compiled(t *testing.T, d Definition) *rules.Rule {
	t.Helper()
	list, mistakes, err := Compile([]Definition{d})
	if err != nil || len(mistakes) > 0 {
		t.Fatal(mistakes, err)
	}
	return list[0]
}

func TestMistakesAreToldWhereTheyStand(t *testing.T) {
	for _, c := range []struct {
		fail, want, hint string
		place            Place
	}{
		{"facts.functions.memry_mb > 3", "fail: there is no field memry_mb in Config", "did you mean memory_mb? there are architecture, ", Place{1, 17}},
		{"facts.functons.memory_mb > 3", "fail: there is no facts.functons", "did you mean functions? there are aliases, ", Place{1, 1}},
		{"1 < 2 &&\n  rolle.facts.roles.missing", "fail: there is no rolle", "did you mean role? there are account, facts, ", Place{2, 3}},
		{"facts == 3", "fail: facts is no value by itself", "as in facts.aliases", Place{1, 1}},
		{"has(facts.functions)", "fail: facts.functions cannot be tested with has", "what is not known", Place{1, 5}},
		{"facts.functions.memory_mb > 'x'", "fail: found no matching overload for '_>_' applied to '(int, string)'", "", Place{1, 27}},
		{"facts.functions.memory_mb", "fail: it must be bool, and is int", "", Place{1, 1}},
		{"facts.functions.memory_mb >", "fail: mismatched input", "", Place{1, 28}},
		{"facts.functions.name.matches('(')", "fail: invalid matches argument", "", Place{1, 30}},
		{"subject.id == params.x", "fail: there is no params", "there are account, ", Place{1, 15}},
		{"subject.name == 'x'", "fail: it reads no fact", "", Place{1, 1}},
		{"Config{name: 'x'} == facts.functions && nothing(1)", "fail: there is no nothing", "", Place{1, 48}},
	} {
		_, mistakes, err := Compile([]Definition{definition(c.fail)})
		if err != nil || len(mistakes) == 0 {
			t.Errorf("%s: %v %v", c.fail, mistakes, err)
			continue
		}
		if m := mistakes[0]; !strings.HasPrefix(m.Message, c.want) || !strings.HasPrefix(m.Hint, c.hint) || m.Place != c.place {
			t.Errorf("%s: got %+v", c.fail, m)
		}
	}
}

// Whatever is not known matters only where the result depends on it.
func TestUnknownFactsMakeUnknownVerdictsOnlyWhereTheyMatter(t *testing.T) {
	given := map[string]json.RawMessage{"facts.functions": json.RawMessage(`{"name":"orders-api","timeout_s":60,"memory_mb":512}`)}
	for fail, want := range map[string]rules.Outcome{
		"facts.functions.timeout_s > 30":                                            rules.Fail,
		"facts.functions.timeout_s > 90":                                            rules.Pass,
		"facts.functions.timeout_s > 30 || size(facts.metrics.days) > 0":            rules.Fail,
		"facts.functions.timeout_s > 90 && facts.metrics.days.exists(d, d.n > 0.0)": rules.Pass,
		"facts.functions.timeout_s > 30 && facts.metrics.days.exists(d, d.n > 0)":   rules.Unknown,
		"facts.functions.timeout_s > 90 || facts.metrics.days.all(d, d.n > 0)":      rules.Unknown,
		"facts.tags['team'] == '' || facts.functions.timeout_s > 30":                rules.Fail,
		"facts.functions.timeout_s > 30 && role.facts.roles.missing":                rules.Unknown,
		"has(facts.functions.vpc) || facts.functions.durable":                       rules.Pass,
		"!has(facts.functions.vpc) && facts.functions.vpc == null":                  rules.Fail,
		"facts.functions.vpc.ipv6":                                                  rules.Unknown,
		"1 / (facts.functions.timeout_s - 60) == 1":                                 rules.Unknown,
		"region.facts.account_settings.concurrency > 0":                             rules.Unknown,
		"facts.reserved_concurrency.executions == 0":                                rules.Unknown,
	} {
		d := definition(fail)
		d.Examples = []Example{{Name: "it", Facts: given, Unknown: []string{"facts.metrics"}, Want: want}}
		r := compiled(t, d)
		e := &r.Examples[0]
		known, err := e.World(r)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := r.Outcome(e.Judge(r, known, e.About(r, known)))
		if got != want {
			t.Errorf("%s: %s, want %s: %v", fail, got, want, e.Judge(r, known, e.About(r, known)))
		}
	}
}

// A rule asks for what it names, and for what leads there.
func TestARuleRequiresWhatItsExpressionsName(t *testing.T) {
	d := definition("facts.tags.size() == 0 && [1].exists(facts, facts > 1)")
	d.Evidence = []Evidence{{Field: "trust", Got: here("evidence", "role.facts.roles.trust")}}
	var names []string
	for _, dep := range compiled(t, d).Requires {
		names = append(names, dep.(audit.AnyFact).Info().Name)
	}
	if got := strings.Join(names, " "); got != "tags roles functions" {
		t.Errorf("it requires %s", got)
	}
}

// An expression that runs past the limit on what an account has is unknown, and
// somebody is told.
func TestACostlyExpressionIsUnknown(t *testing.T) {
	days := make([]facts.Day, 2000)
	raw, err := json.Marshal(facts.Activity{Days: days})
	if err != nil {
		t.Fatal(err)
	}
	d := definition("facts.metrics.days.all(a, facts.metrics.days.all(b, a.n == b.n))")
	d.Examples = []Example{{Name: "many days", Facts: map[string]json.RawMessage{"facts.metrics": raw}, Want: rules.Unknown}}
	r := compiled(t, d)
	known, err := r.Examples[0].World(r)
	if err != nil {
		t.Fatal(err)
	}
	findings := r.Examples[0].Judge(r, known, r.Examples[0].About(r, known))
	if len(findings) != 1 || !findings[0].Unread || findings[0].Unknown.Reason != audit.Internal || !strings.Contains(findings[0].Message, "more than 1000000 steps") {
		t.Errorf("it finds %+v", findings)
	}
}

// Rules about other kinds read what is known of their function, region and account;
// what expressions may name there is documented.
func TestPathsLeadToOtherSubjects(t *testing.T) {
	for fail, kind := range map[string]audit.KindName{
		"parent.facts.functions.memory_mb > 128 && facts.alias_policy.matches('Principal.*')": facts.KindAlias,
		"parent.facts.functions.memory_mb > 64 && facts.version_config.memory_mb > 64":        facts.KindVersion,
		"'lambda.amazonaws.com' in facts.role_trusts.services":                                audit.KindAccount,
		"facts.account_settings.concurrency < 1000 && account.facts.role_trusts.complete":     audit.KindRegion,
		"region.facts.guardduty.lambda != 'ENABLED' && facts.queues.retention_s > 60":         facts.KindQueue,
		"taken_at - timestamp(facts.roles.created) > duration('720h')":                        facts.KindRole,
		"facts.functions.layers.exists(l, l.split(':')[6] == 'x' || '%s'.format([l]) == '')":  facts.KindFunction,
	} {
		d := definition(fail)
		d.Kind = kind
		compiled(t, d)
	}
}

// All types of facts are known to expressions, and each field has its name in a
// snapshot.
func TestEveryFactCanBeRead(t *testing.T) {
	shared, err := newEnvironments()
	if err != nil {
		t.Fatal(err)
	}
	for name := range shared.catalog.structs {
		fields, _ := shared.catalog.FindStructFieldNames(name)
		for _, field := range fields {
			if field == "" || field == "-" {
				t.Errorf("a field of %s has no name in a snapshot", name)
			}
		}
	}
	read := map[string]bool{}
	for _, f := range audit.Facts() {
		for _, s := range sourcesOf(f.Info().Kind) {
			read[s.fact.Info().Name] = true
		}
	}
	if len(read) != len(audit.Facts()) {
		t.Errorf("%d of %d facts can be read", len(read), len(audit.Facts()))
	}
}
