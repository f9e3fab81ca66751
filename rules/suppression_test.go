package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// suppressed evaluates a rule about the shared role and one about each function,
// both of which find something and are high, with tags.
func suppressed(t *testing.T, given []audit.Given, c Config) *Result {
	t.Helper()
	c.Rules = []*Rule{
		rule("of-role", High, facts.KindRole, says{role: {failed("s")}}.check),
		rule("of-function", High, functionKind, says{orders: {failed("")}, invoices: {failed("")}}.check),
		rule("passing", Low, functionKind, says{}.check),
	}
	c.Gate = Gate{FailOn: High}
	return evaluate(t, world(t, slices.Concat(withoutAliases, given)...), c)
}

// day is so many days after the snapshot was taken.
func day(offset int) Date {
	return Date{ExampleHeader().TakenAt.Truncate(24*time.Hour).AddDate(0, 0, offset)}
}

func TestSuppressionsChoose(t *testing.T) {
	for name, c := range map[string]struct {
		s    Suppression
		want string // the functions, by rule, for which findings are suppressed
	}{
		"a pillar":                    {Suppression{Rule: "pillar:security"}, "of-function orders, of-function invoices, of-role invoices orders"},
		"another pillar":              {Suppression{Rule: "pillar:cost"}, ""},
		"a glob of rules":             {Suppression{Rule: "*-role"}, "of-role invoices orders"},
		"a tag":                       {Suppression{Tag: "stage=prod"}, "of-function orders, of-role orders"},
		"a tag of both":               {Suppression{Tag: "team", Rule: "of-role"}, "of-role invoices orders"},
		"a tag and a name":            {Suppression{Tag: "team", Function: "inv*"}, "of-function invoices, of-role invoices"},
		"the functions' region":       {Suppression{Region: "eu-*", Rule: "of-role"}, "of-role invoices orders"},
		"another region":              {Suppression{Region: "us-*"}, ""},
		"the region of no function":   {Suppression{Region: "global"}, ""},
		"the account":                 {Suppression{Account: "1111*", Rule: "of-role"}, "of-role invoices orders"},
		"another account":             {Suppression{Account: "999988887777"}, ""},
		"what has expired":            {Suppression{Rule: "*", Until: day(0)}, ""},
		"what expires tomorrow":       {Suppression{Rule: "of-role", Until: day(1)}, "of-role invoices orders"},
		"a function that is not here": {Suppression{Function: "stranger"}, ""},
	} {
		r := suppressed(t, tagged, Config{Suppress: []Suppression{c.s}})
		var got []string
		for row := range r.Findings(Show{}) {
			if names := row.SuppressedFor; len(names) > 0 {
				slices.Sort(names)
				got = append(got, row.Rule+" "+strings.Join(names, " "))
			}
			if row.Suppressed != (len(row.SuppressedFor) == len(row.Functions)) {
				t.Errorf("%s: suppressed is %v of %v for %v", name, row.Suppressed, row.Functions, row.SuppressedFor)
			}
		}
		want := strings.FieldsFunc(c.want, func(r rune) bool { return r == ',' })
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// A role's finding is suppressed only if it is for every function of its list;
// until then it counts, fails the run, and says for whom it does not.
func TestASharedFindingIsSuppressedForAllOrCounts(t *testing.T) {
	of := func(function string) Suppression {
		return Suppression{Rule: "of-*", Function: function, Reason: function + " is known"}
	}
	for _, c := range []struct {
		list                         []Suppression
		code, role, function, summed int
	}{
		{[]Suppression{of("orders")}, 1, 0, 1, 1},
		{[]Suppression{of("orders"), of("invoices")}, 0, 1, 2, 3},
	} {
		r := suppressed(t, tagged, Config{Suppress: c.list})
		if r.Run.ExitCode != c.code || r.Rules[1].Suppressed != c.role || r.Rules[0].Suppressed != c.function ||
			r.Summary[0].Findings != 3 || r.Summary[0].Suppressed != c.summed || r.Accounts[0].High != 3-c.summed {
			t.Errorf("%d suppressions: exit code %d, rules %+v, summary %+v, account %+v", len(c.list), r.Run.ExitCode, r.Rules, r.Summary, r.Accounts)
		}
	}
}

// Where more functions may share the role than are known, suppressing it for the
// known ones does not suppress it.
func TestAnOpenListIsNotSuppressedByFunction(t *testing.T) {
	broken := []audit.Given{facts.Functions.Broke(region, audit.Unknown{Reason: audit.Throttled, Fact: "functions"})}
	for _, c := range []struct {
		s          Suppression
		suppressed bool
	}{
		{Suppression{Rule: "of-*", Function: "*"}, false},
		{Suppression{Rule: "of-*", Region: region}, false},
		{Suppression{Rule: "of-*"}, true},
	} {
		r := suppressed(t, broken, Config{Suppress: []Suppression{c.s}})
		for row := range r.Findings(Show{}) {
			if row.Rule == "of-role" && row.Suppressed != c.suppressed {
				t.Errorf("%+v: suppressed is %v", c.s, row.Suppressed)
			}
		}
		if fails := r.Run.ExitCode == 1; fails == c.suppressed {
			t.Errorf("%+v: exit code %d", c.s, r.Run.ExitCode)
		}
	}
}

// Whoever suppresses by tag hides nothing where the tags could not be read.
func TestSuppressionsByTagNeedTheTags(t *testing.T) {
	denied := audit.Unknown{Reason: audit.Denied, Code: "AccessDenied", Action: "tag:GetResources"}
	for _, c := range []Config{{Suppress: []Suppression{{Tag: "team"}}}, {SuppressByTag: &ByTag{UpTo: Critical}}} {
		r := suppressed(t, []audit.Given{facts.Tags.Broke(region, denied)}, c)
		if *rowOf(t, r, orders).Score != *rounded(69*0.69, 1) || !r.Run.Partial || r.Errors[0].Action != "tag:GetResources" {
			t.Errorf("orders scores %v, errors %+v", *rowOf(t, r, orders).Score, r.Errors)
		}
		if len(c.Suppress) > 0 && r.Suppressions[0].State != SuppressionNotJudged {
			t.Errorf("suppressions: %+v", r.Suppressions)
		}
	}
}

// ignoring are the functions' tags, of which orders' suppress rules.
func ignoring(values map[string]string) []audit.Given {
	tags := map[string]string{}
	for id, value := range values {
		tags[TagPrefix+id] = value
	}
	return []audit.Given{facts.Tags.Is(orders, tags), facts.Tags.Is(invoices, map[string]string{})}
}

func TestTagsSuppress(t *testing.T) {
	for name, c := range map[string]struct {
		rule, value   string
		upTo          Severity
		state, said   string
		lifted        bool
		reason, until string
	}{
		"a tag":             {"of-function", "2027-03-31 known since spring", High, SuppressionUsed, "", true, "known since spring", "2027-03-31"},
		"soon over":         {"of-function", "2026-12-23 known", High, SuppressionExpiring, "", true, "known", "2026-12-23"},
		"over":              {"of-function", "2026-11-23 known", High, SuppressionExpired, "", false, "known", "2026-11-23"},
		"too severe":        {"of-function", "2027-03-31 known", Medium, SuppressionRefused, "high is worse than what a tag may suppress (medium)", false, "known", "2027-03-31"},
		"no day":            {"of-function", "known", High, SuppressionMalformed, `its value must begin with a day such as 2006-01-02, not "known"`, false, "", ""},
		"an impossible day": {"of-function", "2027-02-30 known", High, SuppressionMalformed, `not "2027-02-30"`, false, "known", ""},
		"no reason":         {"of-function", "2027-03-31 ", High, SuppressionMalformed, "no reason stands behind the day", false, "", "2027-03-31"},
		"too long":          {"of-function", "2028-03-31 known", High, SuppressionMalformed, "longer than 366 days: the last day allowed is 2027-11-24", false, "known", "2028-03-31"},
		"no such rule":      {"of-functions", "2027-03-31 known", High, SuppressionMalformed, `no rule is named "of-functions"`, false, "known", "2027-03-31"},
		"a glob":            {"of-*", "2027-03-31 known", High, SuppressionMalformed, `no rule is named "of-*"`, false, "known", "2027-03-31"},
		"nothing to lift":   {"passing", "2027-03-31 known", High, SuppressionUnused, "", false, "known", "2027-03-31"},
	} {
		r := suppressed(t, ignoring(map[string]string{c.rule: c.value}), Config{SuppressByTag: &ByTag{UpTo: c.upTo, Longest: 366}})
		if len(r.Suppressions) != 1 {
			t.Fatalf("%s: %+v", name, r.Suppressions)
		}
		s := r.Suppressions[0]
		if s.State != c.state || !strings.Contains(s.Message, c.said) || s.Reason != c.reason || s.Until != c.until ||
			s.Where != "tag "+TagPrefix+c.rule || s.Function != "orders" || s.Region != region {
			t.Errorf("%s: %+v", name, s)
		}
		want := map[bool]float64{true: 69, false: *rounded(69*0.69, 1)}[c.lifted]
		if o, i := *rowOf(t, r, orders).Score, *rowOf(t, r, invoices).Score; o != want || i != *rounded(69*0.69, 1) {
			t.Errorf("%s: orders scores %v and invoices %v", name, o, i)
		}
	}
}

func TestTagsMeanNothingUnlessAllowed(t *testing.T) {
	r := suppressed(t, ignoring(map[string]string{"of-function": "2027-03-31 known"}), Config{})
	if len(r.Suppressions) != 0 || *rowOf(t, r, orders).Score != *rounded(69*0.69, 1) {
		t.Errorf("suppressions %+v", r.Suppressions)
	}
}

// A suppression that explains another finding hides itself, not what it explained.
func TestSuppressedExplainsNothing(t *testing.T) {
	better := failed("")
	better.Explains = []Ref{{"milder", orders, ""}}
	milder := rule("milder", Medium, functionKind, says{orders: {failed("")}}.check)
	top := rule("top", High, functionKind, says{orders: {better}}.check)
	top.Uses = []string{"milder"}
	list := []*Rule{milder, top}
	if r := evaluate(t, world(t), Config{Rules: list, Suppress: []Suppression{{Rule: "top"}}}); *rowOf(t, r, orders).Score != 95.5 {
		t.Errorf("orders scores %v, want the milder finding to count", *rowOf(t, r, orders).Score)
	}
}

// Whatever a tag says, it holds only with a day and a reason, and says why not.
func FuzzTags(f *testing.F) {
	f.Add("of-function", "2027-03-31 known")
	f.Add("of-function", "2027-03-31")
	f.Add("", "  2027-13-31 \x00")
	f.Fuzz(func(t *testing.T, id, value string) {
		e := &evaluation{known: world(t), byID: map[string]*judge{"of-function": {}}, config: Config{SuppressByTag: &ByTag{UpTo: Low, Longest: 366}}}
		s := e.tagStanding(orders, id, value)
		holds := id == "of-function" && !s.Until.IsZero() && strings.TrimSpace(s.Reason) != "" && !s.Until.After(day(366).Time)
		if _, err := ByID(id); err != nil && (s.malformed == "") != holds || s.function != orders || s.limit != Low {
			t.Errorf("%q: %q gives %+v", id, value, s)
		}
	})
}
