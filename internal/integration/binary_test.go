//go:build integration

package integration

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// binary is the program under test, built once from the repository's root.
var binary string

func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "lambda-audit")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "lambda-audit")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Dir = filepath.Join("..", "..")
	if output, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, output)
		return 1
	}
	return m.Run()
}

// cleanEnvironment is the environment without anything of AWS's or the program's
// own, and with a home directory of its own.
func cleanEnvironment(home string, extra ...string) []string {
	var env []string
	for _, entry := range os.Environ() {
		own := func(prefix string) bool { return strings.HasPrefix(entry, prefix) }
		if !slices.ContainsFunc([]string{"AWS_", "LAMBDA_AUDIT_", "HOME="}, own) {
			env = append(env, entry)
		}
	}
	return append(append(env, "HOME="+home, "AWS_EC2_METADATA_DISABLED=true"), extra...)
}

// result is the part of the program's JSON that these tests read.
type result struct {
	Run struct {
		AccountIDs []string `json:"account_ids"`
		Functions  int      `json:"functions"`
		ExitCode   int      `json:"exit_code"`
		Partial    bool     `json:"partial"`
	} `json:"run"`
	Functions []struct {
		Function string `json:"function"`
	} `json:"functions"`
	Findings []finding `json:"findings"`
	APICalls []apiCall `json:"api_calls"`
	Errors   []struct {
		Fact    string `json:"fact"`
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"errors"`
}

// apiCall is a row of the ledger.
type apiCall struct {
	Service   string `json:"service"`
	Operation string `json:"operation"`
	Calls     int    `json:"calls"`
}

// finding is a row of findings.
type finding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Outcome  string `json:"outcome"`
	Kind     string `json:"subject_kind"`
	Subject  string `json:"subject"`
	Locus    string `json:"locus"`
	Message  string `json:"message"`
	// ManagedBy is who made the functions, where their owner cannot edit them.
	ManagedBy string `json:"managed_by"`
}

// auditWith runs the program's audit in the environment and returns its exit
// code and what it wrote as JSON.
func auditWith(t *testing.T, env []string, args ...string) (int, result) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "result.json")
	cmd := exec.CommandContext(t.Context(), binary, append([]string{"audit", "--output", "json=" + file}, args...)...)
	cmd.Env = env
	var talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &talk, &talk
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatalf("run the program: %v", err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("exit code %d and no result: %v\n%s", cmd.ProcessState.ExitCode(), err, tail(talk.Bytes(), 4000))
	}
	var r result
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatalf("read the result: %v", err)
	}
	return cmd.ProcessState.ExitCode(), r
}
