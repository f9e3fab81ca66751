//go:build integration

package integration

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// nightlyRules are those that the nights are judged by.
const nightlyRules = "runtime-deprecated,policy-public,env-secret"

// TestNights audits an account of ministack night after night, each compared with
// those before, while people deploy, mend, delete and accept.
func TestNights(t *testing.T) {
	n := &nights{t: t, dir: t.TempDir(), address: startMinistack(t)}
	n.seeder = newSeeder(t, clientConfig(t, n.address, mainRegion))
	n.must(n.role(&role{name: plainRole}))
	n.must(n.functions([]planted{
		{name: "outdated", runtime: "python3.8"}, {name: "doomed", runtime: "python3.8"}, {name: "patient", runtime: "python3.8"},
		{name: "open-door"}, {name: "deployed"},
	}))
	n.open("open-door")

	if code := n.audit(""); code != 1 {
		t.Errorf("exit code %d in the first night, want 1: all that fails is new", code)
	}
	if code := n.audit(""); code != 0 {
		t.Errorf("exit code %d where nothing happened, want 0", code)
	}
	n.tells("still runtime-deprecated doomed ", "still runtime-deprecated outdated ", "still runtime-deprecated patient ", "still policy-public open-door ")

	n.change()
	if code := n.audit(""); code != 1 {
		t.Errorf("exit code %d where something is new, want 1", code)
	}
	n.tells(
		"new env-secret deployed code-deployed,configuration-changed", "new runtime-deprecated added function-new", "still runtime-deprecated patient ",
		"fixed runtime-deprecated outdated configuration-changed", "fixed policy-public open-door surroundings-changed",
		"gone runtime-deprecated doomed function-gone", "function-new  added ", "function-gone  doomed ",
	)

	n.must(os.WriteFile(filepath.Join(n.dir, "accepted.yaml"), []byte("suppress:\n"+
		"  - {rule: runtime-deprecated, reason: to be replaced, until: 2027-03-31}\nsuppress_max_days: 3660\n"), 0o600))
	n.open("open-door")
	if code := n.audit("accepted.yaml"); code != 1 {
		t.Errorf("exit code %d where somebody opened the door again, want 1", code)
	}
	n.tells("reopened policy-public open-door surroundings-changed", "still env-secret deployed ",
		"still runtime-deprecated added suppression-changed", "still runtime-deprecated patient suppression-changed",
		"suppressed runtime-deprecated added suppression-changed", "suppressed runtime-deprecated patient suppression-changed")
	n.history(4)
}

// nights are an account and the results of its nights.
type nights struct {
	*seeder
	t            *testing.T
	dir, address string
	last         []byte
}

func (n *nights) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

// open lets anybody invoke a function.
func (n *nights) open(name string) {
	n.t.Helper()
	_, err := n.lambda.AddPermission(n.ctx, &lambda.AddPermissionInput{
		FunctionName: &name, StatementId: aws.String("all"), Action: aws.String("lambda:InvokeFunction"), Principal: aws.String("*")})
	n.must(err)
}

// change is a day's work.
func (n *nights) change() {
	n.t.Helper()
	_, err := n.lambda.UpdateFunctionConfiguration(n.ctx, &lambda.UpdateFunctionConfigurationInput{FunctionName: aws.String("outdated"), Runtime: "python3.14"})
	n.must(err)
	_, err = n.lambda.RemovePermission(n.ctx, &lambda.RemovePermissionInput{FunctionName: aws.String("open-door"), StatementId: aws.String("all")})
	n.must(err)
	_, err = n.lambda.DeleteFunction(n.ctx, &lambda.DeleteFunctionInput{FunctionName: aws.String("doomed")})
	n.must(err)
	code, err := packaged("another one", 0)
	n.must(err)
	_, err = n.lambda.UpdateFunctionCode(n.ctx, &lambda.UpdateFunctionCodeInput{FunctionName: aws.String("deployed"), ZipFile: code})
	n.must(err)
	_, err = n.lambda.UpdateFunctionConfiguration(n.ctx, &lambda.UpdateFunctionConfigurationInput{FunctionName: aws.String("deployed"),
		Environment: &types.Environment{Variables: map[string]string{"SLACK_BOT_TOKEN": secret("slack-token")}}})
	n.must(err)
	n.must(n.functions([]planted{{name: "added", runtime: "python3.8"}}))
}

// run runs the program as a job of its own, and returns what it prints.
func (n *nights) run(args ...string) (code int, printed string) {
	n.t.Helper()
	cmd := exec.CommandContext(n.t.Context(), binary, args...)
	cmd.Dir = n.dir
	cmd.Env = cleanEnvironment(n.dir, "AWS_ENDPOINT_URL="+n.address, "AWS_REGION="+mainRegion, "AWS_ACCESS_KEY_ID="+account, "AWS_SECRET_ACCESS_KEY=none")
	out, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(out)
}

// audit audits one night, by a configuration where one is named. Results bear the
// second in which they were taken: no two nights may share one.
func (n *nights) audit(config string) int {
	n.t.Helper()
	time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(time.Second)))
	n.must(os.MkdirAll(filepath.Join(n.dir, "nights"), 0o700))
	args := []string{"audit", "--quiet", "--rps", "1", "--rule", nightlyRules, "--baseline", "nights", "--fail-on", "new:high", "-o", "json=nights/{run_id}.json", "-o", "json=last.json"}
	if config != "" {
		args = append(args, "--config", config)
	}
	code, printed := n.run(args...)
	last, err := os.ReadFile(filepath.Join(n.dir, "last.json"))
	if err != nil {
		n.t.Fatalf("exit code %d and no result: %v\n%s", code, err, printed)
	}
	n.last = last
	return code
}

// tells holds what the last night says of each finding and function to what
// happened.
func (n *nights) tells(want ...string) {
	n.t.Helper()
	var got []string
	var read struct {
		Findings []struct {
			Change, Rule, Function string
			Causes                 []string `json:"change_causes"`
		}
		Changes []struct {
			Change, Rule, Function string
			Causes                 []struct{ Cause string }
		}
	}
	n.must(json.Unmarshal(n.last, &read))
	for _, f := range read.Findings {
		got = append(got, strings.Join([]string{f.Change, f.Rule, f.Function, strings.Join(f.Causes, ",")}, " "))
	}
	for _, c := range read.Changes {
		var causes []string
		for _, cause := range c.Causes {
			causes = append(causes, cause.Cause)
		}
		got = append(got, strings.Join([]string{c.Change, c.Rule, c.Function, strings.Join(causes, ",")}, " "))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		n.t.Errorf("the night tells\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// history wants a line for each night.
func (n *nights) history(count int) {
	n.t.Helper()
	code, printed := n.run("history", "-o", "csv", "nights")
	if lines := strings.Count(printed, "\r\n"); code != 0 || lines != count+1 {
		n.t.Errorf("exit code %d and %d lines, want 0 and %d:\n%s", code, lines, count+1, printed)
	}
}
