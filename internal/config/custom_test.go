package config

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"lambda-audit/audit"
	"lambda-audit/docs"
	"lambda-audit/internal/jsonschema"
	"lambda-audit/rules"
	"lambda-audit/rules/custom"
)

// oneRule is a file with a rule that is right.
const oneRule = `rules:
  - id: custom-timeout-policy
    title: may run too long
    severity: low
    pillar: reliability
    why: it holds its callers
    fix: lower it
    params: {most_s: 30}
    fail: facts.functions.timeout_s > params.most_s
`

// instead is the rule with another fail.
func instead(fail string) string {
	return strings.Replace(oneRule, "fail: facts.functions.timeout_s > params.most_s", fail, 1)
}

// Every mistake is told with its line and column, whatever way the text is written.
func TestMistakesInRulesAreToldWhereTheyStand(t *testing.T) {
	for text, want := range map[string]string{
		instead("fail: facts.functions.timeot_s > 3"):                             "f.yaml:9:27: fail: there is no field timeot_s in Config (did you mean timeout_s? there are ",
		instead(`fail: "facts.functions.timeot_s > 3"`):                           "f.yaml:9:28: fail: there is no field",
		instead(`fail: 'facts.functions.timeot_s > 3'`):                           "f.yaml:9:28: fail: there is no field",
		instead("fail: |\n      true &&\n        facts.functions.timeot_s > 3\n"): "f.yaml:11:25: fail: there is no field",
		instead("fail: >\n      true &&\n      facts.functions.timeot_s > 3\n"):   "f.yaml:9:11: fail: there is no field",
		instead(`fail: "\u0066acts.functions.timeot_s > 3"`):                      "f.yaml:9:12: fail: there is no field",
		instead("fail: facts.functions.timeout_s > params.mots_s"):                "f.yaml:9:39: fail: there is no params.mots_s (did you mean most_s? there are most_s)",
		instead("fail: facts.functions.timeout_s"):                                "f.yaml:9:11: fail: it must be bool, and is int",
		instead("fail: true"): `f.yaml:9:11: rules[0].fail must be a text, and is true or false (put it in quotes)`,
		instead("fale: x"):    "f.yaml:2:5: rules[0] needs fail, and 1 more: lambda-audit rules test f.yaml lists them",
		instead(""):           "f.yaml:2:5: rules[0] needs fail",
		strings.Replace(oneRule, "custom-timeout", "timeout", 1):                                                 `f.yaml:2:9: rules[0].id cannot be "timeout-policy" (as in custom-timeout-policy)`,
		strings.Replace(oneRule, "severity: low", "severity: bad", 1):                                            `f.yaml:4:15: rules[0].severity cannot be "bad"`,
		strings.Replace(oneRule, "fix:", "kind: rule\n    fix:", 1):                                              `f.yaml:7:11: rules[0].kind cannot be "rule" (did you mean role? there are `,
		oneRule + oneRule[len("rules:\n"):]:                                                                      "f.yaml:10:5: the id custom-timeout-policy stands there twice (first at f.yaml:2)",
		oneRule + "    examples: [{name: x, want: fail, given: {facts.function: {}}}]":                           "f.yaml:10:46: there is no facts.function (did you mean functions? ",
		oneRule + "    examples: [{name: x, want: fail, given: {facts.functions: {time: 3}}}]":                   `f.yaml:10:46: read a value of functions: json: unknown field "time"`,
		oneRule + "    examples: [{name: x, want: fail, params: {most: 3}}]":                                     "f.yaml:10:38: the parameters of custom-timeout-policy: none is named \"most\"",
		oneRule + "    examples: [{name: x, want: fail, params: {most_s: many}}]":                                "f.yaml:10:38: the parameters of custom-timeout-policy: most_s must be a number",
		oneRule + "    evidence: [{field: x, got: facts.functions.vpc}]":                                         "f.yaml:10:32: evidence[0].got: it must be string or int or double or bool or list(string)",
		instead("fail: facts.alarms.name == ''"):                                                                 "there is no facts.alarms",
		instead("fail: facts.metrics.days.all(a, facts.metrics.days.all(b, facts.metrics.days.all(c, c == a)))"): "f.yaml:9:11: fail: it may take ",
		"rules: 3": "f.yaml:1:8: rules must be a list",
		"":         "f.yaml:1:1: the file has no rules",
	} {
		_, err := ParseRules("f.yaml", []byte(text))
		var usage *audit.UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %s", text, err, want)
		}
	}
}

