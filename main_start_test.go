package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What a package may allocate before main runs. A hundred rules are values with
// their examples, and those are built then; all else (regular expressions, tables
// in JSON, what is known of IAM) waits until somebody asks for it. The packages of
// rules took up to 1.1 MB each on 2026-11-23, the others up to 88 KB.
const (
	mostOfRules = 1_500_000
	mostOfOther = 128_000
)

// TestNothingHeavyAtStart reads what the Go runtime tells of each package's
// initialisation.
func TestNothingHeavyAtStart(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "lambda-audit", "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	seen, total := 0, 0
	for lines := bufio.NewScanner(&trace); lines.Scan(); {
		name, allocated, found := initialised(lines.Text())
		if !found || !strings.HasPrefix(name, "lambda-audit/") {
			continue
		}
		seen, total = seen+1, total+allocated
		most := mostOfOther
		if strings.HasPrefix(name, "lambda-audit/rules/catalogue/") {
			most = mostOfRules
		}
		if allocated > most {
			t.Errorf("%s allocates %d bytes before main, and %d are allowed: what of it can wait?", name, allocated, most)
		}
	}
	if seen < 10 {
		t.Errorf("the runtime told of %d packages", seen)
	}
	t.Logf("%d packages allocate %d bytes before main", seen, total)
}

// initialised reads a line such as
// "init some/package @1.2 ms, 0.01 ms clock, 12345 bytes, 67 allocs".
func initialised(line string) (name string, allocated int, found bool) {
	words := strings.Fields(line)
	for i, word := range words {
		if words[0] == "init" && word == "bytes," {
			allocated, err := strconv.Atoi(words[i-1])
			return words[1], allocated, err == nil
		}
	}
	return "", 0, false
}

// BenchmarkStart runs the program as a process, and says how much longer that
// takes than a program that does nothing.
func BenchmarkStart(b *testing.B) {
	for _, args := range [][]string{{"--version"}, {"rules", "list"}} {
		b.Run(strings.Join(args, "-"), func(b *testing.B) {
			nothing := time.Duration(0)
			for b.Loop() {
				b.StopTimer()
				nothing += took(b, "true")
				b.StartTimer()
				took(b, "lambda-audit", args...)
			}
			each := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(each.Microseconds())/1000, "ms")
			b.ReportMetric(float64(b.Elapsed())/float64(nothing), "times-true")
		})
	}
}

func took(b *testing.B, program string, args ...string) time.Duration {
	b.Helper()
	began := time.Now()
	if err := exec.CommandContext(b.Context(), program, args...).Run(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}
