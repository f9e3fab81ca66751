package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lambda-audit/audit"
	"lambda-audit/rules"
	_ "lambda-audit/rules/catalogue"
)

// full says something under every key.
const full = `
rules:
  enable: [error-*, "pillar:cost"]
  disable:
    - x86-architecture
severities:
  pillar:cost: high
  timeout-*: medium
  timeout-far-above-p99: low
params:
  timeout-near-p99: {share: 0.9, days: 3}
trust:
  accounts: [111122223333, "012345678901"]
  organizations: [o-a1b2c3d4e5]
  layer_publishers: ["444455556666"]
fail_on: medium
min_score: 72.5
days: 30
regions: [eu-west-1, us-*, all]
unused: true
fast: true
functions:
  - name: legacy-*
    tag: stage=test
    reason: goes in March
    disable: [role-*]
    severities: {missing-dlq: low}
    params: {timeout-near-p99: {share: 1}}
  - tag: edge
allow_partial: true
rps: 0.5
thorough: false
max_calls: 200000
budget: 0.25
account_role: audit/reader
parallel_accounts: 8
exclude_accounts: ["012345678901"]
output: [table, json=a.json]
tag_columns: [team, stage]
suppress_by_tag: {allow: true, up_to: low}
suppress_max_days: 400
suppress:
  - rule: "pillar:cost"
    function: legacy-*
    reason: goes in March
    until: "2027-03-31"
  - {rule: role-wildcard, tag: team=edge, account: 111122223333, region: eu-*, subject: edge-*, locus: Sid1, reason: known, owner: edge, until: "2027-12-24"}
`

// fullSettings are what full says that flags can say, too.
var fullSettings = map[string][]string{
	"fail-on": {"medium"}, "min-score": {"72.5"}, "days": {"30"}, "region": {"eu-west-1", "us-*", "all"}, "unused": {"true"}, "fast": {"true"},
	"allow-partial": {"true"}, "rps": {"0.5"}, "thorough": {"false"}, "max-calls": {"200000"}, "budget": {"0.25"}, "account-role": {"audit/reader"},
	"parallel-accounts": {"8"}, "exclude-account": {"012345678901"}, "output": {"table", "json=a.json"}, "tag-columns": {"team", "stage"},
}

// fullSuppression is the last one of full.
func fullSuppression() rules.Suppression {
	return rules.Suppression{Where: "team.yaml:47", Rule: "role-wildcard", Tag: "team=edge", Account: "111122223333", Region: "eu-*", Subject: "edge-*",
		Locus: "Sid1", Reason: "known", Owner: "edge", Until: rules.Date{Time: time.Date(2027, 12, 24, 0, 0, 0, 0, time.UTC)}}
}

