package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"lambda-audit/audit"
)

// A runFile is the file of a run under way, which the run can go on from if it is
// cut. In the end it becomes a snapshot, or is removed.
type runFile struct {
	*audit.Journal
	path   string // while it grows
	target string // where the whole snapshot goes; empty: nowhere
	file   *os.File
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
	journal, err := audit.NewJournal(file, h)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("write %s: %w", path, err), file.Close())
	}
	return &runFile{Journal: journal, path: path, target: target, file: file}, nil
}

// resumeRun goes on with the file of a run that was cut, behind its last whole line.
func resumeRun(path, target string, c *audit.Checkpoint) (*runFile, error) {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("go on with the run: %w", err)
	}
	err = file.Truncate(c.Size)
	if err == nil {
		_, err = file.Seek(c.Size, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("go on with %s: %w", path, err), file.Close())
	}
	return &runFile{Journal: audit.ResumeJournal(file), path: path, target: target, file: file}, nil
}

// finish puts the whole snapshot in its place, if it has one, and removes what the
// run went by.
func (r *runFile) finish(known *audit.Known) error {
	if r == nil {
		return nil
	}
	var err error
	if r.target != "" {
		if err = r.Sync(); err == nil {
			err = placeSnapshot(r.path, r.target, known)
		}
	}
	if err = errors.Join(err, r.file.Close()); err != nil {
		return fmt.Errorf("write the snapshot: %w", err)
	}
	return removeRun(r.path)
}

// removeRun removes a run's file and its key.
func removeRun(path string) error {
	err := os.Remove(path)
	if gone := os.Remove(keyOf(path)); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// abandon closes the file as it is: the run can go on from it.
func (r *runFile) abandon() error {
	if r == nil {
		return nil
	}
	return errors.Join(r.Sync(), r.file.Close())
}

// targetOf is where the snapshot of a run's file goes, as its name says.
func targetOf(path string) string {
	if target, ok := strings.CutSuffix(path, partialSuffix); ok {
		return target
	}
	return ""
}
