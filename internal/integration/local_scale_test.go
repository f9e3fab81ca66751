//go:build integration

package integration

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"golang.org/x/sync/errgroup"
)

// plantedAtScale are the rules that fail at some of many functions, each at every
// so many of them.
var plantedAtScale = map[string]int{"runtime-deprecated": 10, "policy-public": 25, "env-secret": 50}

// numbered is the i-th of many functions.
func numbered(i int) *planted {
	f := &planted{name: fmt.Sprintf("team-%02d-service-%04d", i%40, i), packageOf: "service", env: map[string]string{"TABLE": fmt.Sprintf("orders-%d", i)}}
	if i%plantedAtScale["runtime-deprecated"] == 0 {
		f.runtime = "python3.8"
	}
	if i%plantedAtScale["env-secret"] == 0 {
		f.env["API_KEY"] = secret("stripe-key")
	}
	return f
}

// seedMany plants n functions, some side by side.
func seedMany(t *testing.T, s *seeder, n int) {
	t.Helper()
	var group errgroup.Group
	group.SetLimit(8)
	for i := range n {
		group.Go(func() error {
			f := numbered(i)
			in, err := s.input(f)
			if err == nil {
				_, err = s.lambda.CreateFunction(s.ctx, in)
			}
			if err != nil || i%plantedAtScale["policy-public"] != 0 {
				return err
			}
			_, err = s.lambda.AddPermission(s.ctx, &lambda.AddPermissionInput{FunctionName: &f.name, StatementId: aws.String("all"),
				Action: aws.String("lambda:InvokeFunction"), Principal: aws.String("*")})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
}

// TestManyFunctionsOnThisMachine audits 2,000 functions of ministack with the built
// program and the rules that are on by default, as fast as it answers, and prints
// what that took.
func TestManyFunctionsOnThisMachine(t *testing.T) {
	n := 2000
	if given := os.Getenv("LAMBDA_AUDIT_LOCAL_SCALE"); given != "" {
		var err error
		if n, err = strconv.Atoi(given); err != nil {
			t.Fatal(err)
		}
	}
	address := startMinistack(t)
	s := newSeeder(t, clientConfig(t, address, mainRegion))
	began := time.Now()
	if err := s.identities(); err != nil {
		t.Fatal(err)
	}
	seedMany(t, s, n)
	t.Logf("planted in %.1f s", time.Since(began).Seconds())
	auditMany(t, address) // ministack loads the parts of itself when they are first asked
	taken := auditMany(t, address)
	fmt.Println(taken.line(n))
	checkMany(t, n, taken.result)
}

// A localRun is a run of the program and what it took.
type localRun struct {
	result result
	wall   time.Duration
	cpu    time.Duration
	peakKB int
}

// auditMany runs the program and watches its memory. The server keeps no quotas,
// and AWS's own would allow fifteen policies a second.
func auditMany(t *testing.T, address string) localRun {
	t.Helper()
	file := filepath.Join(t.TempDir(), "result.json")
	cmd := exec.CommandContext(t.Context(), binary, "audit", "-o", "json="+file, "--endpoint-url", address, "--region", mainRegion, "--rps", "100", "--allow-partial")
	cmd.Env = cleanEnvironment(t.TempDir(), "AWS_ACCESS_KEY_ID="+account, "AWS_SECRET_ACCESS_KEY=none")
	var talk bytes.Buffer
	cmd.Stderr = &talk
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	peak := watchMemory(cmd.Process.Pid)
	_ = cmd.Wait() // findings are no failure; the result tells
	run := localRun{wall: time.Since(began), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peakKB: <-peak}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v\n%s", err, talk.String())
	}
	if err := json.Unmarshal(data, &run.result); err != nil {
		t.Fatal(err)
	}
	return run
}

// watchMemory returns where to read the largest resident set of a process once it
// has ended. What rusage says of it would not do: it counts what this process held
// when it forked.
func watchMemory(pid int) <-chan int {
	told := make(chan int, 1)
	go func() {
		peak := 0
		for {
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, rest, found := strings.Cut(string(status), "VmHWM:")
			if err != nil || !found { // it has ended
				told <- peak
				return
			}
			peak, _ = strconv.Atoi(strings.Fields(rest)[0])
			time.Sleep(5 * time.Millisecond)
		}
	}()
	return told
}

// line tells what the run took, and the calls by operation.
func (r *localRun) line(n int) string {
	calls, total := []string{}, 0
	slices.SortStableFunc(r.result.APICalls, func(a, b apiCall) int { return cmp.Compare(b.Calls, a.Calls) })
	for _, c := range r.result.APICalls {
		calls, total = append(calls, fmt.Sprintf("%s.%s %d", c.Service, c.Operation, c.Calls)), total+c.Calls
	}
	return fmt.Sprintf("local: %d functions, %.1f s, %.1f s of processor, %.0f MB, %d calls: %s", n, r.wall.Seconds(), r.cpu.Seconds(),
		float64(r.peakKB)/1024, total, strings.Join(calls, ", "))
}

// checkMany compares what was found of the planted rules with the plan.
func checkMany(t *testing.T, n int, got result) {
	t.Helper()
	if got.Run.Functions != n || len(got.Functions) != n {
		t.Errorf("%d functions, %d rows; %d are planted", got.Run.Functions, len(got.Functions), n)
	}
	found := map[string]bool{}
	for _, f := range got.Findings {
		if plantedAtScale[f.Rule] != 0 && f.Outcome == "fail" {
			found[f.Rule+" "+f.Subject[strings.LastIndex(f.Subject, ":")+1:]] = true
		}
	}
	planted := 0
	for rule, every := range plantedAtScale {
		for i := 0; i < n; i += every {
			if planted++; !found[rule+" "+numbered(i).name] {
				t.Errorf("%s is missed at %s", rule, numbered(i).name)
			}
		}
	}
	if len(found) != planted {
		t.Errorf("%d findings of the planted rules, and %d are planted", len(found), planted)
	}
}
