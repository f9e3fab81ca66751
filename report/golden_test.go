package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files and the schema anew")

// golden compares got with the file testdata/name, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run go test -update", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; when that is meant, run go test -update\ngot:\n%s", path, got)
	}
}

// written returns what a format writes.
func written(t *testing.T, f *Format, r *Report) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := f.Write(&text, r); err != nil {
		t.Fatalf("write %s: %v", f.Name, err)
	}
	return text.Bytes()
}

// with returns the report with other options.
func with(r *Report, options Options) *Report {
	r.Options = options
	return r
}

var goldens = []struct {
	name   string
	report func() *Report
}{
	{"shop-80", func() *Report { return with(shop(), Options{Width: 80}) }},
	{"shop-160", func() *Report { return with(shop(), Options{Width: 160}) }},
	{"shop-colour", func() *Report { return with(shop(), Options{Width: 100, Colour: true, Worst: 3}) }},
	{"shop-details", func() *Report { return with(shop(), Options{Details: true}) }},
	{"empty", emptyAccount},
	{"clean", cleanAccount},
}

func TestTableGolden(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.name, func(t *testing.T) {
			golden(t, "table-"+g.name+".golden", written(t, table, g.report()))
		})
	}
}

func TestJSONGolden(t *testing.T) {
	format, err := Find("json")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range goldens {
		if g.report().Options == (Options{}) {
			golden(t, g.name+".json.golden", written(t, format, g.report()))
		}
	}
	golden(t, "shop.json.golden", written(t, format, shop()))
}

// The formats whose compared sample no test of their own holds; each file bears the
// name that its other samples have.
func TestNightGoldens(t *testing.T) {
	for format, extension := range map[string]string{"json": "json", "ndjson": "ndjson", "csv": "csv", "markdown": "md"} {
		golden(t, "night."+extension+".golden", inFormat(t, format, nextNight()))
	}
}
