package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lambda-audit/docs"
)

// configurationBlocks are the outputs that docs/configuration.md shows. The
// example stands in the working directory as lambda-audit.yaml.
var configurationBlocks = []pageBlock{
	{name: "show", shown: "$ lambda-audit config show\n", args: []string{"config", "show"}, env: []string{"LAMBDA_AUDIT_RPS=0.5"}},
	{name: "validate", shown: "$ lambda-audit config validate wrong.yaml\n", args: []string{"config", "validate", "wrong.yaml"}, code: 2},
	{name: "suppressed", shown: "$ lambda-audit audit --demo --width 100\n…\n", args: []string{"audit", "--demo", "--width", "100"}, from: "Suppressed ·", to: "\nCould not be read"},
}

// wrongConfiguration has a mistake of each kind that people make.
const wrongConfiguration = `fail-on: high
days: many
suppress:
  - rule: runtime-depricated
    until: 2027-03-31
`

func TestConfigurationPageShowsWhatTheProgramPrints(t *testing.T) {
	dir := t.TempDir()
	example, err := os.ReadFile("docs/examples/lambda-audit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"lambda-audit.yaml": string(example), "wrong.yaml": wrongConfiguration} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var schema keys
	if err := json.Unmarshal(docs.ConfigSchema, &schema); err != nil {
		t.Fatal(err)
	}
	suppression := schema.Defs["suppression"]
	holdPage(t, "docs/configuration.md", dir, configurationBlocks, map[string]string{
		"keys": schema.table(), "suppress": suppression.table(),
	})
}

// keys are what the page tells of a schema.
type keys struct {
	Description string          `json:"description"`
	Properties  map[string]keys `json:"properties"`
	Ref         string          `json:"$ref"`
	Defs        map[string]keys `json:"$defs"`
	Enum        []string        `json:"enum"`
}

// table lists the keys and what they say.
func (k *keys) table() string {
	text := "| key | says |\n|---|---|\n"
	for _, name := range slices.Sorted(maps.Keys(k.Properties)) {
		inner := k.Properties[name]
		says := inner.Description
		if len(inner.Enum) > 0 {
			says += " One of " + strings.Join(inner.Enum, ", ") + "."
		}
		for _, key := range slices.Sorted(maps.Keys(inner.Properties)) {
			says += fmt.Sprintf(" `%s`: %s", key, inner.Properties[key].Description)
		}
		text += fmt.Sprintf("| `%s` | %s |\n", name, says)
	}
	return text
}
