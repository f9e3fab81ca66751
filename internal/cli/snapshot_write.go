package cli

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"lambda-audit/audit"
)

// placeSnapshot makes a whole snapshot of a run's file, compressed where its name
// asks for that, and puts it in its place.
func placeSnapshot(from, to string, known *audit.Known) error {
	journal, err := os.Open(from)
	if err != nil {
		return err
	}
	defer journal.Close()
	made, err := os.CreateTemp(filepath.Dir(to), "."+filepath.Base(to)+".*") // mode 0600
	if err != nil {
		return err
	}
	err = errors.Join(conclude(made, packerOf(to), journal, known), made.Sync(), made.Close())
	if err == nil {
		err = os.Rename(made.Name(), to)
	}
	if err != nil {
		return errors.Join(err, os.Remove(made.Name()))
	}
	return nil
}

func conclude(to io.Writer, pack packer, journal io.Reader, known *audit.Known) error {
	packed, err := pack(to)
	if err != nil {
		return err
	}
	return errors.Join(audit.Conclude(packed, journal, known.Header, known.Calls), packed.Close())
}

// A packer compresses what is written to it.
type packer func(io.Writer) (io.WriteCloser, error)

// packerOf returns how a file of that name is compressed.
func packerOf(path string) packer {
	switch {
	case strings.HasSuffix(path, ".gz"):
		return func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestSpeed) }
	case strings.HasSuffix(path, ".zst"):
		return func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }
	}
	return func(w io.Writer) (io.WriteCloser, error) { return plain{w}, nil }
}

// plain compresses nothing.
type plain struct{ io.Writer }

// Close does nothing.
func (plain) Close() error { return nil }
