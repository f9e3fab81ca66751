package report

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// writeBatches writes each of the format's documents to a file of its own: f.json
// becomes f-001.json, f-002.json and so on. Those that an earlier run numbered
// higher are removed, so that f-*.json are always the documents of one run.
func writeBatches(o Output, path string, r *Report) error {
	files := &pending{made: o.Templated(), wrote: r.Wrote}
	defer files.discard()
	count := 0
	err := o.Format.Batches(r, func(document []byte) error {
		count++
		return files.add(numbered(path, count), func(w io.Writer) error {
			_, err := w.Write(document)
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("write the %s report: %w", o.Format.Name, err)
	}
	if err := files.settle(); err != nil {
		return err
	}
	return removeFrom(path, count+1)
}

// numbered puts a number before the ending of a file's name, of which .gz is only a
// part.
func numbered(path string, number int) string {
	stem, gz := strings.CutSuffix(path, ".gz")
	ending := filepath.Ext(stem)
	stem = strings.TrimSuffix(stem, ending)
	if gz {
		ending += ".gz"
	}
	return fmt.Sprintf("%s-%03d%s", stem, number, ending)
}

// removeFrom removes the numbered files from that number on, up to the first that
// is not there.
func removeFrom(path string, number int) error {
	for {
		info, err := os.Lstat(numbered(path, number))
		if err != nil || !info.Mode().IsRegular() {
			return nil
		}
		if err := os.Remove(numbered(path, number)); err != nil {
			return err
		}
		number++
	}
}
