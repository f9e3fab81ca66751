package catalogue_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// withoutUnseen takes from the whole snapshot what the gate of aliases says that
// it does not see, and the spared one does not have: aliases, with their policies,
// and their URLs where the function's URLs were not asked for. What gates hide
// beyond that changes a finding, and the properties tell of it.
func withoutUnseen(t *testing.T, seed uint64, account *fixtures.Account, spared, whole string) string {
	t.Helper()
	told := map[string]bool{}
	rewrite(t, spared, func(l audit.Line) (audit.Line, bool) {
		told[l.Fact+" "+l.ID] = true
		return l, true
	})
	unseen := unseenAliases(account)
	return rewrite(t, whole, func(l audit.Line) (audit.Line, bool) {
		function, _ := audit.FunctionARN(l.ID)
		settled := told[facts.Functions.Name+" "+function] && !told[facts.Aliases.Name+" "+function]
		if !settled {
			return l, true
		}
		switch l.Fact {
		case facts.Aliases.Name:
			if l.Unknown == nil && string(l.Value) != "[]" && !unseen[function] {
				t.Errorf("account %d: the gate hides aliases of %s that can be seen: %s", seed, function, l.Value)
			}
			return l, false
		case facts.AliasPolicy.Name:
			return l, false
		case facts.FunctionURLs.Name:
			if !told[l.Fact+" "+l.ID] && l.Value != nil {
				l.Value = urlsOfLatest(t, l.Value)
			}
		}
		return l, true
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
			arn := "arn:aws:lambda:" + r.Name + ":" + account.ID + ":function:" + f.Name
			unseen[arn] = len(f.Aliases) > 0 && len(f.Versions) == 0 && !invokedByAlias(&f)
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
