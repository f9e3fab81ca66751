package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// TestPeakMemory judges a snapshot of LAMBDA_AUDIT_SCALE functions, 1,000 without it, in a process of its own and prints
// the most memory that was resident.
func TestPeakMemory(t *testing.T) {
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the race detector takes several times the memory")
	}
	n := 1000
	if text := os.Getenv("LAMBDA_AUDIT_SCALE"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatalf("LAMBDA_AUDIT_SCALE: %v", err)
		}
	}
	path := filepath.Join(t.TempDir(), "account.jsonl")
	writeSnapshot(t, fixtures.Mix(n, 1), path)
	peak := peakOf(t, "audit", "--fail-on", "none", "--from", path, "-o", "json="+os.DevNull, "-o", "table")
	fmt.Printf("memory: {\"functions\":%d,\"run\":\"audit --from\",\"peak_rss_mb\":%.0f}\n", n, peak)
	if most := allowed(n); peak > most {
		t.Errorf("%d functions: %.0f MB were resident, and at most %.0f should be", n, peak, most)
	}
}

// allowed is how many MB may be resident at most: 120 of 1,000 functions, 300 of 10,000 and 1.5 GB of 100,000. Up to
// 16,384 roles are remembered in full, so that the first functions cost more than the last.
func allowed(functions int) float64 {
	const few = 10_000
	return 100 + 0.02*float64(min(functions, few)) + 0.0137*float64(max(functions-few, 0))
}

// peakOf runs the program and returns the most memory that was resident, in MB.
func peakOf(t *testing.T, args ...string) float64 {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "peak", append([]string{"lambda-audit"}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	kilobytes, err := strconv.ParseFloat(string(out), 64)
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes / 1000
}

// tellPeak runs the command that its arguments name and prints the most memory that was resident in it, in kilobytes. It
// stands between the test and the program, because Linux counts what was resident in a process before it became another
// one: that of the test, which has played AWS.
func tellPeak() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...) // what it prints goes nowhere
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Print(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
}

// writeSnapshot collects the account for the default rules into a file.
func writeSnapshot(t *testing.T, account *fixtures.Account, path string) {
	t.Helper()
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	server := fixtures.NewServer(account)
	server.NoQuotas = true
	key, err := secrets.NewKey([]byte("a key for these tests only"))
	if err != nil {
		t.Fatal(err)
	}
	id, secret := account.Credentials()
	s, err := audit.Open(t.Context(), aws.Config{Region: account.Regions[0].Name, HTTPClient: server.Client(),
		Credentials: credentials.NewStaticCredentialsProvider(id, secret, "")},
		audit.Options{Days: 14, Share: 1e6, RunID: "test", Key: key, Regions: []string{account.Regions[0].Name}, Now: func() time.Time { return account.Now }})
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := rules.Select(rules.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	want := rules.Collected(chosen)
	s.Header.Facts = want.Names()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w, err := audit.NewWriter(file, s.Header)
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
}
