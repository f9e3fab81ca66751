package main

import (
	"github.com/rogpeppe/go-internal/testscript"

	"lambda-audit/docs"
	"lambda-audit/internal/jsonschema"
	"lambda-audit/report"
)

// published are the schemas of what the program writes for other programs.
var published = map[string][]byte{
	"audit":         report.Schema(),
	"iam-check":     docs.IAMCheckSchema,
	"secrets-check": docs.SecretsCheckSchema,
	"diff":          docs.DiffSchema,
	"history":       docs.HistorySchema,
}

// satisfies holds a file of a session to a published schema: satisfies iam-check stdout.
func satisfies(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 || published[args[0]] == nil {
		ts.Fatalf("usage: satisfies schema file")
	}
	ts.Check(jsonschema.Validate(published[args[0]], []byte(ts.ReadFile(args[1]))))
}
