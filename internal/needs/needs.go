// Package needs has a test say what it needs of the machine: a program, a file, an
// environment that .ci/run makes. Where that is missing the test is skipped, but in
// CI, which the variable of that name tells, it fails: what is never asked there
// judges nothing.
package needs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Program returns the path of a program that the system has to have.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, err)
	}
	return path
}

// File wants a file that not every system has.
func File(t testing.TB, path string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		missing(t, err)
	}
}

// In returns the path of a program in the folder that the variable names. .ci/run
// makes such folders and sets the variables.
func In(t testing.TB, variable, name string) string {
	t.Helper()
	folder := os.Getenv(variable)
	if folder == "" {
		missing(t, variable+" names no folder: .ci/run makes it")
	}
	return filepath.Join(folder, name)
}

// Condition is what sessions of testscript ask instead of exec: [has:zsh] holds where
// the program zsh is there, and is an error in CI where it is not.
func Condition(condition string) (bool, error) {
	name, found := strings.CutPrefix(condition, "has:")
	if !found {
		return false, fmt.Errorf("unknown condition %q", condition)
	}
	_, err := exec.LookPath(name)
	if err != nil && inCI() {
		return false, err
	}
	return err == nil, nil
}

func missing(t testing.TB, what any) {
	t.Helper()
	if inCI() {
		t.Fatal(what)
	}
	t.Skip(what)
}

func inCI() bool { return os.Getenv("CI") != "" }
