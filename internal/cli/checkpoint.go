package cli

import (
	"errors"
	"os"

	"lambda-audit/audit"
)

// openRun takes the file of a run that was cut, and reads how far it had come. No
// other process can go on with it until the file is closed.
func openRun(path string) (*os.File, *audit.Checkpoint, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, usage("an interrupted run names its file", "go on with a run: %v", err)
	}
	checkpoint, err := readCheckpoint(file)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return file, checkpoint, nil
}

func readCheckpoint(file *os.File) (*audit.Checkpoint, error) {
	path := file.Name()
	if lock(file) != nil {
		return nil, usage("wait until it ends", "%s is of a run that is under way", path)
	}
	checkpoint, err := audit.ReadCheckpoint(file)
	switch {
	case errors.Is(err, audit.ErrWhole), isPacked(file):
		return nil, usage("lambda-audit audit --from "+shellWord(path)+" judges it", "%s: %v", path, audit.ErrWhole)
	case err != nil:
		return nil, usage("begin anew", "%s is no run to go on with: %v", path, err)
	}
	return checkpoint, nil
}

// isPacked reports whether the file is compressed, as only whole snapshots are.
func isPacked(file *os.File) bool {
	head := make([]byte, longestMagic)
	n, _ := file.ReadAt(head, 0) // shorter files are not compressed
	return packingOf(head[:n]) != unpacked
}
