package rules

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// withoutAliases are the two functions' aliases, of which there are none: the role is
// known with all its functions.
var withoutAliases = []audit.Given{facts.Aliases.Is(orders, nil), facts.Aliases.Is(invoices, nil)}

// tagged are the two functions' tags.
var tagged = []audit.Given{
	facts.Tags.Is(orders, map[string]string{"team": "orders", "stage": "prod"}),
	facts.Tags.Is(invoices, map[string]string{"team": "money"}),
}

// overridden evaluates a rule about the shared role and one about each function,
// both of which find something and are high, beside one that passes.
func overridden(t *testing.T, given []audit.Given, overrides ...Override) *Result {
	t.Helper()
	list := []*Rule{
		rule("of-role", High, facts.KindRole, says{role: {failed("s")}}.check),
		rule("of-function", High, functionKind, says{orders: {failed("")}, invoices: {failed("")}}.check),
		rule("passing", Low, functionKind, says{}.check),
	}
	return evaluate(t, world(t, slices.Concat(withoutAliases, given)...), Config{Rules: list, Overrides: overrides, Gate: Gate{FailOn: High}})
}

func TestOverridesChangeScoresAndRows(t *testing.T) {
	both, one, low := 100*0.69*0.69, 100*0.69, 0.99
	for name, c := range map[string]struct {
		overrides        []Override
		orders, invoices float64
		listed           []string // rule, severity and functions of the failures
	}{
		"none": {nil, both, both,
			[]string{"of-function high [invoices]", "of-function high [orders]", "of-role high [invoices orders]"}},
		"disabled for one": {[]Override{{Name: "orders", Disable: []string{"of-role", "of-function"}}}, 100, both,
			[]string{"of-function high [invoices]", "of-role high [invoices]"}},
		"disabled for all": {[]Override{{Name: "*", Disable: []string{"of-role"}}}, one, one,
			[]string{"of-function high [invoices]", "of-function high [orders]"}},
		"by ARN": {[]Override{{Name: "arn:*:function:inv*", Disable: []string{"of-function"}}}, both, one,
			[]string{"of-function high [orders]", "of-role high [invoices orders]"}},
		"by tag": {[]Override{{Tag: "team=orders", Disable: []string{"of-role"}}, {Tag: "stage", Disable: []string{"of-function"}}}, 100, both,
			[]string{"of-function high [invoices]", "of-role high [invoices]"}},
		"by name and tag": {[]Override{{Name: "inv*", Tag: "team=orders", Disable: []string{"of-role"}}}, both, both,
			[]string{"of-function high [invoices]", "of-function high [orders]", "of-role high [invoices orders]"}},
		"milder for one": {[]Override{{Name: "orders", Severities: map[string]Severity{"of-role": Low, "of-function": Low}}}, 100 * 0.981, both,
			[]string{"of-function high [invoices]", "of-role high [invoices orders]", "of-function low [orders]"}},
		"worse for one": {[]Override{{Name: "orders", Severities: map[string]Severity{"of-role": Critical}}}, 39 * 0.69, both,
			[]string{"of-role critical [invoices orders]", "of-function high [invoices]", "of-function high [orders]"}},
		"milder for one, nothing for the other": {[]Override{{Name: "orders", Severities: map[string]Severity{"of-role": Low}},
			{Name: "invoices", Disable: []string{"of-role"}}}, one * low, one,
			[]string{"of-function high [invoices]", "of-function high [orders]", "of-role low [orders]"}},
		"the later wins": {[]Override{{Name: "*", Severities: map[string]Severity{"of-role": Low}},
			{Name: "*", Severities: map[string]Severity{"of-role": Medium}}}, one * 0.955, one * 0.955,
			[]string{"of-function high [invoices]", "of-function high [orders]", "of-role medium [invoices orders]"}},
	} {
		r := overridden(t, tagged, c.overrides...)
		if o, i := *rowOf(t, r, orders).Score, *rowOf(t, r, invoices).Score; o != *rounded(c.orders, 1) || i != *rounded(c.invoices, 1) {
			t.Errorf("%s: orders scores %v and invoices %v, want %.1f and %.1f", name, o, i, c.orders, c.invoices)
		}
		var got []string
		for _, row := range listed(r, Show{}) {
			got = append(got, row.Rule+" "+row.Severity.String()+" ["+strings.Join(row.Functions, " ")+"]")
		}
		if !slices.Equal(got, c.listed) {
			t.Errorf("%s: listed are %q, want %q", name, got, c.listed)
		}
	}
}

func TestDisabledRulesAreNotCounted(t *testing.T) {
	r := overridden(t, nil, Override{Disable: []string{"of-role", "of-function"}})
	for _, c := range r.Rules {
		if judged := c.Judged > 0; judged != (c.Rule == "passing") || c.Unknown > 0 {
			t.Errorf("%s is counted: %+v", c.Rule, c)
		}
	}
	if rows := all(r); len(rows) != 2 || r.Run.ExitCode != 0 || len(r.Summary) != 1 {
		t.Errorf("%d rows, exit code %d, summary %+v", len(rows), r.Run.ExitCode, r.Summary)
	}
	if why, _ := r.Why(orders); len(why) != 0 {
		t.Errorf("the score rests on %+v", why)
	}
}

// Where tags could not be read nothing is hidden, and the run says so.
func TestOverridesByTagNeedTheTags(t *testing.T) {
	denied := audit.Unknown{Reason: audit.Denied, Code: "AccessDenied", Action: "tag:GetResources"}
	r := overridden(t, []audit.Given{facts.Tags.Broke(region, denied)}, Override{Tag: "team", Disable: []string{"of-function"}})
	if *rowOf(t, r, orders).Score != *rounded(69*0.69, 1) || !r.Run.Partial || r.Errors[0].Action != "tag:GetResources" {
		t.Errorf("orders scores %v, errors %+v", *rowOf(t, r, orders).Score, r.Errors)
	}
}