// today is the day on which the files are read.
var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestParse(t *testing.T) {
	f, err := Parse("team.yaml", []byte(full), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(f.Enable, []string{"error-*", "pillar:cost"}) || !slices.Equal(f.Disable, []string{"x86-architecture"}) ||
		!reflect.DeepEqual(f.Settings, fullSettings) {
		t.Errorf("file: %+v", f)
	}
	if s := f.Severities; s["timeout-far-above-p99"] != rules.Low || s["timeout-near-p99"] != rules.Medium || s["x86-architecture"] != rules.High {
		t.Errorf("severities: %v, want an id to outweigh a glob, and a glob a pillar", s)
	}
	if got := string(f.Params["timeout-near-p99"]); got != `{"days":3,"share":0.9}` {
		t.Errorf("parameters: %s", got)
	}
	want := rules.Trust{Accounts: []string{"111122223333", "012345678901"}, Organizations: []string{"o-a1b2c3d4e5"}, LayerPublishers: []string{"444455556666"}}
	if !reflect.DeepEqual(f.Trust, want) {
		t.Errorf("trust: %+v", f.Trust)
	}
	o := f.Overrides[0]
	if o.Name != "legacy-*" || o.Tag != "stage=test" || o.Reason == "" || !slices.Contains(o.Disable, "role-admin") || slices.Contains(o.Disable, "role-*") ||
		o.Severities["missing-dlq"] != rules.Low || string(o.Params["timeout-near-p99"]) != `{"share":1}` || f.Overrides[1].Tag != "edge" {
		t.Errorf("overrides: %+v", f.Overrides)
	}
	if want := (&rules.ByTag{UpTo: rules.Low, Longest: 400}); len(f.Suppress) != 2 || f.Suppress[1] != fullSuppression() || *f.SuppressByTag != *want || f.Suppress[0].Where != "team.yaml:43" {
		t.Errorf("suppressions: %+v, by tag %+v", f.Suppress, f.SuppressByTag)
	}
	for key, line := range map[string]string{"days": "18", "rules.disable": "4", "functions[0].reason": "25", "severities.timeout-near-p99": "8", "severities.timeout-far-above-p99": "9", "severities.x86-architecture": "7", "params.timeout-near-p99.share": "11"} {
		if got := f.Where(key); got != "team.yaml:"+line {
			t.Errorf("%s stands in %s, want line %s", key, got, line)
		}
	}
}

func TestAnEmptyFileSaysNothing(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n# nothing\n"} {
		f, err := Parse("f", []byte(text), today)
		if err != nil || len(f.Settings) != 0 || f.Overrides != nil || len(f.Severities) != 0 {
			t.Errorf("%q: %+v, %v", text, f, err)
		}
	}
}

