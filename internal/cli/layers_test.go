package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lambda-audit/internal/config"
)

// runIn is run with an environment.
func runIn(t *testing.T, environment map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, talk bytes.Buffer
	p := Program{Version: "test", Stdin: strings.NewReader(""), Stdout: &out, Stderr: &talk,
		Getenv: func(name string) string { return environment[name] },
		Environ: func() []string {
			var entries []string
			for name, value := range environment {
				entries = append(entries, name+"="+value)
			}
			return entries
		}}
	code = p.Main(t.Context(), append([]string{"lambda-audit"}, args...))
	return code, out.String(), talk.String()
}

// shown returns what config show says, by setting.
func shown(t *testing.T, environment map[string]string, args ...string) map[string]settingRow {
	t.Helper()
	code, stdout, stderr := runIn(t, environment, append([]string{"config", "show", "-o", "json"}, args...)...)
	var rows []settingRow
	if err := json.Unmarshal([]byte(stdout), &rows); code != 0 || err != nil {
		t.Fatalf("config show %v with %v: exit code %d, %v\n%s", args, environment, code, err, stderr)
	}
	bySetting := map[string]settingRow{}
	for _, row := range rows {
		bySetting[row.Setting] = row
	}
	return bySetting
}

// written returns a configuration with this text.
func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "f.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// layered are values of every setting: by a flag, a variable and the file, where
// each can say it.
var layered = map[string]struct {
	flag, variable, file string
	want                 [3]any // of each
}{
	"days":              {"1", "2", "3", [3]any{1.0, 2.0, 3.0}},
	"rps":               {"0.1", "0.2", "0.3", [3]any{0.1, 0.2, 0.3}},
	"fail-on":           {"low", "medium", "critical", [3]any{"low", "medium", "critical"}},
	"baseline":          {"a", "b", "c", [3]any{"a", "b", "c"}},
	"min-score":         {"1", "0", "3.5", [3]any{1.0, 0.0, 3.5}},
	"allow-partial":     {"false", "true", "true", [3]any{false, true, true}},
	"fast":              {"false", "true", "true", [3]any{false, true, true}},
	"unused":            {"false", "true", "true", [3]any{false, true, true}},
	"thorough":          {"false", "true", "true", [3]any{false, true, true}},
	"region":            {"eu-west-1", "eu-west-2, us-*", "[eu-west-3, all]", [3]any{list("eu-west-1"), list("eu-west-2", "us-*"), list("eu-west-3", "all")}},
	"max-calls":         {"1", "2", "3", [3]any{1.0, 2.0, 3.0}},
	"budget":            {"0", "0.5", "1", [3]any{0.0, 0.5, 1.0}},
	"tag-columns":       {"a", "b,c", "[d]", [3]any{list("a"), list("b", "c"), list("d")}},
	"account-role":      {"a", "b", "c", [3]any{"a", "b", "c"}},
	"parallel-accounts": {"1", "2", "3", [3]any{1.0, 2.0, 3.0}},
	"exclude-account":   {"111111111111", "222222222222,333333333333", "[\"444444444444\"]", [3]any{list("111111111111"), list("222222222222", "333333333333"), list("444444444444")}},

	"profile":           {"a", "b", "", [3]any{"a", "b"}},
	"role-arn":          {"arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b", "", [3]any{"arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"}},
	"role-session-name": {"a", "b", "", [3]any{"a", "b"}},
	"endpoint-url":      {"http://a", "http://b", "", [3]any{"http://a", "http://b"}},
	"function":          {"a", "b,c", "", [3]any{list("a"), list("b", "c")}},
	"exclude":           {"a", "b,c", "", [3]any{list("a"), list("b", "c")}},
	"tag":               {"a", "b=1,c", "", [3]any{list("a"), list("b=1", "c")}},
	"quiet":             {"false", "true", "", [3]any{false, true}},
	"verbose":           {"false", "true", "", [3]any{false, true}},
	"no-suppress":       {"false", "true", "", [3]any{false, true}},
	"show":              {"fails", "pass,unknown", "", [3]any{list("fails"), list("pass", "unknown")}},
	"details":           {"false", "true", "", [3]any{false, true}},
	"why":               {"false", "true", "", [3]any{false, true}},
	"width":             {"70", "80", "", [3]any{70.0, 80.0}},
	"ocsf-class":        {"2003", "2004", "", [3]any{2003.0, 2004.0}},
	"asff-batch":        {"10", "20", "", [3]any{10.0, 20.0}},
	"no-color":          {"false", "true", "", [3]any{false, true}},
	"organization":      {"false", "true", "", [3]any{false, true}},
}

func list(words ...string) []any {
	var values []any
	for _, w := range words {
		values = append(values, w)
	}
	return values
}

