package audit_test

import (
	"flag"
	"io"
	"runtime"
	"testing"
	"testing/synctest"

	"github.com/aws/aws-sdk-go-v2/aws"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/report"
	"lambda-audit/rules"
)

var soaked = flag.Int("runs", 10, "audits to run one after the other in one process")

// growthOfHeap is what the heap may be larger after all runs than after a tenth of
// them, as a share: room for what a garbage collector leaves lying about.
const growthOfHeap = 0.05

// TestRunsLeaveNothingBehind audits again and again in one process. After each run
// there are as many goroutines as before the first, and the heap does not grow. A
// bubble of synctest does not end well while a goroutine of it waits for ever.
func TestRunsLeaveNothingBehind(t *testing.T) {
	account := fixtures.Mix(100, 1)
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	server := fixtures.NewServer(account)
	server.NoQuotas = true
	chosen := mixNamed(t, "all")
	goroutines, settled := runtime.NumGoroutine(), uint64(0)
	if testing.Short() {
		*soaked = 3
	}
	for run := range *soaked {
		server.Reset()
		e := errandTo("", account, "all")
		e.Share = 1e6
		synctest.Test(t, func(t *testing.T) { e.audit(t, server.Client(), chosen) })
		if now := goroutinesLeft(goroutines); now > goroutines {
			t.Fatalf("%d goroutines after run %d, and %d before the first:\n%s", now, run+1, goroutines, stacks())
		}
		if run+1 == max(2, *soaked/10) {
			settled = heapAtRest()
		}
	}
	last := heapAtRest()
	t.Logf("%d runs: the heap had %d bytes after a tenth of them, and %d after the last", *soaked, settled, last)
	if float64(last) > float64(settled)*(1+growthOfHeap) {
		t.Errorf("the heap grew from %d to %d bytes", settled, last)
	}
	runtime.KeepAlive(server)
}

// audit collects, judges and reports.
func (e *errand) audit(t *testing.T, client aws.HTTPClient, chosen mix) {
	t.Helper()
	known, err := audit.Collect(t.Context(), e.open(t, client, chosen.fast), chosen.facts, nil)
	if err != nil {
		t.Fatal(err)
	}
	result, err := rules.Evaluate(known, rules.Config{Rules: chosen.rules, Data: rules.DefaultData(), Fast: chosen.fast})
	if err != nil {
		t.Fatal(err)
	}
	format, err := report.Find("json")
	if err != nil {
		t.Fatal(err)
	}
	if err := format.Write(io.Discard, &report.Report{Result: result, Findings: result.Findings(rules.Show{})}); err != nil {
		t.Fatal(err)
	}
}

// goroutinesLeft counts them until no more than so many are left, or for ten
// collections: one that has ended counts until its processor has put it away, and a collection
// waits for that.
func goroutinesLeft(expected int) int {
	for range 10 {
		if runtime.NumGoroutine() <= expected {
			break
		}
		runtime.GC()
	}
	return runtime.NumGoroutine()
}

// stacks tells what each goroutine does.
func stacks() []byte {
	text := make([]byte, 1<<20)
	return text[:runtime.Stack(text, true)]
}

// heapAtRest is what is reachable: the second collection frees what finalizers of
// the first let go.
func heapAtRest() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
