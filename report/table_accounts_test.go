package report

import (
	"strings"
	"testing"

	"lambda-audit/rules"
)

// several are three accounts, two of which have a function of one name.
func several() *Report {
	r := shop()
	run := &r.Result.Run
	run.AccountIDs = []string{sampleAccount, "210987654321", "333344445555"}
	other := rules.Stamp{AccountID: "210987654321", Region: "global", TakenAt: taken}
	failed := rules.Stamp{AccountID: "333344445555", Region: "global", TakenAt: taken}
	r.Result.Accounts = append(r.Result.Accounts,
		rules.Account{Stamp: other, Name: "travel", State: rules.AccountAudited, Functions: 1, Score: ptr(12.0), Grade: "F", Critical: 2},
		rules.Account{Stamp: failed, Name: "parcels", State: rules.AccountFailed, Reason: "the role cannot be assumed"})
	twin := shopFunctions()[0]
	twin.Stamp, twin.FunctionARN = other, strings.Replace(twin.FunctionARN, sampleAccount, other.AccountID, 1)
	r.Result.Functions = append(r.Result.Functions, twin)
	return r
}

func TestAccountsAreListedWorstFirst(t *testing.T) {
	page := string(written(t, table, with(several(), Options{Width: 80})))
	for _, words := range []string{"333344445555 failed: the role cannot be assumed\n", "worst checkout-api in " + sampleAccount, "checkout-api in"} {
		if !strings.Contains(page, words) {
			t.Errorf("the table lacks %q:\n%s", words, page)
		}
	}
	at := func(id string) int { return strings.Index(page, "\n"+id+"  ") }
	if !(at("333344445555") < at("210987654321") && at("210987654321") < at(sampleAccount)) {
		t.Errorf("the accounts are not listed worst first:\n%s", page)
	}
	if strings.Contains(string(written(t, table, shop())), "Accounts · ") {
		t.Error("one account is listed as several")
	}
}