// needing are settings that mean something only beside others, or whose values are
// files.
var needing = []string{"external-id", "accounts", "ou", "exclude-ou", "account-tag", "exclude-account-tag", "fingerprint-key-file", "runtimes", "prices", "managed", "custom-rules", "rule", "skip-rule", "output"}

// A flag outweighs the environment, that the file, and that the default; and each
// setting says who made it.
func TestEverySettingHasItsLayers(t *testing.T) {
	p := Program{}
	for _, flag := range p.settingNames() {
		if _, tested := layered[flag]; !tested && !slices.Contains(needing, flag) {
			t.Errorf("no test says what %s may be", flag)
		}
	}
	for flag, c := range layered {
		key, name := config.KeyOf(flag), variableOf(flag)
		args := []string{"--no-config"}
		if c.file != "" {
			args = []string{"--config", written(t, "# one line\n"+key+": "+c.file+"\n")}
		}
		if slices.Contains(severalFlags, flag) {
			args = append(args, "--organization")
		}
		check := func(by string, got settingRow, want any, from string) {
			t.Helper()
			if !reflect.DeepEqual(got.Value, want) || !strings.HasSuffix(got.From, from) {
				t.Errorf("%s by %s is %v from %s, want %v from %s", flag, by, got.Value, got.From, want, from)
			}
		}
		environment := map[string]string{name: c.variable}
		check("a flag", shown(t, environment, append(args, "--"+flag+"="+c.flag)...)[key], c.want[0], "--"+flag)
		check("a variable", shown(t, environment, args...)[key], c.want[1], name)
		if c.file != "" {
			check("the file", shown(t, nil, args...)[key], c.want[2], "f.yaml:2")
		}
		if row := shown(t, map[string]string{name: ""}, "--no-config")[key]; row.From != byDefault {
			t.Errorf("an empty %s is %v from %s", name, row.Value, row.From)
		}
	}
}

// Rules that the environment names are told as its own.
func TestRulesByVariable(t *testing.T) {
	rows := shown(t, map[string]string{"LAMBDA_AUDIT_RULE": "error-*,x86-architecture", "LAMBDA_AUDIT_SKIP_RULE": "error-rate"}, "--no-config")
	if only, skip := rows["rules.only"], rows["rules.skip"]; only.From != "LAMBDA_AUDIT_RULE" || skip.From != "LAMBDA_AUDIT_SKIP_RULE" ||
		!reflect.DeepEqual(rows["rules"].Value, any(list("x86-architecture"))) {
		t.Errorf("rules: %+v, %+v, %+v", only, skip, rows["rules"])
	}
	if row := shown(t, map[string]string{"LAMBDA_AUDIT_SKIP_RULE": "error-rate"}, "--no-config", "--rule", "error-rate")["rules"]; !reflect.DeepEqual(row.Value, any(list("error-rate"))) {
		t.Errorf("a flag that names rules: %+v", row)
	}
}

// What is written is the business of audit: show tells of it and goes by its own
// flag.
func TestOutputOfAudit(t *testing.T) {
	path := written(t, "output: [table, json=a.json]\n")
	for _, c := range []struct {
		environment map[string]string
		want        []any
		from        string
	}{
		{map[string]string{"LAMBDA_AUDIT_OUTPUT": "json"}, list("json"), "LAMBDA_AUDIT_OUTPUT"},
		{nil, list("table", "json=a.json"), "f.yaml:1"},
	} {
		if row := shown(t, c.environment, "--config", path)["output"]; !reflect.DeepEqual(row.Value, any(c.want)) || !strings.HasSuffix(row.From, c.from) {
			t.Errorf("output: %+v", row)
		}
	}
	code, stdout, _ := runIn(t, map[string]string{"LAMBDA_AUDIT_OUTPUT": "json"}, "audit", "--demo=empty")
	if code != 5 || !strings.HasPrefix(stdout, "{") {
		t.Errorf("audit: exit code %d, %q", code, stdout)
	}
}

