package catalogue_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// What becomes of a case.
const (
	identical = iota // as if nothing had happened
	unknown          // something is not known
	partial          // something could not be listed in whole
	ended            // the run ended early, and said so
	listless         // the fault is about pages, and the operation lists nothing
	unmet            // the fault met no call: there is no second page, or no second call
)

// A matrixCase is one operation, broken in one way so often.
type matrixCase struct {
	scene     *matrixScene
	operation string
	fault     *matrixFault
	times     int

	tried      bool
	changed    []string // functions that came or went
	outcome    int
	complaints []string
}

func (c *matrixCase) String() string {
	times := map[int]string{1: "once", 3: "three times", 0: "for ever"}[c.times]
	return fmt.Sprintf("%s, %s, %s", c.operation, c.fault.name, times)
}

func (c *matrixCase) complain(format string, args ...any) {
	c.complaints = append(c.complaints, fmt.Sprintf(format, args...))
}

// mostCalls ends a run that makes as many calls within a second: it goes in
// circles, where a list that never gets on ends after a hundred empty pages.
const mostCalls = 10_000

// A leash lets so many requests through in a second, and then ends the run.
type leash struct {
	client aws.HTTPClient
	stop   context.CancelFunc

	mu    sync.Mutex
	since time.Time
	calls int
}

func (l *leash) Do(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	if time.Since(l.since) > time.Second {
		l.since, l.calls = time.Now(), 0
	}
	l.calls++
	torn := l.calls > mostCalls
	l.mu.Unlock()
	if torn {
		l.stop()
		return nil, context.Canceled
	}
	return l.client.Do(r)
}

func (l *leash) torn() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.calls > mostCalls
}

// latest bounds a run in virtual time: at most two facts that wait for each other
// ask the same operation, each of their calls may be repeated for half an hour,
// and IAM's jobs are waited for ten minutes.
const latest = 2*30*time.Minute + 10*time.Minute

func (c *matrixCase) run(t *testing.T) {
	t.Helper()
	if c.fault.pages && c.scene.lists[c.operation] == 0 {
		c.tried, c.outcome = true, listless
		return
	}
	t.Run(c.String(), func(t *testing.T) {
		c.tried = true
		synctest.Test(t, func(t *testing.T) { // which fails where a goroutine is left
			ctx, stop := context.WithTimeout(t.Context(), 2*latest)
			defer stop()
			account := c.scene.account(t)
			server := matrixServer(account)
			c.arm(t, server, account)
			client := &leash{client: server.Client(), stop: stop}
			began := time.Now()
			keys := c.scene.static(t)
			if c.fault.renewed {
				keys = c.scene.renewed(t)
			}
			known, err := c.scene.collect(t, keys, client, ctx)
			if took := time.Since(began); took > latest {
				c.complain("it took %s", took)
			}
			if client.torn() {
				c.complain("it did not end by itself")
			}
			c.check(t, known, err)
			switch {
			case c.outcome == identical && !c.struck(server):
				c.outcome = unmet
			case c.fault.code == fixtures.FaultExpired && !c.fault.renewed && err == nil:
				c.complain("it should end: the credentials are not accepted any more")
			}
		})
		for _, complaint := range c.complaints {
			t.Error(complaint)
		}
	})
}

// struck reports whether the fault met any call.
func (c *matrixCase) struck(server *fixtures.Server) bool {
	return len(c.changed) > 0 || slices.ContainsFunc(server.Calls(), func(call fixtures.Call) bool { return call.Fault == c.fault.code && call.Fault != "" })
}

// arm makes the server fail, in one region where the service has regions.
func (c *matrixCase) arm(t *testing.T, server *fixtures.Server, account *fixtures.Account) {
	t.Helper()
	service, name := served(c.operation)
	f := fixtures.Fault{Service: service, Operation: name, Code: c.fault.code, After: c.fault.after, Times: c.times}
	if service != "iam" && service != "sts" {
		f.Region = c.scene.region(c.operation)
	}
	if c.fault.change == nil {
		if err := server.AddFault(f); err != nil {
			t.Fatal(err)
		}
		return
	}
	n := 0
	server.Before(f, func() {
		n++
		before := functionsOf(account)
		if n > 8 {
			return // for ever is until the listing ends
		}
		if err := c.fault.change(account, c.scene.region(c.operation), n); err != nil {
			c.complain("%v", err)
		}
		after := functionsOf(account)
		for arn := range before {
			if !after[arn] {
				c.changed = append(c.changed, arn)
			}
		}
		for arn := range after {
			if !before[arn] {
				c.changed = append(c.changed, arn)
			}
		}
	})
}

// functionsOf are the ARNs of the account's functions.
func functionsOf(account *fixtures.Account) map[string]bool {
	arns := map[string]bool{}
	for i := range account.Regions {
		for _, arn := range account.Regions[i].FunctionARNs() {
			arns[arn] = true
		}
	}
	return arns
}

// check compares what came of the run with what comes of an undisturbed one.
func (c *matrixCase) check(t *testing.T, known *audit.Known, err error) {
	t.Helper()
	if err != nil {
		c.checkEnd(err)
	}
	if known == nil {
		if !c.opens() {
			c.complain("what was read is not kept: %v", err)
		}
		return // the session was not opened
	}
	got := c.scene.judge(t, known)
	switch {
	case c.outcome == ended:
	case got.whole == c.scene.calm.whole:
		c.outcome = identical
	case got.incomplete != nil || slices.Contains(slices.Collect(maps.Values(got.kinds)), true):
		c.outcome = partial
	default:
		c.outcome = unknown
	}
	if c.passes() && c.outcome != identical {
		c.complain("it should pass without a trace: %s", firstDifference(c.scene.calm.whole, got.whole))
	}
	c.checkFunctions(got, err)
	c.checkVerdicts(got)
	if err == nil {
		c.checkReasons(got)
	}
}

