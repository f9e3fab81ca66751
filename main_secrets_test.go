package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// A planted variable has a value that looks like a secret or like none.
type planted struct{ name, value string }

// plantedVariables are built from parts, so that no secret stands in this
// repository, not even a made-up one. Four of the seven are secrets.
func plantedVariables() []planted {
	body := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("no real key, but as long as one. ", 4)))
	armour := func(end string) string { return "-----" + end + " PRIVATE" + " KEY-----" }
	return []planted{
		{"DATABASE_URL", "postgres://orders:" + canary() + "@db.example.com/orders"},
		{"SERVICE", "gh" + "p_" + strings.Repeat("a1B2c3", 6)},
		{"SIGNING_KEY", armour("BEGIN") + "\n" + body + "\n" + armour("END")},
		{"DB_PASSWORD", canary()},
		{"DB_PASSWORD_PARAMETER", "/prod/orders/db-password"},
		{"TABLE", "orders"},
		{"NOTE", ""},
	}
}

// canary is a text of which no part occurs by chance.
func canary() string { return "q7" + strings.Repeat("Vx9", 4) + "Kd3mW" }

// formats are the ways to write variables.
var formats = map[string]func([]planted) string{"dotenv": asDotenv, "lambda": asLambda, "rows": asRows, "env": asPrinted, "env0": asZeros}

// writePlanted writes a file of planted variables: planted FILE FORMAT.
func writePlanted(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: planted file format")
	}
	write := formats[args[1]]
	if write == nil {
		ts.Fatalf("no format is named %q", args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(write(plantedVariables())), 0o600))
}

func asDotenv(list []planted) string {
	text := "# as a developer keeps them\n"
	for _, v := range list {
		text += fmt.Sprintf("export %s=\"%s\" # %s\n", v.name, v.value, strings.ToLower(v.name))
	}
	return text
}

func asLambda(list []planted) string {
	variables := map[string]string{}
	for _, v := range list {
		variables[v.name] = v.value
	}
	text, _ := json.MarshalIndent(map[string]any{"FunctionArn": "x", "Environment": map[string]any{"Variables": variables}}, "", " ")
	return string(text)
}

func asRows(list []planted) string {
	text := ""
	for _, v := range list {
		row, _ := json.Marshal(map[string]string{"key": v.name, "value": v.value})
		text += string(row) + "\n"
	}
	return text
}

func asPrinted(list []planted) string {
	text := "PATH=/usr/bin\nHOME=/root\n"
	for _, v := range list {
		text += v.name + "=" + v.value + "\n"
	}
	return text
}

func asZeros(list []planted) string {
	text := ""
	for _, v := range list {
		text += v.name + "=" + v.value + "\x00"
	}
	return text
}
