package report

import (
	"errors"
	"strings"
	"testing"

	"lambda-audit/audit"
)

func TestPathsOfOutputs(t *testing.T) {
	for _, test := range []struct{ value, want string }{ // the path, or a part of the error
		{"ndjson=d/{kind}/dt={dt}/account={account}/region={region}", "d/{kind}/dt={dt}/account={account}/region={region}/{run_id}.ndjson"},
		{"ndjson=d/{kind}/region={region}/{run_id}.ndjson.gz", "d/{kind}/region={region}/{run_id}.ndjson.gz"},
		{"ndjson=d/", "d/{run_id}.ndjson"},
		{"ndjson={kind}.ndjson", "{kind}.ndjson"},
		{"json=audit-{dt}.json", "audit-{dt}.json"},
		{"ndjson=d/{knd}/", "did you mean kind?"},
		{"ndjson=d/{}/", "{} is no placeholder"},
		{"json=d/{kind}.json", "json is one document and cannot be split"},
		{"json=d/{kind}.json", "ndjson"},
		{"ndjson=d/{region}.ndjson", "an earlier run would stay"},
	} {
		outputs, err := ParseOutputs([]string{test.value})
		if err != nil {
			var usage *audit.UsageError
			if !errors.As(err, &usage) || !strings.Contains(usage.Message+usage.Hint, test.want) {
				t.Errorf("-o %s: error %v, want a usage error with %q", test.value, err, test.want)
			}
			continue
		}
		if outputs[0].Path != test.want {
			t.Errorf("-o %s: path %s, want %s", test.value, outputs[0].Path, test.want)
		}
	}
}

func TestFolderOfAnOutput(t *testing.T) {
	for path, want := range map[string]string{
		"a.json": ".", "d/a.json": "d", "d/{kind}/x": "d", "d/e-{dt}/x": "d", "{kind}.ndjson": ".", "/d/{dt}/x": "/d",
	} {
		if got := (Output{Path: path}).Folder(); got != want {
			t.Errorf("the folder of %s is %s, want %s", path, got, want)
		}
	}
}

// The right sides follow FileUtils.escapePathName of Hive 4.0.
func TestHiveValues(t *testing.T) {
	for value, want := range map[string]string{
		"eu-west-1": "eu-west-1", "": "__HIVE_DEFAULT_PARTITION__", "a/b": "a%2Fb", "a=b:c": "a%3Db%3Ac",
		"100%": "100%25", "[x]^{y}": "%5Bx%5D%5E%7By%7D", "a\nb": "a%0Ab", `a\b"c'`: "a%5Cb%22c%27",
		"請求書 1": "請求書 1", "..": "%2E.", ".hidden": "%2Ehidden", "\u202e": "%E2%80%AE", "*?#": "%2A%3F%23",
	} {
		if got := hiveValue(value); got != want {
			t.Errorf("%q is written %s, want %s", value, got, want)
		}
	}
}

func FuzzHiveValuesStayInTheirFolder(f *testing.F) {
	f.Add("../../etc")
	f.Fuzz(func(t *testing.T, value string) {
		got := hiveValue(value)
		if got == "" || strings.ContainsAny(got, "/\\\x00") || strings.HasPrefix(got, ".") {
			t.Errorf("%q becomes %q", value, got)
		}
	})
}
