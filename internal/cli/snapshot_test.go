package cli

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"lambda-audit/audit"
)

func sampleHeader() audit.Header {
	taken := time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC)
	return audit.Header{
		Schema: audit.SchemaVersion, Account: "111122223333", Regions: []string{"eu-west-1"},
		TakenAt: taken, Window: audit.NewWindow(taken, 14),
	}
}

func TestSnapshotFile(t *testing.T) {
	for _, name := range []string{"s", "s.gz", "s.zst"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			writeStale(t, path, partialOf(path))
			file, err := createRun(partialOf(path), path, sampleHeader(), "a key of some length")
			if err != nil {
				t.Fatal(err)
			}
			if err := file.Line(audit.Line{Begin: "functions", Over: "eu-west-1"}); err != nil {
				t.Fatal(err)
			}
			if old, _ := os.ReadFile(path); string(old) != "stale" {
				t.Errorf("the older file is touched before the new one is whole: %q", old)
			}
			read := audit.NewKnown(sampleHeader())
			read.Calls = []audit.CallCount{{Service: "Lambda", Operation: "ListFunctions", Calls: 3}}
			if err := file.finish(read); err != nil {
				t.Fatal(err)
			}
			known, err := new(Program).readSnapshot(path)
			if err != nil || known.Header.Account != "111122223333" || callsOf(known) != 3 {
				t.Errorf("read back: %+v, %v", known, err)
			}
			left, _ := os.ReadDir(filepath.Dir(path))
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || len(left) != 1 {
				t.Errorf("mode %v, %v, and %d files are left", info, err, len(left))
			}
		})
	}
}

// writeStale leaves what an earlier run may have left, readable by everybody.
func writeStale(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.WriteFile(path, []byte("stale"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAbandonedSnapshotIsKeptBeside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	file, err := createRun(partialOf(path), path, sampleHeader(), "a key of some length")
	if err != nil {
		t.Fatal(err)
	}
	if err := file.abandon(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a snapshot is in the place of a whole one: %v", err)
	}
	if _, err := os.Stat(partialOf(path)); err != nil {
		t.Error(err)
	}
}

// Whatever the bytes are, reading them ends in a snapshot or in a usage error.
func FuzzReadSnapshot(f *testing.F) {
	var whole bytes.Buffer
	writer, err := audit.NewWriter(&whole, sampleHeader())
	if err == nil {
		err = writer.Close(nil)
	}
	if err != nil {
		f.Fatal(err)
	}
	var packed bytes.Buffer
	zipper := gzip.NewWriter(&packed)
	_, _ = zipper.Write(whole.Bytes())
	_ = zipper.Close()
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{nil, []byte("{}"), whole.Bytes(), packed.Bytes(), packed.Bytes()[:9], encoder.EncodeAll(whole.Bytes(), nil)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p := Program{Stdin: bytes.NewReader(data)}
		known, err := p.readSnapshot("-")
		var wrong *audit.UsageError
		if err != nil && (!errors.As(err, &wrong) || known != nil) {
			t.Errorf("%v is no usage error", err)
		}
		if err == nil && known.Header.Account == "" {
			t.Error("a snapshot of no account is accepted")
		}
	})
}

func TestCheckFolder(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	writeStale(t, file)
	for path, want := range map[string]string{
		"": "", "-": "", file: "", filepath.Join(folder, "new"): "",
		folder:                             "is a directory",
		filepath.Join(folder, "no", "way"): "no folder is named",
		filepath.Join(file, "below"):       "is no folder",
	} {
		err := checkFolder(path)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}
