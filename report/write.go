package report

import (
	"bufio"
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
// nothing behind. One output's error does not stop the others.
func WriteAll(outputs []Output, stdout io.Writer, r *Report) error {
	var errs []error
	for _, o := range outputs {
		if o.Path != "" {
			errs = append(errs, writeFile(o, r.forFile()))
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
	err := o.write(buffered, r)
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return fmt.Errorf("write the %s report: %w", o.Format.Name, err)
	}
	return nil
}

// write ends with an error where a rule cannot tell what it found.
func (o Output) write(w io.Writer, r *Report) (err error) {
	defer func() {
		switch broken := recover().(type) {
		case nil:
		case *rules.Untold:
			err = broken
		default:
			panic(broken)
		}
	}()
	return o.Format.Write(w, r)
}

// writeFile writes to the output's file, or straight into it where it is a
// device or a pipe, which must not be replaced.
func writeFile(o Output, r *Report) error {
	path := o.Path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		err = fmt.Errorf("%s is a directory: name a file in it", o.Path)
	case err == nil && !info.Mode().IsRegular():
		err = writeInto(path, o, r)
	default:
		err = replace(path, o, r)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", o.Path, err)
	}
	return nil
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
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	renamed := false
	defer func() {
		if !renamed {
			file.Close()
			os.Remove(file.Name())
		}
	}()
	if err := errors.Join(o.writeTo(file, r), file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	renamed = true
	return nil
}