func TestProblems(t *testing.T) {
	for text, want := range map[string]string{
		"fail-on: high":                                               `1:1: the file has no key "fail-on" (did you mean fail_on? there are account_role, `,
		"rules:\n  disabled: []":                                      `2:3: rules has no key "disabled" (did you mean disable? there are disable, enable)`,
		"days: 7\nregions: []\ndays: 8":                               "3:1: the key days stands there twice (first in line 1)",
		"params: {timeout-near-p99: {share: 1, share: 1}}":            "1:39: the key share stands there twice (first in line 1)",
		"days: soon":                                                  "1:7: days must be a whole number, and is a text",
		"unused: sure":                                                "1:9: unused must be true or false, and is a text",
		"days: 7.5":                                                   "1:7: days must be a whole number, and is a number",
		"days: 64":                                                    "1:7: days is out of range: 64 (give 1 to 63)",
		"days:":                                                       "1:6: days has no value (give it one, or leave the key out)",
		"min_score: .nan":                                             "1:12: min_score must be a number, and .nan is none",
		"fail_on: hihg":                                               `1:10: fail_on cannot be "hihg" (did you mean high? there are none, low, medium, high, critical, new:low, new:medium, new:high, `,
		"rules: {disable: x86-architecture}":                          "1:18: rules.disable must be a list, and is a text",
		"rules: {disable: [x86-architectur]}":                         `1:19: no rule is named "x86-architectur" (did you mean x86-architecture? `,
		"rules: {enable: [\"pillar:cots\"]}":                          `1:18: no pillar is named "cots" (did you mean cost? `,
		"rules: {enable: [\"\"]}":                                     "1:18: rules.enable[0] is empty",
		"severities: {x86-architecture: none}":                        `1:32: severities.x86-architecture cannot be "none" (there are low, `,
		"severities: {timeout-*: low, \"*-p99\": high}":               "1:14: *-p99 and timeout-* say different things of timeout-far-above-p99 (name the rule outright)",
		"params: {timeout-*: {share: 1}}":                             `1:10: no rule is named "timeout-*"`,
		"params: {timeout-near-p99: {sahre: 1}}":                      `1:29: the parameters of timeout-near-p99: none is named "sahre" (did you mean share? `,
		"params: {timeout-near-p99: {Share: 1}}":                      `1:29: the parameters of timeout-near-p99: none is named "Share" (did you mean share? `,
		"params: {timeout-near-p99: {share: much}}":                   "1:29: the parameters of timeout-near-p99: share must be a number, not string (its parameters are cut_days, ",
		"params: {timeout-near-p99: {share: 80}}":                     "1:29: the parameters of timeout-near-p99: share cannot be 80: it is a share, from 0 to 1 (",
		"params: {timeout-near-p99: {}}":                              "1:28: params.timeout-near-p99 is empty (leave it out)",
		"params: {role-admin: {share: 1}}":                            "1:23: the rule role-admin has no parameters",
		"trust: {accounts: [12345]}":                                  `1:20: trust.accounts[0] cannot be "12345" (as in 111122223333)`,
		"trust: {organizations: [ou-1]}":                              `1:25: trust.organizations[0] cannot be "ou-1" (as in o-a1b2c3d4e5)`,
		"regions: [eu-wst-1]":                                         `1:11: no region is named "eu-wst-1" (did you mean eu-west-1? `,
		"functions: [{disable: [role-*]}]":                            "1:13: functions[0] needs name or tag",
		"functions: [{name: \"[a-\"}]":                                `1:14: the glob "[a-" is malformed (`,
		"functions: [{tag: =x}]":                                      `1:19: functions[0].tag cannot be "=x" (as in team=orders)`,
		"functions: [{name: 7}]":                                      "1:20: functions[0].name must be a text, and is a whole number (put it in quotes)",
		"functions: {name: x}":                                        "1:12: functions must be a list, and is keys with values",
		"rules: &r {enable: [error-rate]}\ntrust: *r":                 "2:8: trust refers to another place of the file (write out what it stands for)",
		"rules: {<<: {enable: []}}":                                   `1:9: rules has no key "<<"`,
		"rules: {? [a] : b}":                                          "a key of rules is no text",
		"rules: !secret {enable: []}":                                 "1:8: rules must be keys with values, and is of the type !secret",
		"suppress: [{rule: error-rate}]":                              "1:12: suppress[0] needs reason and until",
		"suppress: [{rule: eror-rate, reason: x, until: 2027-01-01}]": `1:13: no rule is named "eror-rate" (did you mean error-rate? `,
		"suppress: [{rule: \"*\", reason: \"\", until: 2027-01-01}]":  "1:32: suppress[0].reason is empty",
		"suppress: [{rule: \"*\", reason: x, until: soon}]":           `1:42: suppress[0].until cannot be "soon" (as in 2027-03-31)`,
		"suppress: [{rule: \"*\", reason: x, until: 2027-02-30}]":     `1:35: suppress[0].until cannot be "2027-02-30": there is no such day (as in 2027-03-31)`,
		"suppress: [{rule: \"*\", reason: x, until: 2027-11-25}]":     "1:35: suppress[0].until is more than 366 days ahead (give 2027-11-24 or sooner, or set suppress_max_days)",
		"suppress_max_days: 30\nsuppress: [{rule: \"*\", reason: x, until: 2026-12-24}]": "2:35: suppress[0].until is more than 30 days ahead",
		"suppress: [{rule: \"*\", function: \"a[\", reason: x, until: 2027-01-01}]":      `1:24: the glob "a[" is malformed`,
		"suppress: [{rule: \"*\", region: eu-wst-1, reason: x, until: 2027-01-01}]":      `1:24: no region is named "eu-wst-1" (did you mean eu-west-1? `,
		"suppress: [{rule: \"*\", functions: x, reason: x, until: 2027-01-01}]":          `1:24: suppress[0] has no key "functions" (did you mean function? `,
		"suppress: [{rule: \"*\", tag: =x, reason: x, until: 2027-01-01}]":               `1:29: suppress[0].tag cannot be "=x" (as in team=orders)`,
		"suppress_by_tag: {allow: true, up_to: none}":                                    `1:39: suppress_by_tag.up_to cannot be "none"`,
		"rps: 2":                "1:6: rps is out of range: 2 (give 0.01 to 1)",
		"- days":                "1:1: the file must be keys with values, and is a list",
		"days: 7\n---\ndays: 8": "a second document begins",
		"days: [":               "1:1: it is no YAML: ",
		"days: 7\n\tx: 1":       "2:1: it is no YAML: ",
	} {
		_, err := Parse("f.yaml", []byte(text), today)
		var usage *audit.UsageError
		if !errors.As(err, &usage) || !strings.HasPrefix(err.Error(), "f.yaml:") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %s", text, err, want)
		}
	}
}

