package report

import (
	_ "embed"
	"slices"
)

//go:generate go test -run SchemaIsCurrent$ . -update

//go:embed schema.json
var schema []byte

// Schema returns the JSON Schema (2020-12) that every json report satisfies. It
// is generated from the rows' Go types.
func Schema() []byte { return slices.Clone(schema) }
