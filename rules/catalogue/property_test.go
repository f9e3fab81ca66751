package catalogue_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// TestGatesChangeNoFinding holds gates to what they claim, over accounts drawn
// from what AWS's documentation allows: without them the same is found. What has
// nothing to be judged by is no finding.
func TestGatesChangeNoFinding(t *testing.T) {
	for seed := range *seeds {
		account := fixtures.Random(seed)
		account.Faults = nil
		gated, asked := bothWays(t, seed, account)
		for key := range union(gated, asked) {
			if judged(gated[key]) != judged(asked[key]) {
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

func TestGatesContradictNothingUnderFaults(t *testing.T) {
	for seed := range *seeds {
		gated, asked := bothWays(t, seed, fixtures.Random(seed))
		gated, asked = outcomes(gated), outcomes(asked)
		for key := range union(gated, asked) {
			if flips(gated[key], asked[key]) {
				t.Errorf("account %d: %s is %q with gates and %q without", seed, key, gated[key], asked[key])
			}
		}
	}
}

func TestLosingAFactFlipsNoVerdict(t *testing.T) {
	list := everyRule(t)
	for seed := range *seeds / 4 {
		account := fixtures.Random(seed)
		account.Faults = nil
		snapshot := collectFor(t, list, account, false)
		whole := outcomes(verdictsOf(t, list, snapshot))
		for _, fact := range rules.Collected(list).Names() {
			lost := outcomes(verdictsOf(t, list, without(t, snapshot, fact)))
			for key := range lost {
				if flips(whole[key], lost[key]) {
					t.Errorf("account %d: %s was %q and is %q without %s", seed, key, whole[key], lost[key], fact)
				}
			}
		}
	}
}

// bothWays judges the account by every rule: as its gates let it be collected,
// and with all calls that they would spare.
func bothWays(t *testing.T, seed uint64, account *fixtures.Account) (gated, asked map[string]string) {
	t.Helper()
	list := everyRule(t)
	spared, whole := collectFor(t, list, account, false), collectFor(t, list, account, true)
	return verdictsOf(t, list, spared), verdictsOf(t, list, withoutUnseen(t, seed, account, spared, whole))
}

// withoutUnseen takes from the whole snapshot what the gate of aliases says that
// it does not see, where the spared one does not have it: aliases, with their
// policies, and their URLs where these were not asked either.
func withoutUnseen(t *testing.T, seed uint64, account *fixtures.Account, spared, whole string) string {
	t.Helper()
	told := map[[2]string]bool{}
	rewrite(t, spared, func(l audit.Line) (audit.Line, bool) {
		told[[2]string{l.Fact, l.ID}] = true
		return l, true
	})
	unseen := unseenAliases(account)
	return rewrite(t, whole, func(l audit.Line) (audit.Line, bool) {
		function, qualifier := audit.FunctionARN(l.ID)
		switch {
		case told[[2]string{l.Fact, l.ID}] || told[[2]string{facts.Aliases.Name, function}] || !told[[2]string{facts.Functions.Name, function}]:
			return l, true
		case l.Fact == facts.FunctionURLs.Name && unseen[function] && l.Value != nil:
			l.Value = urlsOfLatest(t, l.Value)
			return l, true
		case l.Fact == facts.Aliases.Name && string(l.Value) != "[]" && l.Unknown == nil && !unseen[function]:
			t.Errorf("account %d: the gate hides aliases of %s that can be seen: %s", seed, function, l.Value)
		}
		return l, l.Fact != facts.Aliases.Name && (l.Fact != facts.AliasPolicy.Name || qualifier == "")
	})
}

// urlsOfLatest leaves the URLs of aliases out.
func urlsOfLatest(t *testing.T, value json.RawMessage) json.RawMessage {
	t.Helper()
	var urls []facts.FunctionURL
	if err := json.Unmarshal(value, &urls); err != nil {
		t.Fatal(err)
	}
	urls = slices.DeleteFunc(urls, func(u facts.FunctionURL) bool { return u.Qualifier != "$LATEST" })
	value, err := json.Marshal(urls)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// unseenAliases are the functions with aliases of which the gate's doc says that
// it does not see them: nothing was ever published, and nobody invoked the
// function by one of them for two weeks.
func unseenAliases(account *fixtures.Account) map[string]bool {
	unseen := map[string]bool{}
	for _, r := range account.Regions {
		for _, f := range r.Functions {
			unseen["arn:aws:lambda:"+r.Name+":"+account.ID+":function:"+f.Name] = len(f.Aliases) > 0 && len(f.Versions) == 0 && !invokedByAlias(&f)
		}
	}
	return unseen
}

func invokedByAlias(f *fixtures.Function) bool {
	for _, a := range f.Aliases {
		for metric, series := range f.QualifierMetrics[a.Name] {
			name, _, _ := strings.Cut(metric, ".")
			if series.Recent() && slices.Contains([]string{"Invocations", "Throttles", "AsyncEventsReceived"}, name) {
				return true
			}
		}
	}
	return false
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
