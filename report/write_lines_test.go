package report

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// lake writes the report to the path in a new folder and returns its files: their
// content by their path in it.
func lake(t *testing.T, path string, r *Report) map[string]string {
	t.Helper()
	folder := t.TempDir()
	outputs, err := ParseOutputs([]string{"ndjson=" + folder + "/" + path})
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteAll(outputs, io.Discard, r); err != nil {
		t.Fatal(err)
	}
	return filesIn(t, folder)
}

func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		files[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestLinesLieWhereTheyBelong(t *testing.T) {
	files := lake(t, "{kind}/dt={dt}/account={account}/region={region}", shop())
	var lines []string
	for path, content := range files {
		for line := range strings.Lines(content) {
			var row struct {
				Kind    string
				RunID   string `json:"run_id"`
				Account string `json:"account_id"`
				Region  string
			}
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			want := fmt.Sprintf("%s/dt=2026-11-23/account=%s/region=%s/%s.ndjson", row.Kind, row.Account, row.Region, row.RunID)
			if path != want {
				t.Errorf("a row lies in %s, want %s", path, want)
			}
			lines = append(lines, line)
		}
	}
	format, err := Find("ndjson")
	if err != nil {
		t.Fatal(err)
	}
	whole := slices.Collect(strings.Lines(string(written(t, format, shop()))))
	slices.Sort(lines)
	slices.Sort(whole)
	if !slices.Equal(lines, whole) {
		t.Errorf("the files hold %d lines, the report has %d, or others", len(lines), len(whole))
	}
}

func TestKindsWithoutRowsHaveEmptyFiles(t *testing.T) {
	files := lake(t, "{kind}.ndjson", cleanAccount())
	for _, kind := range kinds() {
		content, there := files[kind+".ndjson"]
		if !there || kind == "error" && content != "" || kind == "run" && content == "" {
			t.Errorf("the file of %s: %v, %q", kind, there, content)
		}
	}
	if len(files) != len(kinds()) {
		t.Errorf("there are %d files, want %d", len(files), len(kinds()))
	}
}

func TestCompressedFilesHoldTheSame(t *testing.T) {
	plain, packed := lake(t, "{kind}.ndjson", shop()), lake(t, "{kind}.ndjson.gz", shop())
	for path, want := range plain {
		if got := unzipped(t, packed[path+".gz"]); got != want {
			t.Errorf("%s.gz holds %.60q, want %.60q", path, got, want)
		}
	}
}

func unzipped(t *testing.T, packed string) string {
	t.Helper()
	reader, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// wide is a format whose lines are more than is held at once.
var wide = &Format{Name: "wide", Kinds: []string{"a", "b"}, Lines: func(_ *Report, put func(Line) error) error {
	for i := range 40 {
		kind := []string{"a", "b"}[i%2]
		if err := put(Line{Kind: kind, Text: strings.Repeat(kind, 1<<20)}); err != nil {
			return err
		}
	}
	return nil
}}

func TestManyLinesAreWrittenInParts(t *testing.T) {
	for _, ending := range []string{"", ".gz"} {
		folder := t.TempDir()
		if err := WriteAll([]Output{{wide, folder + "/{kind}.x" + ending}}, io.Discard, shop()); err != nil {
			t.Fatal(err)
		}
		content := filesIn(t, folder)["b.x"+ending]
		if ending != "" {
			content = unzipped(t, content)
		}
		if want := strings.Repeat(strings.Repeat("b", 1<<20)+"\n", 20); content != want {
			t.Errorf("%s: %d bytes, want %d", ending, len(content), len(want))
		}
	}
}

func TestLinesThatBreakLeaveTheOldFiles(t *testing.T) {
	folder := t.TempDir()
	old := filepath.Join(folder, "a.x")
	writeOld(t, old)
	broken := &Format{Name: "broken", Kinds: wide.Kinds, Lines: func(r *Report, put func(Line) error) error {
		return errors.Join(wide.Lines(r, put), errMiddle)
	}}
	err := WriteAll([]Output{{broken, folder + "/{kind}.x"}}, io.Discard, shop())
	if !errors.Is(err, errMiddle) {
		t.Errorf("the error is %v", err)
	}
	if files := filesIn(t, folder); len(files) != 1 || files["a.x"] != "old" {
		t.Errorf("the folder holds %d files; a.x holds %.20q", len(files), files["a.x"])
	}
	ndjson, _ := Find("ndjson")
	if err := WriteAll([]Output{{ndjson, folder + "/{kind}.x"}}, io.Discard, mute()); err == nil || !strings.Contains(err.Error(), "the rule mute broke") {
		t.Errorf("a rule that cannot tell: %v", err)
	}
	onlyFile(t, folder, "a.x")
}
