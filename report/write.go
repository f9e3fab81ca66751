package report

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lambda-audit/rules"
)

// WriteAll writes the report to every output. Files come first and each is
// written whole: under another name beside it, then renamed, readable by its
// owner only. Until then an older file keeps its content, and an error leaves
// nothing behind. One output's error does not stop the others. A file whose name
// ends in .gz is compressed.
func WriteAll(outputs []Output, stdout io.Writer, r *Report) error {
	var errs []error
	for _, o := range outputs {
		if o.Path != "" {
			errs = append(errs, writeFiles(o, r.forFile()))
		}
	}
	for _, o := range outputs {
		if o.Path == "" {
			errs = append(errs, o.writeTo(stdout, r))
		}
	}
	return errors.Join(errs...)
}

// writeTo writes the report in large pieces.
func (o Output) writeTo(w io.Writer, r *Report) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	err := told(func() error { return o.Format.Write(buffered, r) })
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return fmt.Errorf("write the %s report: %w", o.Format.Name, err)
	}
	return nil
}

// told ends with an error where a rule cannot tell what it found.
func told(write func() error) (err error) {
	defer func() {
		switch broken := recover().(type) {
		case nil:
		case *rules.Untold:
			err = broken
		default:
			panic(broken)
		}
	}()
	return write()
}

// writeFiles writes to the output's file, or to the files that its path or its
// format make of it.
func writeFiles(o Output, r *Report) error {
	var err error
	switch {
	case split(o.Path):
		err = told(func() error { return spreadLines(o, r) })
	default:
		err = writeFile(o, r)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", o.Path, err)
	}
	return nil
}

// writeFile writes to one file, or straight into it where it is a device or a
// pipe, which must not be replaced.
func writeFile(o Output, r *Report) error {
	path := behindLinks(pathOf(o.Path, r, Line{}))
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a directory: name a file in it", path)
	case err == nil && !info.Mode().IsRegular():
		return writeInto(path, o, r)
	case o.Format.Batches != nil:
		return told(func() error { return writeBatches(o, path, r) })
	}
	return replace(path, o, r)
}

// behindLinks is the file that a link leads to.
func behindLinks(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

func writeInto(path string, o Output, r *Report) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(o.writeTo(file, r), file.Close())
}

// replace puts the report in the place of path, or leaves path as it is.
func replace(path string, o Output, r *Report) error {
	files := &pending{made: o.Templated(), shared: o.Format.Shared, wrote: r.Wrote}
	defer files.discard()
	err := files.add(path, func(w io.Writer) error { return o.writeTo(w, r) })
	if err != nil {
		return err
	}
	return files.settle()
}

// zipped lets write write to w, compressed where the file's name says so.
func zipped(path string, w io.Writer, write func(io.Writer) error) error {
	if filepath.Ext(path) != ".gz" {
		return write(w)
	}
	packed := gzip.NewWriter(w)
	return errors.Join(write(packed), packed.Close())
}
