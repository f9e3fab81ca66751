package catalogue_test

import (
	"bytes"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
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
var seeds = flag.Uint64("seeds", 30, "random accounts to try the properties on")

// selected are the rules that are judged by default.
func selected(t testing.TB) []*rules.Rule {
	t.Helper()
	list, err := rules.Select(rules.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// collect takes the account's snapshot, as its file's bytes.
func collect(t testing.TB, account *fixtures.Account, askAll bool) string {
	t.Helper()
	server := fixtures.NewServer(account)
	server.NoQuotas = true
	key, secret := account.Credentials()
	o := audit.Options{Days: 14, Share: 1e6, RunID: "test", AskAll: askAll, Key: testKey(t),
		Now: func() time.Time { return account.Now }}
	for _, r := range account.Regions {
		o.Regions = append(o.Regions, r.Name)
	}
	s, err := audit.Open(t.Context(), aws.Config{Region: o.Regions[0], HTTPClient: server.Client(),
		Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")}, o)
	if err != nil {
		t.Fatal(err)
	}
	want := rules.Requirements(selected(t))
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

// verdicts judges a snapshot: the outcome and severity of each rule on each
// subject, by rule, subject and locus.
func verdicts(t testing.TB, snapshot string) map[string]string {
	t.Helper()
	known, err := audit.ReadSnapshot(strings.NewReader(snapshot))
	if err != nil {
		t.Fatal(err)
	}
	result, err := rules.Evaluate(known, rules.Config{Rules: selected(t), Data: rules.DefaultData()})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for f := range result.Findings(rules.Show{Pass: true, NotApplicable: true, AllUnknown: true}) {
		if f.Reason == string(audit.Internal) {
			t.Fatalf("%s panics on %s: %s", f.Rule, f.Subject, f.Message)
		}
		all[f.Rule+" "+f.Subject+" "+f.Locus] = fmt.Sprint(f.Outcome, " ", f.Severity)
	}
	return all
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

// TestGatesChangeNoFinding holds gates to what they claim, over accounts drawn
// from what AWS's documentation allows. The one exception is the one that the
// gate of aliases names; what has nothing to be judged by is no finding.
func TestGatesChangeNoFinding(t *testing.T) {

	for seed := range *seeds {
		account := fixtures.Random(seed)
		account.Faults = nil
		gated, asked := verdicts(t, collect(t, account, false)), verdicts(t, collect(t, account, true))
		for key := range union(gated, asked) {
			if judged(gated[key]) != judged(asked[key]) && !hidden(account, key) {
				t.Errorf("account %d: %s is %q with gates and %q without", seed, key, gated[key], asked[key])
			}
		}
	}
}

// judged is the verdict, "" for a subject that there is nothing to say of.
func judged(verdict string) string {
	if strings.HasPrefix(verdict, "not-applicable") {
		return ""
	}
	return verdict
}

// hidden reports whether a verdict is about a function with aliases that the gate
// does not see: it was never published, and nobody invoked it by an alias.
func hidden(account *fixtures.Account, key string) bool {
	for _, r := range account.Regions {
		for _, f := range r.Functions {
			arn := r.Name + ":" + account.ID + ":function:" + f.Name
			if len(f.Aliases) > 0 && len(f.Versions) == 0 && !invokedByAlias(&f) &&
				(strings.Contains(key+" ", arn+" ") || strings.Contains(key, arn+":")) {
				return true
			}
		}
	}
	return false
}

func invokedByAlias(f *fixtures.Function) bool {
	for _, a := range f.Aliases {
		for metric, series := range f.QualifierMetrics[a.Name] {
			name, _, _ := strings.Cut(metric, ".")
			if !series.Empty() && slices.Contains([]string{"Invocations", "Throttles", "AsyncEventsReceived"}, name) {
				return true
			}
		}
	}
	return false
}

func TestGatesContradictNothingUnderFaults(t *testing.T) {
	for seed := range *seeds {
		account := fixtures.Random(seed)
		gated, asked := outcomes(verdicts(t, collect(t, account, false))), outcomes(verdicts(t, collect(t, account, true)))
		for key := range union(gated, asked) {
			if flips(gated[key], asked[key]) && !hidden(account, key) {
				t.Errorf("account %d: %s is %q with gates and %q without", seed, key, gated[key], asked[key])
			}
		}
	}
}

func TestLosingAFactFlipsNoVerdict(t *testing.T) {
	for seed := range *seeds / 4 {
		account := fixtures.Random(seed)
		account.Faults = nil
		snapshot := collect(t, account, false)
		whole := outcomes(verdicts(t, snapshot))
		for _, fact := range rules.Requirements(selected(t)).Names() {
			lost := outcomes(verdicts(t, without(t, snapshot, fact)))
			for key := range lost {
				if flips(whole[key], lost[key]) {
					t.Errorf("account %d: %s was %q and is %q without %s", seed, key, whole[key], lost[key], fact)
				}
			}
		}
	}
}

// flips reports whether two outcomes contradict each other: one may say less
// than the other, but not something else.
func flips(a, b string) bool {
	return a != "" && b != "" && a != "unknown" && b != "unknown" && a != b
}

func union(a, b map[string]string) map[string]bool {
	keys := map[string]bool{}
	for k := range a {
		keys[k] = true
	}
	for k := range b {
		keys[k] = true
	}
	return keys
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
