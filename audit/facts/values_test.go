package facts_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// TestValuesDoNotOutliveTheirCollection looks for environment values in all of the process's heap, once the account that
// played AWS is gone from it and the snapshot is still there.
func TestValuesDoNotOutliveTheirCollection(t *testing.T) {
	known := collectedFromLarge(t)
	canary := strings.Repeat("held-in-memory/", 3)
	dump := heapDump(t)
	if !bytes.Contains(dump, []byte(canary)) || !bytes.Contains(dump, []byte("PARAMETER_"+"10")) {
		t.Error("the dump does not hold what is in memory: neither would it hold values")
	}
	// Each function has such a parameter's name for a value, and nothing else holds one.
	for _, value := range []string{"/prod/team-" + "07", "-service-00042" + "/setting-1"} {
		if at := bytes.Index(dump, []byte(value)); at >= 0 {
			t.Errorf("a value is still in memory: %q", dump[max(0, at-20):at+60])
		}
	}
	runtime.KeepAlive(known)
	runtime.KeepAlive(canary)
}

// collectedFromLarge collects what tells of environments, and leaves nothing else behind.
func collectedFromLarge(t *testing.T) *audit.Known {
	t.Helper()
	account := fixtures.Mix(120, 1)
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	known := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.Functions, facts.Versions))
	if functions(known) != 120 {
		t.Fatalf("%d functions", functions(known))
	}
	return known
}

func heapDump(t *testing.T) []byte {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "heap"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for range 3 { // pools of buffers are emptied by the second collection
		runtime.GC()
	}
	debug.WriteHeapDump(file.Fd())
	dump, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return dump
}
