// Package docs holds what is published for other programs to read.
package docs

import _ "embed"

// ConfigSchema is the JSON Schema (2020-12) of lambda-audit.yaml.
//
//go:embed lambda-audit.schema.json
var ConfigSchema []byte
