package catalogue_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
	_ "lambda-audit/rules/catalogue"
)

// seeds is how many random accounts the properties are tried on.
var seeds = flag.Uint64("seeds", 20, "random accounts to try the properties on")

// selected are the rules that are judged by default.
func selected(t testing.TB) []*rules.Rule { return choose(t, rules.Selection{}) }

// everyRule are these, and the rules that are selected by name or with a switch.
func everyRule(t testing.TB) []*rules.Rule {
	return choose(t, rules.Selection{Only: []string{"*"}, With: switches})
}

// switches are those whose facts can be collected.
var switches = []rules.When{rules.WithUsage}

func choose(t testing.TB, s rules.Selection) []*rules.Rule {
	t.Helper()
	list, err := rules.Select(s)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// collect takes the account's snapshot for the default rules, as its file's bytes.
func collect(t testing.TB, account *fixtures.Account, askAll bool) string {
	t.Helper()
	return collectNow(t, selected(t), account, func(o *audit.Options) { o.AskAll = askAll })
}

func collectFor(t *testing.T, list []*rules.Rule, account *fixtures.Account, askAll bool) string {
	t.Helper()
	return collectWith(t, list, account, func(o *audit.Options) { o.AskAll = askAll })
}

// collectWith takes the snapshot for the rules as the options have it, in virtual
// time: what is asked again after a while is asked at once.
func collectWith(t *testing.T, list []*rules.Rule, account *fixtures.Account, change func(*audit.Options)) (snapshot string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { snapshot = collectNow(t, list, account, change) })
	return snapshot
}

func collectNow(t testing.TB, list []*rules.Rule, account *fixtures.Account, change func(*audit.Options)) string {
	t.Helper()
	server := fixtures.NewServer(account)
	server.NoQuotas = true
	key, secret := account.Credentials()
	o := audit.Options{Days: 14, Share: 1e6, RunID: "test", Key: testKey(t),
		Now: func() time.Time { return account.Now }}
	for _, r := range account.Regions {
		o.Regions = append(o.Regions, r.Name)
	}
	change(&o)
	s, err := audit.Open(t.Context(), aws.Config{Region: o.Regions[0], HTTPClient: server.Client(),
		Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")}, o)
	if err != nil {
		t.Fatal(err)
	}
	want := rules.Collected(list)
	if o.Fast {
		want = want.Fast()
	}
	s.Header.Facts = want.Names()
	var out bytes.Buffer
	w, err := audit.NewWriter(&out, s.Header)
	if err != nil {
		t.Fatal(err)
	}
	known, err := audit.Collect(t.Context(), s, want, w)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(known.Calls); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// verdictsOf judges a snapshot by the rules: what each says of each subject, the
// outcome first, by rule, subject and locus.
func verdictsOf(t testing.TB, list []*rules.Rule, snapshot string) map[string]string {
	t.Helper()
	known, err := audit.ReadSnapshot(strings.NewReader(snapshot))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	noting := make([]*rules.Rule, len(list))
	for i, r := range list {
		noted := *r
		noted.Check = func(in *rules.Input) []rules.Finding {
			findings := r.Check(in)
			note(all, r, in.Subject, findings)
			return findings
		}
		noting[i] = &noted
	}
	_, err = rules.Evaluate(known, rules.Config{Rules: noting, Data: rules.DefaultData(), Params: someParams(list), Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// note notes what a check said of a subject, as a report would list it: with the
// functions that it concerns, its message and its evidence.
func note(all map[string]string, r *rules.Rule, s *audit.Subject, findings []rules.Finding) {
	worst, _ := r.Outcome(findings)
	if worst == rules.Pass {
		all[r.ID+" "+s.ID+" "] = fmt.Sprint(worst, " ", r.Severity, " of ", s.Functions)
	}
	for _, f := range findings {
		f = f.Told()
		if f.Outcome == worst || worst == rules.Fail && f.Outcome == rules.Unknown {
			severity := r.Severity
			if f.Outcome == rules.Fail {
				severity = cmp.Or(f.Severity, severity)
			}
			all[r.ID+" "+s.ID+" "+f.Locus] = fmt.Sprint(f.Outcome, " ", severity, " of ", s.Functions, ": ", f.Message, " (", rules.EvidenceText(f.Evidence), ")")
		}
	}
}

// someParams are parameters for the rules of the list that ask for nothing
// without them.
func someParams(list []*rules.Rule) map[string]json.RawMessage {
	given := map[string]json.RawMessage{}
	for _, r := range list {
		if r.ID == "tags-missing" {
			given[r.ID] = json.RawMessage(`{"required":["team"]}`)
		}
	}
	return given
}

// outcomes keeps of each rule and subject the worst outcome, whatever the locus.
func outcomes(verdicts map[string]string) map[string]string {
	rank := map[string]int{"pass": 0, "not-applicable": 1, "unknown": 2, "fail": 3}
	worst := map[string]string{}
	for key, v := range verdicts {
		pair := strings.Join(strings.SplitN(key, " ", 3)[:2], " ")
		outcome, _, _ := strings.Cut(v, " ")
		if was, ok := worst[pair]; !ok || rank[outcome] > rank[was] {
			worst[pair] = outcome
		}
	}
	return worst
}

// testKey makes fingerprints the same in every run.
func testKey(t testing.TB) secrets.Key {
	t.Helper()
	key, err := secrets.NewKey([]byte("a key for these tests only"))
	if err != nil {
		t.Fatal(err)
	}
	return key
}
