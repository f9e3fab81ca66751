package facts_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

const moneyAccount = `{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[{"name":"r"}],"regions":[{"name":"eu-west-1","functions":[
 {"name":"kept","role":"r","memory_mb":1024,"snap_start":"PublishedVersions","versions":[{"version":"1"},{"version":"2"},{"version":"3","config":{"log_group":"/kept/3"}}],
  "aliases":[{"name":"live","version":"2"},{"name":"next","version":"3"}],"traffic":{"per_day":1000,"mean_ms":100},
  "qualifier_metrics":{"live":{"Invocations.Sum":900,"ProvisionedConcurrencyInvocations.Sum":800,"ProvisionedConcurrencySpilloverInvocations.Sum":100,"ProvisionedConcurrencyUtilization.Maximum":[0.25,1,0.5]}},
  "provisioned":[{"qualifier":"2","requested":8,"last_modified":"2026-10-05T07:30:00Z"},{"qualifier":"3","requested":2,"status":"FAILED","reason":"FUNCTION_ERROR_INIT_FAILURE"}]},
 {"name":"plain","role":"r","traffic":{"per_day":10,"mean_ms":100}},
 {"name":"one","role":"r","log_group":"/both","traffic":{"per_day":10,"mean_ms":100}},
 {"name":"two","role":"r","log_group":"/both"},
 {"name":"silent","role":"r"}]}]}`

const functionARN = "arn:aws:lambda:eu-west-1:111122223333:function:"

// moneyFacts are the facts of these tests.
func moneyFacts() audit.Set {
	return audit.NewSet(facts.ProvisionedConcurrency, facts.ProvisionedUses, facts.CallsByQualifier, facts.LogBytes)
}

func parsed(t *testing.T, text string) *fixtures.Account {
	t.Helper()
	account, err := fixtures.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return account
}