// All mistakes are told, in the order of the file.
func TestProblemsAreAllTold(t *testing.T) {
	_, err := Parse("f.yaml", []byte("days: many\nrules: {enable: [nothing]}\nfail_on: 7\n"), today)
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 3 || problems[0].Line != 1 || problems[2].Line != 3 {
		t.Fatalf("problems: %v", err)
	}
	if !strings.Contains(err.Error(), "and 2 more: lambda-audit config validate f.yaml lists them") {
		t.Errorf("the error does not say that there are more: %v", err)
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), Name)
	var usage *audit.UsageError
	if _, err := Load(path, today); !errors.As(err, &usage) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := os.WriteFile(path, Starter(today), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Load(path, today)
	if err != nil || !reflect.DeepEqual(f.Settings, map[string][]string{"days": {"14"}, "fail-on": {"high"}}) || len(f.Overrides)+len(f.Severities)+len(f.Params) != 0 {
		t.Errorf("the starter: %+v, %v", f, err)
	}
}

// What the starter shows in comments can be used as it stands.
func TestStarterIsTrue(t *testing.T) {
	shown := regexp.MustCompile(`(?m)^# ([a-z ].*)$`).ReplaceAllString(string(Starter(today)), "$1")
	shown = strings.Replace(shown, "yaml-language-server:", "# yaml-language-server:", 1)
	folder := t.TempDir()
	for name, text := range map[string][]byte{"starter.yaml": []byte(shown), "custom-rules.yaml": []byte(oneRule)} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Load(filepath.Join(folder, "starter.yaml"), today)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Custom) != 1 {
		t.Errorf("the starter names %d custom rules", len(f.Custom))
	}
	if len(f.Overrides) != 2 || len(f.Suppress) != 2 || f.SuppressByTag == nil || f.Suppress[0].Until.String() != "2027-02-21" || f.Settings["min-score"] == nil || len(f.Trust.Accounts) != 1 || len(f.Severities) != 1 || len(f.Params) != 1 {
		t.Errorf("the starter shows %+v", f)
	}
}

// What an entry says to no purpose is no mistake, and yet told.
func TestNotes(t *testing.T) {
	f, err := Parse("f.yaml", []byte(`
rules: {disable: [error-rate]}
params: {error-rate: {min_errors: 3}, timeout-near-p99: {days: 2}}
suppress:
  - {rule: error-rate, reason: x, until: 2027-01-01}
  - {rule: "timeout-*", reason: x, until: 2026-11-24}
  - {rule: x86-architecture, reason: x, until: 2026-11-23}
  - {rule: role-unused-access, reason: x, until: 2027-01-01}
`), today)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, note := range f.Notes(today) {
		got = append(got, note.String())
	}
	want := []string{
		"f.yaml:3:10: params.error-rate are for nothing: the rule does not judge",
		"f.yaml:5:5: suppress[0] has nothing to suppress: no rule judges that is error-rate",
		"f.yaml:7:5: suppress[2] has expired: since 2026-11-23 what it met counts again",
		"f.yaml:8:5: suppress[3] has nothing to suppress: no rule judges that is role-unused-access",
	}
	if !slices.Equal(got, want) {
		t.Errorf("notes: %q", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(full)
	f.Add(string(starter))
	f.Add("functions: [{name: &a x, tag: *a}]")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Parse("f", []byte(text), today)
		var problems Problems
		if (file == nil) == (err == nil) || err != nil && !errors.As(err, &problems) {
			t.Errorf("%q gives %v and %v", text, file, err)
		}
	})
}
