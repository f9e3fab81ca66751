package catalogue_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/report"
	"lambda-audit/rules"
)

var update = flag.Bool("update", false, "write the generated pages anew")

func TestGeneratedPagesAreCurrent(t *testing.T) {
	for path, write := range map[string]func(io.Writer) error{
		"../README.md":                func(w io.Writer) error { return report.RulesDoc(w, rules.All()) },
		"../../audit/facts/README.md": func(w io.Writer) error { return report.FactsDoc(w, audit.Facts()) },
	} {
		var want bytes.Buffer
		if err := write(&want); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%s is not what the program says of itself now: run go generate ./... (%v)", path, err)
		}
	}
}
