package cli

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"lambda-audit/audit"
)

// A snapshotFile is a snapshot on its way to a file. While it grows it is plain
// and named FILE.partial; FILE itself is there whole or not at all. Both are
// readable by their owner only.
type snapshotFile struct {
	*audit.Writer
	path string
	file *os.File
}

// createSnapshot begins the file beside path, over what an earlier run left.
func createSnapshot(path string, h audit.Header) (*snapshotFile, error) {
	partial := partialOf(path)
	if err := os.Remove(partial); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("write the snapshot: %w", err)
	}
	file, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write the snapshot: %w", err)
	}
	writer, err := audit.NewWriter(file, h)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", partial, err)
	}
	return &snapshotFile{Writer: writer, path: path, file: file}, nil
}

func partialOf(path string) string { return path + ".partial" }

// finish writes the trailer and puts the whole snapshot in its place.
func (s *snapshotFile) finish(calls []audit.CallCount) error {
	err := errors.Join(s.Writer.Close(calls), s.file.Sync(), s.file.Close())
	if err == nil {
		err = s.place()
	}
	if err != nil {
		return fmt.Errorf("write the snapshot: %w", err)
	}
	return nil
}

// place renames the grown file, or a compressed copy of it.
func (s *snapshotFile) place() error {
	partial := partialOf(s.path)
	pack := packerOf(s.path)
	if pack == nil {
		return os.Rename(partial, s.path)
	}
	packed, err := os.CreateTemp(filepath.Dir(s.path), "."+filepath.Base(s.path)+".*") // mode 0600
	if err != nil {
		return err
	}
	if err := errors.Join(copyPacked(packed, partial, pack), packed.Sync(), packed.Close()); err != nil {
		return errors.Join(err, os.Remove(packed.Name()))
	}
	if err := os.Rename(packed.Name(), s.path); err != nil {
		return errors.Join(err, os.Remove(packed.Name()))
	}
	return os.Remove(partial)
}

// abandon closes the file as it is: what was read stays in FILE.partial.
func (s *snapshotFile) abandon() error { return errors.Join(s.Writer.Flush(), s.file.Close()) }

// A packer compresses what is written to it.
type packer func(io.Writer) (io.WriteCloser, error)

// packerOf returns how a file of that name is compressed; nil: not at all.
func packerOf(path string) packer {
	switch {
	case strings.HasSuffix(path, ".gz"):
		return func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestSpeed) }
	case strings.HasSuffix(path, ".zst"):
		return func(w io.Writer) (io.WriteCloser, error) {
			return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(packWindow))
		}
	}
	return nil
}

// packWindow is how far back zstd looks for what it has seen: a few hundred
// functions, which have all that repeats, while all facts are still in memory.
const packWindow = 1 << 20

func copyPacked(to io.Writer, path string, pack packer) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	packed, err := pack(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(packed, from)
	return errors.Join(err, packed.Close())
}