func TestMalformedVariablesAreNamed(t *testing.T) {
	for entry, want := range map[string]string{
		"DAYS=many":                    `LAMBDA_AUDIT_DAYS cannot be "many" (give a whole number)`,
		"DAYS=64":                      "LAMBDA_AUDIT_DAYS 64 is out of range (give 1 to 63)",
		"MIN_SCORE=high":               `LAMBDA_AUDIT_MIN_SCORE cannot be "high" (give a number)`,
		"MIN_SCORE=101":                "LAMBDA_AUDIT_MIN_SCORE 101 is out of range (",
		"ALLOW_PARTIAL=maybe":          `LAMBDA_AUDIT_ALLOW_PARTIAL cannot be "maybe" (give true or false)`,
		"FAIL_ON=hihg":                 `LAMBDA_AUDIT_FAIL_ON: no severity is named "hihg" (did you mean high? `,
		"REGION=eu-west-1,eu-wst-1":    `LAMBDA_AUDIT_REGION: no region is named "eu-wst-1" (did you mean eu-west-1? `,
		"RULE=error-rat":               `LAMBDA_AUDIT_RULE: no rule is named "error-rat" (did you mean error-rate? `,
		"EXCLUDE=a[":                   `LAMBDA_AUDIT_EXCLUDE: the glob "a[" is malformed (`,
		"RPS=7":                        "LAMBDA_AUDIT_RPS 7 is out of range (",
		"SHOW=failed":                  `LAMBDA_AUDIT_SHOW: no outcome is named "failed" (`,
		"OUTPUT=jsn":                   `LAMBDA_AUDIT_OUTPUT: no format is named "jsn" (`,
		"ROLE_ARN=admin":               `LAMBDA_AUDIT_ROLE_ARN "admin" is no role's ARN (`,
		"FAST=1 LAMBDA_AUDIT_UNUSED=1": "LAMBDA_AUDIT_FAST and LAMBDA_AUDIT_UNUSED do not go together (",
	} {
		environment := map[string]string{}
		for variable := range strings.SplitSeq("LAMBDA_AUDIT_"+entry, " ") {
			name, value, _ := strings.Cut(variable, "=")
			environment[name] = value
		}
		code, stdout, stderr := runIn(t, environment, "audit", "--no-config")
		if code != exitUsage || stdout != "" || !strings.HasPrefix(stderr, "lambda-audit: "+want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit code %d, %q, want %q", entry, code, stderr, want)
		}
	}
}

// A flag that leaves no room for a variable is no mistake beside it.
func TestFlagsDisplaceVariables(t *testing.T) {
	environment := map[string]string{
		"LAMBDA_AUDIT_REGION": "us-east-1", "LAMBDA_AUDIT_FAIL_ON": "low", "LAMBDA_AUDIT_MIN_SCORE": "100", "LAMBDA_AUDIT_PROFILE": "nobody",
		"LAMBDA_AUDIT_ROLE_ARN": "arn:aws:iam::111122223333:role/a", "LAMBDA_AUDIT_EXTERNAL_ID": "x",
		"LAMBDA_AUDIT_ORGANIZATION": "true", "LAMBDA_AUDIT_ACCOUNT_ROLE": "reader", "LAMBDA_AUDIT_UNUSED": "true", "LAMBDA_AUDIT_QUIET": "true",
	}
	if code, _, stderr := runIn(t, environment, "audit", "--no-config", "--demo", "--fast"); code != 0 || stderr != "" {
		t.Errorf("the demo: exit code %d, %q", code, stderr)
	}
	if code, _, stderr := runIn(t, environment, "audit", "--no-config", "--demo", "--fast", "--fail-on", "high"); code != 1 || stderr != "" {
		t.Errorf("the demo with a flag: exit code %d, %q", code, stderr)
	}
	if row := shown(t, environment, "--no-config", "--fast=false")["unused"]; row.Value != true {
		t.Errorf("a flag that says no: unused is %+v", row)
	}
}

func TestVariablesThatMeanNothing(t *testing.T) {
	environment := map[string]string{"LAMBDA_AUDIT_FAILON": "low", "LAMBDA_AUDIT_DEMO": "shop", "LAMBDA_AUDIT_CONFIG": "", "LAMBDA_AUDITOR": "me", "AWS_X": "1"}
	_, _, stderr := runIn(t, environment, "config", "show", "--no-config")
	lines := slices.Collect(strings.Lines(stderr))
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "lambda-audit: LAMBDA_AUDIT_DEMO is no setting") ||
		!strings.HasPrefix(lines[1], "lambda-audit: LAMBDA_AUDIT_FAILON is no setting, and means nothing (did you mean LAMBDA_AUDIT_FAIL_ON? ") {
		t.Errorf("said: %q", stderr)
	}
}

// What a mistake in the file's settings is called where only the flag's own check
// finds it.
func TestFileSettingsAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		"account_role: \"a b\"\n": "account_role (",
		"output: [jsn]\n":         "output (",
		"regions: [eu-*]\ntag_columns: [x]\nfast: true\nunused: true\n": "",
	} {
		path := written(t, text)
		_, _, stderr := runIn(t, nil, "audit", "--config", path, "--organization", "--profile", "nobody-is-named-so")
		if want != "" && !strings.HasPrefix(stderr, "lambda-audit: "+want+path+":1)") || want == "" && strings.Contains(stderr, "do not go together") {
			t.Errorf("%q: %q", text, stderr)
		}
	}
}
