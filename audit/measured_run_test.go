package audit_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
	"lambda-audit/fixtures"
	"lambda-audit/internal/needs"
	"lambda-audit/report"
	"lambda-audit/rules"
	_ "lambda-audit/rules/catalogue" // registers the rules
)

// An errand is what a process of its own is asked to audit, and how.
type errand struct {
	Address   string
	AccessKey string
	Secret    string
	Region    string
	Now       time.Time
	Mix       string
	Share     float64
	Latency   time.Duration
}

// An outcome is what such a process did, and what that took.
type outcome struct {
	Functions, Calls, Repeated, Throttled, Failed int

	Virtual, Bound time.Duration // of the collection
	CPU            time.Duration // of the whole process, user and system
	Judging        time.Duration // CPU time of Evaluate
	Pairs          int           // of rule and subject that were judged
	PeakKB         int           // the process's largest resident set
	Digest         string        // of the JSON report
	Unread         []string      // facts that could not be read
}

// How main.go has garbage collected.
const (
	gcPercent   = 50
	memoryLimit = 1400 << 20
)

// errandVariable holds the errand of a process that is to run one.
const errandVariable = "LAMBDA_AUDIT_ERRAND"

// outcomePrefix begins the line that tells the outcome.
const outcomePrefix = "outcome: "

// runAlone runs the errand in a process of its own, which holds the tool and
// nothing else, and returns what it measured of itself.
func runAlone(t *testing.T, e errand) outcome {
	t.Helper()
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestErrand$", "-test.timeout=0")
	cmd.Env = append(os.Environ(), errandVariable+"="+string(text))
	output, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("run %+v: %v\n%s", e, err, output)
	}
	for line := range bytes.Lines(output) {
		if text, found := bytes.CutPrefix(line, []byte(outcomePrefix)); found {
			var o outcome
			if err := json.Unmarshal(text, &o); err != nil {
				t.Fatal(err)
			}
			return o
		}
	}
	t.Fatalf("no outcome in:\n%s", output)
	return outcome{}
}

// TestErrand is the inside of such a process.
func TestErrand(t *testing.T) {
	text := os.Getenv(errandVariable)
	if text == "" {
		t.Skip("only runAlone runs it")
	}
	var e errand
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatal(err)
	}
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	mix := mixNamed(t, e.Mix)
	known, o := e.collect(t, mix)
	began := processorTime(t)
	result, err := rules.Evaluate(known, rules.Config{Rules: mix.rules, Data: rules.DefaultData(), Fast: mix.fast})
	if err != nil {
		t.Fatal(err)
	}
	o.Judging = processorTime(t) - began
	o.Functions, o.Pairs, o.Digest = len(result.Functions), result.Run.Judged, digest(t, result)
	o.CPU, o.PeakKB = processorTime(t), peakKB(t)
	line, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s%s\n", outcomePrefix, line)
}

// collect asks the server for the facts of the mix, in virtual time. The snapshot's lines are
// written as to a file.
func (e *errand) collect(t *testing.T, chosen mix) (known *audit.Known, o outcome) {
	client := newSocket(e.Address, e.Latency)
	defer client.close()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		s := e.open(t, client, chosen.fast)
		s.Header.Facts = chosen.facts.Names()
		w, err := audit.NewWriter(io.Discard, s.Header)
		if err != nil {
			t.Fatal(err)
		}
		if known, err = audit.Collect(t.Context(), s, chosen.facts, w); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(known.Calls); err != nil {
			t.Fatal(err)
		}
		o.Virtual, o.Bound = time.Since(began), s.Bound(known.Calls)
	})
	for _, c := range known.Calls {
		o.Calls, o.Repeated = o.Calls+c.Calls, o.Repeated+c.Repeated
		o.Throttled, o.Failed = o.Throttled+c.Throttled, o.Failed+c.Failed
	}
	for _, p := range known.Problems(chosen.facts) {
		o.Unread = append(o.Unread, fmt.Sprintf("%s: %s %s", p.Fact, p.Reason, p.Code))
	}
	return known, o
}