func TestParametersOfSomeFunctions(t *testing.T) {
	atMost := func(share string) map[string]json.RawMessage {
		return map[string]json.RawMessage{"of-role": json.RawMessage(`{"share":` + share + `}`), "of-function": json.RawMessage(`{"share":` + share + `}`)}
	}
	check := func(in *Input) []Finding {
		if Params[limits](in).Share < 0.5 {
			return One(failed(""))
		}
		return nil
	}
	for name, c := range map[string]struct {
		run       map[string]json.RawMessage
		overrides []Override
		failed    []string // subjects
	}{
		"the rule's own":           {nil, nil, []string{invoices, orders, role}},
		"the run's":                {atMost("0.7"), nil, nil},
		"of one function":          {nil, []Override{{Name: "orders", Params: atMost("0.7")}}, []string{invoices, role}},
		"of all":                   {nil, []Override{{Params: atMost("0.7")}}, nil},
		"the same of each":         {nil, []Override{{Name: "orders", Params: atMost("0.7")}, {Name: "invoices", Params: atMost("0.7")}}, nil},
		"different ones":           {nil, []Override{{Name: "orders", Params: atMost("0.7")}, {Name: "invoices", Params: atMost("0.8")}}, []string{role}},
		"the later over the run's": {atMost("0.7"), []Override{{Params: atMost("0.8")}, {Name: "orders", Params: atMost("0.1")}}, []string{orders}},
	} {
		list := []*Rule{rule("of-role", High, facts.KindRole, check), rule("of-function", High, functionKind, check)}
		for _, r := range list {
			r.Params = &limits{}
		}
		r := evaluate(t, world(t, withoutAliases...), Config{Rules: list, Params: c.run, Overrides: c.overrides})
		var got []string
		for _, row := range listed(r, Show{}) {
			got = append(got, row.Subject)
		}
		if slices.Sort(got); !slices.Equal(got, sortedCopy(c.failed)) {
			t.Errorf("%s: failed are %q, want %q", name, got, c.failed)
		}
	}
}

func sortedCopy(list []string) []string { return slices.Sorted(slices.Values(list)) }

// A rule that others use is judged wherever they ask, and stands for nothing
// where it is disabled.
func TestDisabledRulesAreStillUsed(t *testing.T) {
	for name, c := range map[string]struct {
		disable          []string
		orders, invoices float64
		rules            []string
	}{
		"nothing":    {nil, 69, 69, []string{"better", "used"}},
		"the used":   {[]string{"used"}, 69, 100, []string{"better"}},
		"the better": {[]string{"better"}, 69, 69, []string{"used"}},
	} {
		config := Config{Rules: append(explaining(failed("")), rule("passing", Low, functionKind, says{}.check)),
			Overrides: []Override{{Disable: c.disable}}}
		r := evaluate(t, world(t, withoutAliases...), config)
		if o, i := *rowOf(t, r, orders).Score, *rowOf(t, r, invoices).Score; o != c.orders || i != c.invoices {
			t.Errorf("%s disabled: orders scores %v and invoices %v, want %v and %v", name, o, i, c.orders, c.invoices)
		}
		var got []string
		for _, row := range listed(r, Show{}) {
			got = append(got, row.Rule)
		}
		if !slices.Equal(got, c.rules) {
			t.Errorf("%s disabled: rows of %q, want %q", name, got, c.rules)
		}
	}
}

func TestOverridesAreRefused(t *testing.T) {
	r := rule("known", Low, functionKind, says{}.check)
	for name, o := range map[string]Override{
		"an unknown rule disabled":      {Disable: []string{"knwon"}},
		"severity of an unknown rule":   {Severities: map[string]Severity{"knwon": Low}},
		"no severity":                   {Severities: map[string]Severity{"known": NoSeverity}},
		"parameters of an unknown rule": {Params: map[string]json.RawMessage{"knwon": json.RawMessage(`{}`)}},
		"parameters it has not":         {Params: map[string]json.RawMessage{"known": json.RawMessage(`{}`)}},
	} {
		if _, err := Evaluate(world(t), Config{Rules: []*Rule{r}, Overrides: []Override{o}}); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestPatterns(t *testing.T) {
	cost := rule("alarm-b", High, functionKind, nil)
	cost.Pillar, cost.When = Cost, Off
	list := []*Rule{rule("alarm-a", Low, functionKind, nil), cost, rule("plain", Low, functionKind, nil)}
	for name, c := range map[string]struct {
		s    Selection
		want string
	}{
		"only a pillar":         {Selection{Only: []string{"pillar:cost"}}, "alarm-b"},
		"without a pillar":      {Selection{Skip: []string{"pillar:security"}}, ""},
		"also what is off":      {Selection{Also: []string{"pillar:cost"}}, "alarm-a alarm-b plain"},
		"also, but skipped":     {Selection{Also: []string{"alarm-*"}, Skip: []string{"alarm-b"}}, "alarm-a plain"},
		"only outweighs also":   {Selection{Only: []string{"plain"}, Also: []string{"alarm-b"}}, "plain"},
		"an unknown pillar":     {Selection{Skip: []string{"pillar:cots"}}, "did you mean cost?"},
		"a pillar without rule": {Selection{Also: []string{"pillar:reliability"}}, "no rule is of the pillar reliability"},
	} {
		got, err := c.s.from(list)
		text := strings.Join(idsOf(got), " ")
		if err != nil {
			text = err.Error()
		}
		if text != c.want && (err == nil || !strings.Contains(text, c.want)) {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}
