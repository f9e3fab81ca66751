package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lambda-audit/fixtures"
	"lambda-audit/internal/needs"
)

var update = flag.Bool("update", false, "rewrite the expected output within fixtures/sessions and README.md")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"lambda-audit": main, "peak": tellPeak})
}

// TestSessions runs the whole program as people do. Each session has an empty
// home and no AWS variables; those that ask AWS lead it to $ENDPOINT, where all
// sample accounts are played, or to $ENDPOINT_LATER, where they are a day later.
func TestSessions(t *testing.T) {
	endpoint, keys := playAWS(t, fixtures.Names())
	later, laterKeys := playAWS(t, fixtures.LaterNames())
	maps.Copy(keys, laterKeys)
	testscript.Run(t, testscript.Params{
		Dir:           "fixtures/sessions",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("ENDPOINT", endpoint)
			env.Setenv("ENDPOINT_LATER", later)
			for name, key := range keys {
				env.Setenv("KEY_"+name, key[0])
				env.Setenv("SECRET_"+name, key[1])
			}
			return nil
		},
		Condition: needs.Condition,
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "planted": writePlanted, "satisfies": satisfies},
	})
}

// playAWS serves the sample accounts. Those that share a key with an earlier
// one are given another.
func playAWS(t *testing.T, names []string) (endpoint string, keys map[string][2]string) {
	t.Helper()
	var accounts []*fixtures.Account
	keys = map[string][2]string{}
	taken := map[string]bool{}
	for _, name := range names {
		account, err := fixtures.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if taken[account.AccessKey] {
			account.AccessKey += strings.ToUpper(name)
		}
		taken[account.AccessKey] = true
		id, secret := account.Credentials()
		keys[name] = [2]string{id, secret}
		accounts = append(accounts, account)
	}
	player := fixtures.NewServer(accounts...)
	player.NoQuotas = true
	server := httptest.NewServer(player)
	t.Cleanup(server.Close)
	return server.URL, keys
}

// exits runs a command and compares its exit code: exits 2 lambda-audit …
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func TestInterrupt(t *testing.T) {
	snapshot := filepath.Join(t.TempDir(), "account.gz")
	t.Cleanup(func() {
		if _, err := os.Stat(snapshot); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the snapshot is there although it is not whole: %v", err)
		}
		if info, err := os.Stat(snapshot + ".partial"); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("what was read is not kept for its owner alone: %v, %v", info, err)
		}
	})
	for name, test := range map[string]struct {
		signal os.Signal
		args   []string
		kept   string // as regular expressions
		resume string
	}{
		"audit, Ctrl-C": {os.Interrupt, []string{"audit"}, `\S+/111122223333-\S+\.jsonl`, `audit --resume \S+/111122223333-\S+\.jsonl`},
		"audit, ended":  {syscall.SIGTERM, []string{"audit", "-o", "json"}, `\S+\.jsonl`, `audit --resume \S+\.jsonl --output json`},
		"collect": {os.Interrupt, []string{"collect", "-o", snapshot}, regexp.QuoteMeta(snapshot + ".partial"),
			regexp.QuoteMeta("collect --resume " + snapshot + ".partial --output " + snapshot)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr := interrupted(t, test.signal, test.args...)
			said := regexp.MustCompile(`\Alambda-audit: interrupted; read so far: 60 functions, \d+ facts, \d+ calls, kept in ` +
				test.kept + `\nresume with: lambda-audit ` + test.resume + `\n\z`)
			if stdout != "" || !said.MatchString(stderr) {
				t.Errorf("standard output: %q, standard error: %q, want what was read", stdout, stderr)
			}
		})
	}
}

// interrupted starts the program on an account that takes long, sends the signal
// once functions are asked for one by one, and demands that it ends with exit code
// 130 and asks for no more of them.
func interrupted(t *testing.T, signal os.Signal, args ...string) (stdout, stderr string) {
	t.Helper()
	account := slowAccount(t)
	player := fixtures.NewServer(account)
	server := httptest.NewServer(player)
	t.Cleanup(server.Close)
	id, secret := account.Credentials()
	var out, talk bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "lambda-audit", args...)
	cmd.Stdout, cmd.Stderr = &out, &talk
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "AWS_REGION=eu-west-1",
		"AWS_ENDPOINT_URL=" + server.URL, "AWS_ACCESS_KEY_ID=" + id, "AWS_SECRET_ACCESS_KEY=" + secret}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitForOneByOne(t, player)
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	asked := askedOneByOne(player)
	if code := cmd.ProcessState.ExitCode(); code != 130 || asked > slowFunctions/2 {
		t.Errorf("exit code %d after %d of %d functions were asked for (%v), want 130 after a few", code, asked, slowFunctions, err)
	}
	return out.String(), talk.String()
}

// slowFunctions are asked for by themselves at ten a second.
const slowFunctions = 60

// slowAccount is one that takes many seconds to read at AWS's rates.
func slowAccount(t *testing.T) *fixtures.Account {
	t.Helper()
	region := fixtures.Region{Name: "eu-west-1"}
	for i := range slowFunctions {
		region.Functions = append(region.Functions, fixtures.Function{
			Name: fmt.Sprintf("worker-%02d", i), Config: fixtures.Config{Role: "worker", Runtime: "python3.13"},
			Aliases: []fixtures.Alias{{Name: "live", Version: "1"}}, Versions: []fixtures.Version{{Version: "1"}},
		})
	}
	return &fixtures.Account{ID: "111122223333", Regions: []fixtures.Region{region}, Roles: []fixtures.Role{{Name: "worker"}}}
}

// waitForOneByOne returns when the functions are listed and one was asked for.
func waitForOneByOne(t *testing.T, player *fixtures.Server) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if askedOneByOne(player) > 0 {
			return
		}
	}
	t.Fatal("no function was asked for by itself")
}

// askedOneByOne counts the functions that were asked for by themselves.
func askedOneByOne(player *fixtures.Server) int {
	n := 0
	for _, call := range player.Calls() {
		if call.Operation == "ListAliases" {
			n++
		}
	}
	return n
}
