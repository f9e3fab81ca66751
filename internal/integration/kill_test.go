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
	"strconv"
	"sync"
	"testing"
	"time"

	"lambda-audit/fixtures"
)

// killMoments is how often the run is killed, unless the variable says otherwise:
// .ci/run --long has fifty.
const killMoments = 5

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

// arm says when the program dies next, and counts from here.
func (d *deadly) arm(program *os.Process, dies int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.program, d.dies, d.asked = program, dies, 0
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

func moments(t *testing.T) int {
	t.Helper()
	if n, err := strconv.Atoi(os.Getenv("LAMBDA_AUDIT_KILLS")); err == nil {
		return n
	}
	return killMoments
}

// A run that is killed at any moment, as often as it may be, and resumed tells
// what the undisturbed run tells. All begin with the same header, and so at the
// same time.
func TestKilledRunsGoOn(t *testing.T) {
	account := fixtures.Mix(2000, 11)
	account.Now = time.Now().UTC().Truncate(time.Second)
	server := &deadly{Server: fixtures.NewServer(account)}
	server.NoQuotas = true
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	id, secret := account.Credentials()
	env := cleanEnvironment(t.TempDir(), "AWS_REGION="+account.Regions[0].Name, "AWS_ACCESS_KEY_ID="+id, "AWS_SECRET_ACCESS_KEY="+secret)
	start := func(dies int, args ...string) ([]byte, *bytes.Buffer) {
		var out, talk bytes.Buffer
		cmd := exec.CommandContext(t.Context(), binary, append([]string{"audit", "-o", "json", "--fail-on", "none", "--rps", "100000", "--endpoint-url", web.URL}, args...)...)
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
	undisturbed := server.asked
	if undisturbed < 2000 {
		t.Fatalf("the undisturbed run took %d requests for 2,000 functions: %s", undisturbed, tail(talk.Bytes(), 2000))
	}
	header, _, _ := bytes.Cut(contents(t, whole), []byte("\n"))

	random := rand.New(rand.NewPCG(1, 50))
	for i := range moments(t) {
		file := filepath.Join(folder, strconv.Itoa(i)+".jsonl")
		if err := os.WriteFile(file, append(header, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
		total, kills := 0, 0
		for dies := 1 + random.IntN(undisturbed); ; dies = random.IntN(2) * (1 + random.IntN(undisturbed)) {
			out, talk = start(dies, "--resume", file, "--fingerprint-key-file", key)
			total += server.asked
			if len(out) > 0 {
				break
			}
			kills++
		}
		got := parsed(t, out, talk)
		for what, pair := range map[string][2]json.RawMessage{"functions": {got.Functions, want.Functions}, "findings": {got.Findings, want.Findings},
			"rules": {got.Rules, want.Rules}, "errors": {got.Errors, want.Errors}} {
			if !bytes.Equal(pair[0], pair[1]) {
				t.Errorf("moment %d, killed %d times: %s differ", i, kills, what)
			}
		}
		calls, repeated := got.ledger()
		t.Logf("moment %d: killed %d times, %d requests where the undisturbed run sent %d; in the ledger %d, repeated %d", i, kills, total, undisturbed, calls, repeated)
		if total > undisturbed+kills*underWay || calls > total || calls < total-kills*underWay || kills > 0 && repeated < kills {
			t.Errorf("moment %d: the calls do not add up", i)
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
