package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var errMiddle = errors.New("broken off")

// breaking is a format that fails after more than a buffer's worth.
var breaking = &Format{Name: "breaking", Write: func(w io.Writer, _ *Report) error {
	fmt.Fprint(w, strings.Repeat("half a report ", 20_000))
	return errMiddle
}}

func jsonFormat(t *testing.T) *Format {
	t.Helper()
	format, err := Find("json")
	if err != nil {
		t.Fatal(err)
	}
	return format
}

func TestWriteAllReplacesFilesWhole(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "audit.json")
	writeOld(t, path)
	var stdout bytes.Buffer
	outputs := []Output{{Format: table}, {Format: jsonFormat(t), Path: path}}
	if err := WriteAll(outputs, &stdout, shop()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil || validate(content) != nil {
		t.Errorf("the file holds no report: %v, %v", err, validate(content))
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("the file has mode %v, want -rw-------; %v", info.Mode(), err)
	}
	if !strings.Contains(stdout.String(), "Findings by rule") {
		t.Error("the table did not reach standard output")
	}
	onlyFile(t, folder, "audit.json")
}

func TestWriteAllLeavesTheOldFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "audit.json")
	writeOld(t, path)
	var stdout bytes.Buffer
	err := WriteAll([]Output{{Format: breaking, Path: path}, {Format: table}}, &stdout, shop())
	if !errors.Is(err, errMiddle) || !strings.Contains(err.Error(), path) {
		t.Errorf("error is %v, want one that names the file and the cause", err)
	}
	if content, _ := os.ReadFile(path); string(content) != "old" {
		t.Errorf("the old file now holds %.20q", content)
	}
	if stdout.Len() == 0 {
		t.Error("one output's error stopped the other")
	}
	onlyFile(t, folder, "audit.json")
}

func TestWriteAllFollowsLinks(t *testing.T) {
	folder := t.TempDir()
	path, link := filepath.Join(folder, "audit.json"), filepath.Join(t.TempDir(), "link")
	writeOld(t, path)
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if err := WriteAll([]Output{{Format: jsonFormat(t), Path: link}}, io.Discard, shop()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v, %v", info, err)
	}
	if content, _ := os.ReadFile(path); validate(content) != nil {
		t.Error("the file behind the link holds no report")
	}
}

func TestWriteAllKeepsDevices(t *testing.T) {
	if err := WriteAll([]Output{{Format: table, Path: os.DevNull}}, io.Discard, shop()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s was replaced: %v, %v", os.DevNull, info, err)
	}
}

func TestWriteAllErrors(t *testing.T) {
	folder := t.TempDir()
	for path, want := range map[string]string{
		folder:                           "is a directory",
		filepath.Join(folder, "no", "x"): "no such file or directory",
	} {
		err := WriteAll([]Output{{Format: table, Path: path}}, io.Discard, shop())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("write to %s: %v, want %q", path, err, want)
		}
	}
	broken, other := io.Pipe()
	broken.Close()
	for _, f := range []*Format{table, jsonFormat(t)} {
		if err := WriteAll([]Output{{Format: f}}, other, shop()); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s into a closed pipe: %v", f.Name, err)
		}
	}
}

func TestFilesHoldNoColour(t *testing.T) {
	path := filepath.Join(t.TempDir(), "table.txt")
	r := with(shop(), Options{Width: 80, Colour: true})
	if err := WriteAll([]Output{{Format: table, Path: path}}, io.Discard, r); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path); err != nil || bytes.ContainsRune(content, '\x1b') {
		t.Errorf("the file holds escapes, or: %v", err)
	}
}

func writeOld(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// onlyFile wants the folder to hold that file and nothing else.
func onlyFile(t *testing.T, folder, name string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 || entries[0].Name() != name {
		t.Errorf("the folder holds %v (%v), want only %s", entries, err, name)
	}
}
