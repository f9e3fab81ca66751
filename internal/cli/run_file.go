package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"

	"lambda-audit/audit"
)

// A runFile is the file of a run under way, which the run can go on from if it is
// cut. In the end it becomes a snapshot, or is removed.
type runFile struct {
	*audit.Journal
	path   string // while it grows
	target string // where the whole snapshot goes; empty: nowhere
	file   *os.File
	log    *slog.Logger // nil: nobody wants it told
	// tell says once what is wrong with a file that the run can do without; nil: it
	// cannot.
	tell func(what string, err error)
	lost atomic.Bool // the file cannot be written any more
}

// Line writes one line. A run that can do without its file goes on without it.
func (r *runFile) Line(l audit.Line) error {
	err := r.Journal.Line(l)
	if err == nil {
		return nil
	}
	first := !r.lost.Swap(true)
	if r.tell == nil {
		return err
	}
	if first {
		r.tell("the run goes on, but cannot be resumed from here", err)
	}
	return nil
}

// partialOf is where a snapshot grows: FILE itself is there whole or not at all.
func partialOf(path string) string { return path + partialSuffix }

const partialSuffix = ".partial"

// keyOf is where the key of a run's fingerprints is kept while the run lasts. It
// never stands in the snapshot.
func keyOf(path string) string { return path + ".key" }

// createRun begins the file of a run at path, over what an earlier one left. It
// and the key beside it are readable by their owner only.
func createRun(path, target string, h audit.Header, key string) (*runFile, error) {
	if err := vacate(path, target); err != nil {
		return nil, err
	}
	for _, old := range []string{path, keyOf(path)} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("write the snapshot: %w", err)
		}
	}
	if key != "" {
		if err := os.WriteFile(keyOf(path), []byte(key+"\n"), 0o600); err != nil {
			return nil, fmt.Errorf("write the snapshot: %w", err)
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write the snapshot: %w", err)
	}
	_ = lock(file) // it has just been made: nobody else has it
	journal, err := audit.NewJournal(file, h)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("write %s: %w", path, err), file.Close())
	}
	return &runFile{Journal: journal, path: path, target: target, file: file}, nil
}

// vacate refuses a place where another run is writing its file.
func vacate(path, target string) error {
	old, err := os.Open(path)
	if err != nil {
		return nil // whether it can be replaced is seen then
	}
	defer old.Close()
	if lock(old) != nil {
		return usage("wait until it ends, or name another file", "another run is writing %s", cmp.Or(target, path))
	}
	return nil
}

// resumeRun goes on with the file of a run that was cut, behind its last whole line.
func resumeRun(file *os.File, target string, c *audit.Checkpoint) (*runFile, error) {
	err := file.Truncate(c.Size)
	if err == nil {
		_, err = file.Seek(c.Size, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("go on with %s: %w", file.Name(), err), file.Close())
	}
	return &runFile{Journal: audit.ResumeJournal(file), path: file.Name(), target: target, file: file}, nil
}

// finish puts the whole snapshot in its place, if it has one, and removes what the
// run went by.
func (r *runFile) finish(known *audit.Known) error {
	switch {
	case r == nil:
		return nil
	case r.target == "":
		r.discard()
		return nil
	}
	err := r.Sync()
	if err == nil {
		err = placeSnapshot(r.path, r.target, known)
	}
	if err = errors.Join(err, r.file.Close()); err != nil {
		return fmt.Errorf("write the snapshot: %w", err)
	}
	wrote(r.log, "snapshot", r.target)
	return removeRun(r.path)
}

// discard removes what nobody needs any more. Where it stays, nothing is wrong
// with what was found.
func (r *runFile) discard() {
	_ = r.file.Close() // nothing in it is missed
	if err := removeRun(r.path); err != nil {
		r.tell("the run's file is left over", err)
	}
}

// removeRun removes a run's file and its key.
func removeRun(path string) error {
	var failed error
	for _, name := range []string{path, keyOf(path)} {
		if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// abandon closes the file as it is: the run can go on from it.
func (r *runFile) abandon() error {
	if r == nil {
		return nil
	}
	err := r.Sync()
	if r.lost.Load() {
		err = nil // that was told
	}
	return errors.Join(err, r.file.Close())
}

// targetOf is where the snapshot of a run's file goes, as its name says.
func targetOf(path string) string {
	if target, ok := strings.CutSuffix(path, partialSuffix); ok {
		return target
	}
	return ""
}