// opens reports whether the operation is called before all others.
func (c *matrixCase) opens() bool {
	return c.operation == "STS.GetCallerIdentity" || c.operation == "EC2.DescribeRegions"
}

// passes reports whether the run should get over the fault without a trace. Before
// it has begun, it has no time for an answer that takes half a minute.
func (c *matrixCase) passes() bool {
	if c.opens() && c.fault.code == fixtures.FaultSlow {
		return false
	}
	return c.times > 0 && c.times <= c.fault.passes || c.fault.passes == always
}

// checkEnd wants a run to end early only where it cannot go on.
func (c *matrixCase) checkEnd(err error) {
	c.outcome = ended
	var credentials *audit.CredentialError
	switch {
	case c.fault.code == fixtures.FaultExpired && !errors.As(err, &credentials):
		c.complain("ended with %v, want that the credentials are not accepted", err)
	case c.fault.code != fixtures.FaultExpired && !c.opens():
		c.complain("ended early: %v", err)
	case c.passes():
		c.complain("it should pass without a trace, and ended with %v", err)
	}
}

// checkFunctions wants every function there, once, save where the listing says
// that it is not complete.
func (c *matrixCase) checkFunctions(got *ruling, err error) {
	seen := map[string]int{}
	for _, arn := range got.functions {
		seen[arn]++
		if seen[arn] > 1 {
			c.complain("%s is there %d times", arn, seen[arn])
		}
		if !slices.Contains(c.scene.calm.functions, arn) && !slices.Contains(c.changed, arn) {
			c.complain("%s is no function of the account", arn)
		}
	}
	excused := err != nil || got.incomplete != nil
	for _, arn := range c.scene.calm.functions {
		elsewhere := !strings.Contains(arn, ":"+c.scene.region(c.operation)+":")
		if seen[arn] == 0 && !slices.Contains(c.changed, arn) && (!excused || elsewhere && err == nil) {
			c.complain("%s is lost", arn)
		}
	}
	if excused && got.incomplete != nil && c.operation != "Lambda.ListFunctions" && err == nil {
		c.complain("functions are said to be missing: %v", got.incomplete)
	}
}

// byTheAccount are the rules that hold a function against what the account does
// with most others: where some come or go, that changes.
var byTheAccount = []string{"infrastructure-as-code-missing"}

// checkVerdicts wants no outcome to become another, save unknown.
func (c *matrixCase) checkVerdicts(got *ruling) {
	for key, now := range got.outcomes {
		rule, subject, _ := strings.Cut(key, " ")
		if c.touches(subject) || c.fault.change != nil && slices.Contains(byTheAccount, rule) {
			continue
		}
		was, judged := c.scene.calm.outcomes[key]
		switch {
		case !judged && now != rules.Unknown:
			c.complain("%s was not judged and is %s", key, now)
		case judged && now != was && now != rules.Unknown && (c.fault.change == nil || slices.Contains(c.scene.calm.functions, subject)):
			c.complain("%s was %s and is %s", key, was, now)
		}
	}
	for key := range c.scene.calm.outcomes {
		if _, judged := got.outcomes[key]; !judged && c.outcome == unknown && c.fault.change == nil {
			c.complain("%s is not judged any more, though all is listed", key)
		}
	}
}

// touches reports whether a subject is a function that came or went, a part of it,
// or named like it, as its log group is.
func (c *matrixCase) touches(subject string) bool {
	return slices.ContainsFunc(c.changed, func(arn string) bool {
		name := arn[strings.LastIndexByte(arn, ':')+1:]
		return strings.HasPrefix(subject, arn) || strings.HasSuffix(subject, "/"+name)
	})
}

// checkReasons wants what is unknown to be told in errors[], with fact and reason.
func (c *matrixCase) checkReasons(got *ruling) {
	told := false
	for _, row := range got.result.Errors {
		if row.Fact == "" || row.Reason == "" || row.Message == "" && row.Code == "" || row.Reason == "denied" && row.Action == "" {
			c.complain("errors[] does not say enough: %+v", row)
		}
		if row.Reason == string(audit.Internal) {
			c.complain("a defect: %+v", row)
		}
		fact := audit.FactByName(row.Fact)
		told = told || fact != nil && slices.Contains(fact.Info().Operations, c.operation)
	}
	if c.fault.change != nil || told {
		return
	}
	for key, now := range got.outcomes {
		if was, judged := c.scene.calm.outcomes[key]; now == rules.Unknown && judged && was != now {
			c.complain("%s is unknown, and errors[] names no fact that asks %s", key, c.operation)
			return
		}
	}
}

// written is all of a result but its ledger and what that cost, which tell of
// repeated calls.
func written(t *testing.T, r *rules.Result) string {
	t.Helper()
	findings := slices.Collect(r.Findings(rules.Show{AllUnknown: true}))
	var lines []string
	run := r.Run
	run.Metrics, run.MetricsCost = 0, 0
	for _, part := range []any{run, r.Functions, r.Rules, r.Summary, r.Errors, findings} {
		text, err := json.MarshalIndent(part, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(text))
	}
	return strings.Join(lines, "\n")
}

// firstDifference shows where two results part.
func firstDifference(a, b string) string {
	was, is := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(was), len(is)) {
		if was[i] != is[i] {
			from := max(i-8, 0)
			return fmt.Sprintf("%s\nbecomes\n%s", strings.Join(was[from:min(i+4, len(was))], "\n"), strings.Join(is[from:min(i+4, len(is))], "\n"))
		}
	}
	return "one is longer"
}
