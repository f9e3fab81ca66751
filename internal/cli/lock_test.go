//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package cli

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"lambda-audit/audit"
)

func TestARunUnderWayIsLeftAlone(t *testing.T) {
	target := filepath.Join(t.TempDir(), "account.jsonl")
	file, err := createRun(partialOf(target), target, sampleHeader(), "")
	if err != nil {
		t.Fatal(err)
	}
	var wrong *audit.UsageError
	if _, err := createRun(partialOf(target), target, sampleHeader(), ""); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "another run is writing "+target) {
		t.Errorf("a second run into the same file: %v", err)
	}
	if _, _, err := openRun(partialOf(target)); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "is of a run that is under way") {
		t.Errorf("to go on with a run that is under way: %v", err)
	}
	if err := file.abandon(); err != nil {
		t.Fatal(err)
	}
	past, checkpoint, err := openRun(partialOf(target))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := openRun(partialOf(target)); !errors.As(err, &wrong) {
		t.Errorf("to go on with a run that somebody goes on with: %v", err)
	}
	went, err := resumeRun(past, target, checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	if err := went.finish(audit.NewKnown(sampleHeader())); err != nil {
		t.Error(err)
	}
}
