//go:build integration

package integration

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"lambda-audit/fixtures"
)

// killMoments is at how many random moments a run is killed. They are spread over
// so many runs as killedRuns says, each of which is killed again and again;
// .ci/run --long has a run of its own for each moment.
const (
	killMoments = 50
	killedRuns  = 5
)

// underWay is how many calls may be under way at once when a run is killed.
const underWay = 300

// A deadly server kills the program when it is asked for the so-manieth time.
type deadly struct {
	*fixtures.Server
	mu      sync.Mutex
	asked   int
	dies    int // at which request; 0: never
	program *os.Process
}

// ServeHTTP answers, unless that is the end.
func (d *deadly) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	d.asked++
	if d.asked == d.dies {
		_ = d.program.Kill() // SIGKILL: the program has no say in it
	}
	d.mu.Unlock()
	d.Server.ServeHTTP(w, r)
}

// serveDeadly lets such a server listen until the test ends.
func serveDeadly(t *testing.T, account *fixtures.Account) (server *deadly, address string) {
	t.Helper()
	server = &deadly{Server: fixtures.NewServer(account)}
	server.NoQuotas = true
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	return server, web.URL
}

// arm says when the program dies next, and counts from here.
func (d *deadly) arm(program *os.Process, dies int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.program, d.dies, d.asked = program, dies, 0
}

// count is how often the server was asked since it was armed.
func (d *deadly) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked
}

// told is what must not differ, and the ledger.
type told struct {
	Functions, Findings, Rules, Errors json.RawMessage
	APICalls                           []struct{ Calls, Repeated int } `json:"api_calls"`
}

func (t *told) ledger() (calls, repeated int) {
	for _, c := range t.APICalls {
		calls, repeated = calls+c.Calls, repeated+c.Repeated
	}
	return calls, repeated
}

// differences name what is not the same, byte by byte.
func (t *told) differences(from *told) []string {
	var names []string
	for what, pair := range map[string][2]json.RawMessage{"functions": {t.Functions, from.Functions}, "findings": {t.Findings, from.Findings},
		"rules": {t.Rules, from.Rules}, "errors": {t.Errors, from.Errors}} {
		if !bytes.Equal(pair[0], pair[1]) {
			names = append(names, what)
		}
	}
	return names
}

// moments are those at which each of the runs is killed, as numbers of requests
// that it has sent by then, sorted.
func moments(undisturbed int) [][]int {
	runs := killedRuns
	if n, err := strconv.Atoi(os.Getenv("LAMBDA_AUDIT_KILLED_RUNS")); err == nil {
		runs = n
	}
	random := rand.New(rand.NewPCG(1, 50))
	of := make([][]int, runs)
	for i := range killMoments {
		of[i%runs] = append(of[i%runs], 1+random.IntN(undisturbed))
	}
	for i := range of {
		slices.Sort(of[i])
	}
	return of
}

// A run that is killed at any moment, as often as it may be, and resumed tells
// what the undisturbed run tells. All begin with the same header, and so at the
// same time.
func TestKilledRunsGoOn(t *testing.T) {
	account := fixtures.Mix(2000, 11)
	account.Now = time.Now().UTC().Truncate(time.Second)
	server, address := serveDeadly(t, account)
	id, secret := account.Credentials()
	env := cleanEnvironment(t.TempDir(), "AWS_REGION="+account.Regions[0].Name, "AWS_ACCESS_KEY_ID="+id, "AWS_SECRET_ACCESS_KEY="+secret)
	start := func(dies int, args ...string) ([]byte, *bytes.Buffer) {
		var out, talk bytes.Buffer
		cmd := exec.CommandContext(t.Context(), binary, append([]string{"audit", "-o", "json", "--fail-on", "none", "--rps", "100000", "--endpoint-url", address}, args...)...)
		cmd.Env, cmd.Stdout, cmd.Stderr = env, &out, &talk
		server.arm(nil, 0)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		server.arm(cmd.Process, dies)
		_ = cmd.Wait() // the output tells
		return out.Bytes(), &talk
	}
	folder := t.TempDir()
	key := filepath.Join(folder, "key")
	if err := os.WriteFile(key, []byte("a key that is the same in all runs"), 0o600); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(folder, "whole.jsonl")
	out, talk := start(0, "--snapshot", whole, "--fingerprint-key-file", key)
	want := parsed(t, out, talk)
	undisturbed := server.count()
	if undisturbed < 2000 {
		t.Fatalf("the undisturbed run took %d requests for 2,000 functions: %s", undisturbed, tail(talk.Bytes(), 2000))
	}
	header, _, _ := bytes.Cut(contents(t, whole), []byte("\n"))

	for i, deaths := range moments(undisturbed) {
		file := filepath.Join(folder, strconv.Itoa(i)+".jsonl")
		if err := os.WriteFile(file, append(header, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
		total, kills := 0, len(deaths)
		for _, death := range deaths {
			if out, _ = start(max(death-total, 1), "--resume", file, "--fingerprint-key-file", key); len(out) > 0 {
				t.Fatalf("run %d ended before request %d", i, death)
			}
			total += server.count()
		}
		out, talk = start(0, "--resume", file, "--fingerprint-key-file", key)
		total += server.count()
		got := parsed(t, out, talk)
		for _, what := range got.differences(want) {
			t.Errorf("run %d, killed %d times: %s differ", i, kills, what)
		}
		calls, repeated := got.ledger()
		t.Logf("run %d: killed %d times, %d requests where the undisturbed run sent %d; in the ledger %d, repeated %d", i, kills, total, undisturbed, calls, repeated)
		if total > undisturbed+kills*underWay || calls > total || calls < total-kills*underWay || kills > 0 && repeated < kills {
			t.Errorf("run %d: the calls do not add up", i)
		}
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s is still there", file)
		}
	}
}

func parsed(t *testing.T, out []byte, talk *bytes.Buffer) *told {
	t.Helper()
	var result told
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatalf("%v: %s", err, tail(talk.Bytes(), 2000))
	}
	return &result
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