func (e *errand) open(t *testing.T, client aws.HTTPClient, fast bool) *audit.Session {
	key, err := secrets.NewKey([]byte("a key for these tests only"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := audit.Open(t.Context(), aws.Config{Region: e.Region, HTTPClient: client,
		Credentials: credentials.NewStaticCredentialsProvider(e.AccessKey, e.Secret, "")},
		audit.Options{Days: 14, Share: e.Share, RunID: "test", Key: key, Fast: fast, Now: func() time.Time { return e.Now }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// errandTo asks for an audit of the account that is played at the address.
func errandTo(address string, account *fixtures.Account, mix string) errand {
	key, secret := account.Credentials()
	return errand{Address: address, AccessKey: key, Secret: secret, Region: account.Regions[0].Name, Now: account.Now,
		Mix: mix, Share: audit.DefaultShare, Latency: 30 * time.Millisecond}
}

// measure audits n functions of the stated mix under AWS's quotas, once for all
// tests.
func measure(t *testing.T, n int, mix string) outcome {
	t.Helper()
	key := fmt.Sprint(n, mix)
	if _, known := measured[key]; !known {
		account := mixOf(t, n)
		measured[key] = runAlone(t, errandTo(listen(t, played(account)), account, mix))
	}
	return measured[key]
}

var measured = map[string]outcome{}

// unhindered audits the same account from a server that has no quotas.
func unhindered(t *testing.T, n int, mix string) outcome {
	t.Helper()
	account := mixOf(t, n)
	server := played(account)
	server.NoQuotas = true
	e := errandTo(listen(t, server), account, mix)
	e.Share, e.Latency = 1e6, 0
	return runAlone(t, e)
}

// mixOf returns the account of n functions; the last one is kept, because a large
// one takes a while to make.
func mixOf(t *testing.T, n int) *fixtures.Account {
	t.Helper()
	if lastMix == nil || len(lastMix.Regions[0].Functions) != n {
		lastMix = fixtures.Mix(n, 1)
		if err := lastMix.Complete(); err != nil {
			t.Fatal(err)
		}
	}
	return lastMix
}

var lastMix *fixtures.Account

// played returns a server of the account that goes by its callers' clock.
func played(account *fixtures.Account) *fixtures.Server {
	server := fixtures.NewServer(account)
	server.QuotaClock = callersTime
	return server
}

// digest tells whether two runs say the same of every function. How often each
// had to ask is not in it: whether a job of IAM's is done is asked as time passes.
func digest(t *testing.T, result *rules.Result) string {
	result.APICalls = nil
	format, err := report.Find("json")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	out := bufio.NewWriterSize(sum, 1<<16)
	err = format.Write(out, &report.Report{Result: result, Findings: result.Findings(rules.Show{})})
	if err := errors.Join(err, out.Flush()); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// processorTime is what this process has used of the processors.
func processorTime(t *testing.T) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// peakKB is this process's largest resident set so far. The kernel's account in
// rusage would not do: it counts what the parent held when it forked.
func peakKB(t *testing.T) int {
	const status = "/proc/self/status" // of Linux
	needs.File(t, status)
	text, err := os.ReadFile(status)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kb
}

// A mix is a choice of rules, and what it takes to judge by them.
type mix struct {
	rules []*rules.Rule
	facts audit.Set
	fast  bool
}

// mixes are those that are measured.
var mixes = []string{"default", "all", "fast"}

// mixNamed returns the rules that are on by default; all that a live account can
// be judged by; or those of a fast run, for which listings and batches are enough.
func mixNamed(t *testing.T, name string) mix {
	t.Helper()
	selection := rules.Selection{Fast: name == "fast"}
	if name == "all" {
		selection = rules.Selection{Only: []string{"*"}, With: []rules.When{rules.WithUsage}}
	}
	chosen, err := rules.Select(selection)
	if err != nil {
		t.Fatal(err)
	}
	want := rules.Collected(chosen)
	if selection.Fast {
		want = want.Fast()
	}
	return mix{chosen, want, selection.Fast}
}