func TestProvisionedConcurrency(t *testing.T) {
	account := parsed(t, moneyAccount)
	server := serve(account)
	r := collect(t, open(t, server, account, nil), moneyFacts()).Reader()
	kept, err := facts.ProvisionedConcurrency.Of(r, functionARN+"kept")
	want := []facts.Provisioned{
		{Qualifier: "2", Requested: 8, Allocated: 8, Status: "READY", Modified: "2026-10-05T07:30:00Z"},
		{Qualifier: "3", Requested: 2, Status: "FAILED", Reason: "FUNCTION_ERROR_INIT_FAILURE"},
	}
	if len(kept) == 2 {
		want[1].Modified = kept[1].Modified
	}
	if err != nil || fmt.Sprint(kept) != fmt.Sprint(want) {
		t.Errorf("%+v, %v", kept, err)
	}
	if kept[0].Failed() || !kept[1].Failed() {
		t.Error("only the second failed")
	}
	if kept, err := facts.ProvisionedConcurrency.Of(r, functionARN+"plain"); kept != nil || err != nil {
		t.Errorf("what was never published keeps %v, %v", kept, err)
	}
	asked := 0
	for _, c := range server.Calls() {
		if c.Operation == "ListProvisionedConcurrencyConfigs" {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("%d functions were asked for, want the one that is published", asked)
	}
}

func TestProvisionedUseIsThatOfTheAliasOnTheVersion(t *testing.T) {
	account := parsed(t, moneyAccount)
	r := collect(t, open(t, serve(account), account, nil), moneyFacts()).Reader()
	use, err := facts.ProvisionedUses.Of(r, functionARN+"kept:2")
	if err != nil {
		t.Fatal(err)
	}
	ran, spilled := use.Total()
	share, days := use.Peak()
	if ran != 14*800 || spilled != 14*100 || share != 1 || days != 3 {
		t.Errorf("%v ran on it, %v beside it, at most %v of it on %d days", ran, spilled, share, days)
	}
	use, err = facts.ProvisionedUses.Of(r, functionARN+"kept:3")
	if err != nil || len(use.Days) != 0 {
		t.Errorf("version 3: %+v, %v", use, err)
	}
}

func TestCallsByQualifier(t *testing.T) {
	account := parsed(t, moneyAccount)
	for name, change := range map[string]func(*audit.Options){
		"gated": nil, "ungated": func(o *audit.Options) { o.AskAll = true },
	} {
		r := collect(t, open(t, serve(account), account, change), moneyFacts()).Reader()
		calls, err := facts.CallsByQualifier.Of(r, functionARN+"kept")
		if err != nil || len(calls) != 1 || calls["live"] != 14*900 {
			t.Errorf("%s: %v, %v", name, calls, err)
		}
		if calls, err := facts.CallsByQualifier.Of(r, functionARN+"plain"); err != nil || len(calls) != 0 {
			t.Errorf("%s: without SnapStart %v, %v", name, calls, err)
		}
	}
	for name, change := range map[string]func(*audit.Options){
		"by name": func(o *audit.Options) { o.Scope.Functions = []string{"kept"} },
		"in more days than CloudWatch lists metrics of": func(o *audit.Options) { o.Days = 20 },
	} {
		r := collect(t, open(t, serve(account), account, change), moneyFacts()).Reader()
		if calls, err := facts.CallsByQualifier.Of(r, functionARN+"kept"); err == nil || calls["live"] < 14*900 {
			t.Errorf("%s: %v, %v: want the alias's, and that versions may be called too", name, calls, err)
		}
	}
}

func TestLogBytes(t *testing.T) {
	account := parsed(t, moneyAccount)
	r := collect(t, open(t, serve(account), account, nil), moneyFacts()).Reader()
	for name, known := range map[string]bool{"kept": true, "plain": true, "one": false, "two": true, "silent": true} {
		logged, err := facts.LogBytes.Of(r, functionARN+name)
		if err != nil || (logged.Bytes != nil) != known {
			t.Errorf("%s: %v, %v", name, logged.Bytes, err)
		}
		if ran := name == "kept" || name == "plain"; known && (*logged.Bytes > 0) != ran {
			t.Errorf("%s wrote %v bytes", name, *logged.Bytes)
		}
	}
	named := func(o *audit.Options) { o.Scope.Functions = []string{"plain", "one"} }
	r = collect(t, open(t, serve(account), account, named), moneyFacts()).Reader()
	plain, _ := facts.LogBytes.Of(r, functionARN+"plain")
	one, err := facts.LogBytes.Of(r, functionARN+"one")
	if plain.Bytes == nil || one.Bytes != nil || err != nil {
		t.Errorf("by name: %v and %v, %v: who else writes to a group of another name is not known", plain, one, err)
	}
}

func TestMoneyFactsThatAreDenied(t *testing.T) {
	account := parsed(t, moneyAccount)
	server := serve(account)
	deny(t, server, "lambda", "ListProvisionedConcurrencyConfigs")
	deny(t, server, "cloudwatch", "GetMetricData")
	known := collect(t, open(t, server, account, nil), moneyFacts())
	r := known.Reader()
	_, kept := facts.ProvisionedConcurrency.Of(r, functionARN+"kept")
	_, calls := facts.CallsByQualifier.Of(r, functionARN+"kept")
	_, logged := facts.LogBytes.Of(r, functionARN+"plain")
	for action, err := range map[string]error{"lambda:ListProvisionedConcurrencyConfigs": kept, "cloudwatch:GetMetricData": calls, "cloudwatch:GetMetricData ": logged} {
		var why *audit.Unknown
		if !errors.As(err, &why) || why.Reason != audit.Denied || why.Action+" " != action && why.Action != action {
			t.Errorf("%s: %v", action, err)
		}
	}
	list, err := known.Subjects(facts.KindProvisioned)
	if len(list) != 0 || err == nil {
		t.Errorf("%v, %v: want that there may be some", list, err)
	}
}

func TestPagesOfProvisionedConcurrency(t *testing.T) {
	account := parsed(t, moneyAccount)
	f := &account.Regions[0].Functions[0]
	f.Provisioned, f.Versions, f.Aliases, f.QualifierMetrics = nil, nil, nil, nil
	for n := range 60 {
		version := fmt.Sprint(n + 1)
		f.Versions = append(f.Versions, fixtures.Version{Version: version})
		f.Provisioned = append(f.Provisioned, fixtures.Provisioned{Qualifier: version, Requested: 1})
	}
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	server := serve(account)
	if err := server.AddFault(fixtures.Fault{Service: "lambda", Operation: "ListProvisionedConcurrencyConfigs", Code: fixtures.FaultAccessDenied, After: 2}); err != nil {
		t.Fatal(err)
	}
	all := collect(t, open(t, serve(account), account, nil), moneyFacts()).Reader()
	half := collect(t, open(t, server, account, nil), moneyFacts()).Reader()
	if kept, err := facts.ProvisionedConcurrency.Of(all, functionARN+"kept"); len(kept) != 60 || err != nil {
		t.Errorf("%d, %v", len(kept), err)
	}
	if kept, err := facts.ProvisionedConcurrency.Of(half, functionARN+"kept"); len(kept) != 50 || err == nil {
		t.Errorf("of the first page %d, %v", len(kept), err)
	}
}

// What an alias keeps is counted under its name alone, so that nothing is missing
// where the other aliases are.
func TestProvisionedUseOfAnAliasNeedsNoOthers(t *testing.T) {
	account := parsed(t, strings.Replace(moneyAccount, `"qualifier":"2","requested":8`, `"qualifier":"live","requested":8`, 1))
	server := serve(account)
	if err := server.AddFault(fixtures.Fault{Operation: "ListAliases", Code: "AccessDenied"}); err != nil {
		t.Fatal(err)
	}
	r := collect(t, open(t, server, account, nil), moneyFacts()).Reader()
	if use, err := facts.ProvisionedUses.Of(r, functionARN+"kept:live"); err != nil || len(use.Days) != 14 {
		t.Errorf("%d days, %v", len(use.Days), err)
	}
	if _, err := facts.ProvisionedUses.Of(r, functionARN+"kept:3"); err == nil {
		t.Error("an alias that nobody could list may serve version 3")
	}
}
