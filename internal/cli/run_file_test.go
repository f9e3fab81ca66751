package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lambda-audit/audit"
)

// A flushing line hands on all that was written before it.
var flushing = audit.Line{Calls: map[string]audit.CallNote{"Lambda.GetPolicy": {1}}}

// A file that takes no more, as on a full disk, ends only a run that is to leave a
// snapshot.
func TestAFileThatCannotBeWrittenAnyMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.jsonl")
	file, err := createRun(path, "", sampleHeader(), "a key of some length")
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Line(flushing); err != nil {
		t.Fatal(err)
	}
	if err := file.file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Line(flushing); err == nil {
		t.Error("a run that is to leave a snapshot goes on without")
	}
	file.lost.Store(false)
	var told []string
	file.tell = func(what string, err error) { told = append(told, what+": "+err.Error()) }
	for range 3 {
		if err := file.Line(flushing); err != nil {
			t.Error(err)
		}
	}
	if len(told) != 1 || !strings.HasPrefix(told[0], "the run goes on, but cannot be resumed from here: write "+path) {
		t.Errorf("told %q", told)
	}
	if err := file.finish(audit.NewKnown(sampleHeader())); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

// What was written before can be gone on with.
func TestWhatWasWrittenInPartIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.jsonl")
	file, err := createRun(path, "", sampleHeader(), "")
	if err != nil {
		t.Fatal(err)
	}
	file.tell = func(string, error) {}
	file.lost.Store(true)
	if err := errors.Join(file.Line(flushing), file.abandon()); err != nil {
		t.Fatal(err)
	}
	again, checkpoint, err := openRun(path)
	if err != nil || checkpoint.Known.Header.Account != "111122223333" {
		t.Fatalf("%+v, %v", checkpoint, err)
	}
	again.Close()
}
