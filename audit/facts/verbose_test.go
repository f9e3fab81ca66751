package facts_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// A logged line is one of the log.
type logged map[string]any

// loggedBy returns the lines with a message that a run over the account logs, and
// all of its text.
func loggedBy(t *testing.T, server *fixtures.Server, account *fixtures.Account, share float64, want audit.Set) (known *audit.Known, lines func(message string) []logged, text string) {
	t.Helper()
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s := open(t, server, account, func(o *audit.Options) { o.Share, o.Log = share, log })
	known = collect(t, s, want)
	var all []logged
	for line := range strings.Lines(out.String()) {
		var l logged
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	return known, func(message string) (list []logged) {
		for _, l := range all {
			if l["msg"] == message {
				list = append(list, l)
			}
		}
		return list
	}, out.String()
}

// TestLogTellsEveryCall compares the log with the ledger, and with what is known.
func TestLogTellsEveryCall(t *testing.T) {
	account := load(t, "shop")
	known, lines, _ := loggedBy(t, serve(account), account, 1e6, defaultFacts(t))
	calls := map[string]int{}
	for _, l := range lines("call") {
		calls[l["service"].(string)+"."+l["operation"].(string)]++
		if l["service"] != "STS" && (l["account"] != account.ID || l["region"] == "" || l["fact"] == nil || l["status"] == nil || l["took"] == nil) {
			t.Errorf("a call is told as %v", l)
		}
	}
	for _, c := range known.Calls {
		if got := calls[c.Service+"."+c.Operation]; got != c.Calls {
			t.Errorf("%s.%s was called %d times, and is told %d times", c.Service, c.Operation, c.Calls, got)
		}
	}
	sums := map[string]float64{}
	for _, l := range lines("fact") {
		for _, what := range []string{"subjects", "asked", "by_gate", "unknown"} {
			sums[l["fact"].(string)+" "+what] += l[what].(float64)
		}
	}
	want := float64(functions(known))
	if got := sums["functions subjects"]; got != want {
		t.Errorf("%v functions are told, and %v are known", got, want)
	}
	gated := "recursion-config"
	if asked, settled := sums[gated+" asked"], sums[gated+" by_gate"]; asked+settled != want || asked == 0 || settled == 0 || asked != float64(calls["Lambda.GetFunctionRecursionConfig"]) {
		t.Errorf("of %v functions %v are asked and %v settled, with %d calls", want, asked, settled, calls["Lambda.GetFunctionRecursionConfig"])
	}
	if len(lines("listing incomplete")) == 0 || sums[gated+" unknown"] == 0 {
		t.Error("nothing is told of what the sample account refuses")
	}
}

// TestLogTellsThrottles: each refused attempt, the wait before the next, and the
// rate before and after.
func TestLogTellsThrottles(t *testing.T) {
	account := ordinary(t)
	synctest.Test(t, func(t *testing.T) {
		account.Faults = []fixtures.Fault{{Operation: "GetPolicy", Match: account.Regions[0].Functions[0].Name, Code: fixtures.FaultThrottle, Times: 2}}
		_, lines, _ := loggedBy(t, serve(account), account, audit.DefaultShare, audit.NewSet(facts.ResourcePolicy))
		var attempts []float64
		var waits time.Duration
		for _, l := range lines("call") {
			if l["operation"] == "GetPolicy" && l["level"] == "WARN" {
				attempts = append(attempts, l["attempt"].(float64))
				if l["error"] != "TooManyRequestsException" || l["status"] != 429.0 {
					t.Errorf("a throttle is told as %v", l)
				}
			}
			if l["attempt"] == 3.0 {
				waits = time.Duration(l["waited"].(float64))
			}
		}
		if len(attempts) != 2 || attempts[0] != 1 || attempts[1] != 2 || waits <= 0 {
			t.Errorf("the attempts %v were refused, and the third waited %s", attempts, waits)
		}
		slower := lines("slower")
		if len(slower) == 0 || slower[0]["bucket"] != "GetPolicy" || slower[0]["rate_from"] != 10.0 || slower[0]["rate_to"] != 5.0 {
			t.Errorf("the rates are told as %v", slower)
		}
	})
}

// TestLogTellsWho says whose the credentials are, and nothing of them.
func TestLogTellsWho(t *testing.T) {
	account := ordinary(t)
	_, lines, text := loggedBy(t, serve(account), account, 1e6, audit.NewSet(facts.Functions))
	key, secret := account.Credentials()
	told := lines("credentials")
	if len(told) != 1 || told[0]["identity"] != "arn:aws:iam::"+account.ID+":user/auditor" || told[0]["source"] != "StaticCredentials" || told[0]["expires"] != "never" {
		t.Errorf("the credentials are told as %v", told)
	}
	if strings.Contains(text, key) || strings.Contains(text, secret) {
		t.Error("the log holds the credentials")
	}
}
