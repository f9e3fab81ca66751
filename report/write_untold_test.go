package report

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"lambda-audit/rules"
)

// mute is a report whose second finding cannot be told.
func mute() *Report {
	r := *shop()
	r.Findings = func(yield func(rules.FindingRow) bool) {
		if yield(rules.FindingRow{Rule: "first"}) {
			panic(&rules.Untold{Rule: "mute", Subject: "a role", Cause: "no words"})
		}
	}
	return &r
}

func TestAReportThatCannotBeToldIsAnError(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "audit.json")
	writeOld(t, path)
	var stdout bytes.Buffer
	err := WriteAll([]Output{{Format: jsonFormat(t), Path: path}, {Format: jsonFormat(t)}}, &stdout, mute())
	var untold *rules.Untold
	if !errors.As(err, &untold) || !strings.Contains(err.Error(), "the rule mute broke") {
		t.Errorf("the error is %v, want one that names the rule", err)
	}
	if validate(stdout.Bytes()) == nil {
		t.Error("standard output holds a report that looks whole")
	}
	onlyFile(t, folder, "audit.json")
}

func TestOtherPanicsOfAFormatAreNotHidden(t *testing.T) {
	defer func() {
		if recover() != "a defect" {
			t.Error("the panic was hidden")
		}
	}()
	defect := &Format{Name: "defect", Write: func(io.Writer, *Report) error { panic("a defect") }}
	_ = WriteAll([]Output{{Format: defect}}, &bytes.Buffer{}, shop())
}
