package iam

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed data/*.json
var files embed.FS

// load reads one embedded table. The tables are part of the program, so one that cannot be read is a defect of the build;
// the tests of the package read every one.
func load[T any](name string) T {
	var table T
	text, err := files.ReadFile("data/" + name)
	if err == nil {
		err = json.Unmarshal(text, &table)
	}
	if err != nil {
		panic(fmt.Errorf("read embedded table %s: %w", name, err))
	}
	return table
}
