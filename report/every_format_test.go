package report

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"lambda-audit/internal/needs"
)

// everyFormat is each registered format, those of a user's file made of one.
func everyFormat(t *testing.T) []*Format {
	t.Helper()
	list := slices.Clone(Formats())
	for i, f := range list {
		if f.Of == nil {
			continue
		}
		made, err := f.Of("../docs/examples/worklist.tmpl")
		if err != nil {
			t.Fatal(err)
		}
		list[i] = made
	}
	return list
}

// No character that a terminal obeys, in the names of the sample or elsewhere,
// reaches an output as it is.
func TestNoFormatWritesControls(t *testing.T) {
	for _, f := range everyFormat(t) {
		text := string(written(t, f, shop())) + string(written(t, f, nextNight()))
		if at := strings.IndexFunc(text, func(r rune) bool { return unprintable(r) && r != '\n' && r != '\r' }); at >= 0 {
			t.Errorf("%s writes %q", f.Name, text[max(0, at-20):min(len(text), at+20)])
		}
		if strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
			t.Errorf("%s writes a lone carriage return", f.Name)
		}
	}
}

func TestEveryFormatWritesTheSameAgain(t *testing.T) {
	for _, f := range everyFormat(t) {
		for _, report := range []func() *Report{shop, nextNight} {
			if !bytes.Equal(written(t, f, report()), written(t, f, report())) {
				t.Errorf("%s writes the same report in two ways", f.Name)
			}
		}
	}
}

func TestEveryFormatTellsOfAFullDisk(t *testing.T) {
	full := "/dev/full"
	needs.File(t, full)
	for _, f := range everyFormat(t) {
		err := WriteAll([]Output{{Format: f, Path: full}}, io.Discard, shop())
		if err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%s on a full disk: %v", f.Name, err)
		}
	}
}

// An account in which nothing was found has a report too, in every format that
// holds more than findings.
func TestEveryFormatWritesAnEmptyAccount(t *testing.T) {
	onlyFindings := []string{"csv", "ocsf", "asff"}
	for _, f := range everyFormat(t) {
		if !slices.Contains(onlyFindings, f.Name) && len(written(t, f, emptyAccount())) < 40 {
			t.Errorf("%s writes next to nothing", f.Name)
		}
	}
}

// Files are compressed where their name says so, in every format.
func TestEveryFormatIsCompressedOnRequest(t *testing.T) {
	for _, f := range everyFormat(t) {
		if f.Batches != nil {
			continue
		}
		path := t.TempDir() + "/report.gz"
		if err := WriteAll([]Output{{Format: f, Path: path}}, io.Discard, shop()); err != nil {
			t.Fatal(err)
		}
		packed, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := unzipped(t, string(packed)); got != string(written(t, f, shop())) {
			t.Errorf("%s: the compressed file holds another report", f.Name)
		}
	}
}
