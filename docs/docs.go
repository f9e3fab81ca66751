// Package docs holds what is published for other programs to read.
package docs

import _ "embed"

// ConfigSchema is the JSON Schema (2020-12) of lambda-audit.yaml.
//
//go:embed lambda-audit.schema.json
var ConfigSchema []byte

// IAMCheckSchema is the JSON Schema (2020-12) of what iam-check -o json writes. It
// is generated from the rows' Go types, by go generate ./report.
//
//go:embed iam-check.schema.json
var IAMCheckSchema []byte

// SecretsCheckSchema is the JSON Schema (2020-12) of what secrets-check -o json
// writes.
//
//go:embed secrets-check.schema.json
var SecretsCheckSchema []byte

// CustomRulesSchema is the JSON Schema (2020-12) of files with custom rules.
//
//go:embed custom-rules.schema.json
var CustomRulesSchema []byte

// DiffSchema is the JSON Schema (2020-12) of what diff -o json writes. It is
// generated from the rows' Go types, by go generate ./report.
//
//go:embed diff.schema.json
var DiffSchema []byte

// HistorySchema is the JSON Schema (2020-12) of what history -o json writes. It is
// generated from the rows' Go types, by go generate ./report.
//
//go:embed history.schema.json
var HistorySchema []byte