// The rules in the documentation are right, and do what their examples say.
func TestTheDocumentedRulesHold(t *testing.T) {
	found, err := LoadRules("../../docs/examples/custom-rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i, rule := range found.Rules {
		d := &found.Definitions[i]
		for n := range d.Examples {
			for _, difference := range custom.Try(rule, d, n) {
				t.Errorf("%s: %s: %s", rule.ID, d.Examples[n].Name, difference)
			}
		}
		if missing := custom.Unproven(d); missing != "" {
			t.Errorf("%s shows no %s", rule.ID, missing)
		}
	}
}

// The published schema accepts what the reader accepts.
func TestRulesSchemaAcceptsTheDocumentedRules(t *testing.T) {
	raw, err := os.ReadFile("../../docs/examples/custom-rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := yaml.Unmarshal(raw, &value); err != nil {
		t.Fatal(err)
	}
	document, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if err := jsonschema.Validate(docs.CustomRulesSchema, document); err != nil {
		t.Error(err)
	}
	for _, kind := range publishedRules().Defs["rule"].Properties["kind"].Enum {
		if audit.KindByName(audit.KindName(kind)) == nil {
			t.Errorf("the schema knows the kind %s, which nobody lists", kind)
		}
	}
}

// A configuration may speak of the rules that it names, and of those on the command
// line; their files lie beside it.
func TestConfigurationSpeaksOfCustomRules(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, Name)
	for name, text := range map[string]string{
		Name:         "custom_rules: [own.yaml]\nseverities: {custom-timeout-policy: high, custom-other: medium}\nparams: {custom-timeout-policy: {most_s: 7.5}}\n",
		"own.yaml":   oneRule,
		"bad.yaml":   "custom_rules: [worse.yaml]\n",
		"worse.yaml": instead("fail: facts.functions.x"),
		"twin.yaml":  "custom_rules: [own.yaml, own.yaml]\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	other := &rules.Rule{ID: "custom-other", Source: "there"}
	f, err := Load(path, today, other)
	if err != nil || len(f.Custom) != 1 || f.Severities["custom-other"] != rules.Medium || len(f.Params) != 1 {
		t.Errorf("it says %+v, %v", f, err)
	}
	if _, err := Load(path, today); err == nil || !strings.Contains(err.Error(), `no rule is named "custom-other"`) {
		t.Errorf("without the other rule: %v", err)
	}
	if _, err := Load(filepath.Join(folder, "bad.yaml"), today); err == nil || !strings.Contains(err.Error(), "worse.yaml:9:27: fail: there is no field x") {
		t.Errorf("of a file with a mistake: %v", err)
	}
	if _, err := Load(filepath.Join(folder, "twin.yaml"), today); err == nil || !strings.Contains(err.Error(), "is taken by "+filepath.Join(folder, "own.yaml")+":2") {
		t.Errorf("of a file that is named twice: %v", err)
	}
}

func FuzzParseRules(f *testing.F) {
	raw, err := os.ReadFile("../../docs/examples/custom-rules.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(raw))
	f.Add(oneRule)
	f.Add(instead("fail: |2\n      [1].exists(x, x > facts.functions.y)"))
	f.Fuzz(func(t *testing.T, text string) {
		found, err := ParseRules("f.yaml", []byte(text))
		var usage *audit.UsageError
		if err != nil && !errors.As(err, &usage) {
			t.Errorf("%q gives %v, which is no mistake of the user's", text, err)
		}
		if err != nil {
			return
		}
		for i, rule := range found.Rules {
			for n := range rule.Examples {
				custom.Try(rule, &found.Definitions[i], n)
			}
		}
	})
}
