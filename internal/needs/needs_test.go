package needs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A verdict is a test that keeps what became of it. What ends one panics with ended.
type verdict struct {
	testing.TB
	text string
}

type ended struct{}

func (v *verdict) Helper()           {}
func (v *verdict) Skip(args ...any)  { v.end("skipped", args) }
func (v *verdict) Fatal(args ...any) { v.end("failed", args) }

func (v *verdict) end(how string, args []any) {
	v.text = how + ": " + fmt.Sprint(args...)
	panic(ended{})
}

// of is what becomes of a test with the need: "" where it goes on.
func of(test func(testing.TB)) string {
	v := &verdict{}
	func() {
		defer func() {
			if r := recover(); r != nil && r != (ended{}) {
				panic(r)
			}
		}()
		test(v)
	}()
	return v.text
}

const absent = "lambda-audit-has-no-such-program"

func TestWhatIsMissingFailsInCIAlone(t *testing.T) {
	folder := t.TempDir()
	for name, test := range map[string]func(testing.TB){
		"program": func(t testing.TB) { Program(t, absent) },
		"file":    func(t testing.TB) { File(t, filepath.Join(folder, absent)) },
		"in":      func(t testing.TB) { In(t, "LAMBDA_AUDIT_NO_SUCH_FOLDER", absent) },
	} {
		for ci, want := range map[string]string{"": "skipped: ", "yes": "failed: "} {
			t.Setenv("CI", ci)
			if got := of(test); !strings.HasPrefix(got, want) || len(got) == len(want) {
				t.Errorf("%s, CI=%q: %q, want %q and why", name, ci, got, want)
			}
		}
	}
}

func TestWhatIsThereIsNamed(t *testing.T) {
	t.Setenv("CI", "yes")
	folder := t.TempDir()
	path := filepath.Join(folder, "judge")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder)
	t.Setenv("LAMBDA_AUDIT_JUDGES", folder)
	var program, in string
	said := of(func(t testing.TB) {
		File(t, path)
		program, in = Program(t, "judge"), In(t, "LAMBDA_AUDIT_JUDGES", "judge")
	})
	if said != "" || program != path || in != path {
		t.Errorf("%q and %q, want %s; %s", program, in, path, said)
	}
	if holds, err := Condition("has:judge"); !holds || err != nil {
		t.Errorf("has:judge: %v, %v", holds, err)
	}
}

func TestSessionsAskForPrograms(t *testing.T) {
	for ci, wantErr := range map[string]bool{"": false, "yes": true} {
		t.Setenv("CI", ci)
		if holds, err := Condition("has:" + absent); holds || (err != nil) != wantErr {
			t.Errorf("CI=%q: %v, %v", ci, holds, err)
		}
	}
	if _, err := Condition("exec:sh"); err == nil {
		t.Error("a condition of another name passes")
	}
}
