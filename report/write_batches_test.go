package report

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// batches is a format of that many documents.
func batches(count int) *Format {
	return &Format{
		Name:  "batches",
		Write: func(w io.Writer, _ *Report) error { _, err := io.WriteString(w, "all"); return err },
		Batches: func(_ *Report, put func([]byte) error) error {
			for i := range count {
				if err := put(fmt.Appendf(nil, "document %d", i+1)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func TestBatchesAreNumberedFiles(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "f.json")
	for _, count := range []int{12, 3, 1, 0} {
		if err := WriteAll([]Output{{batches(count), path}}, io.Discard, shop()); err != nil {
			t.Fatal(err)
		}
		files := filesIn(t, folder)
		if len(files) != count {
			t.Errorf("after %d documents there are %d files", count, len(files))
		}
		for i := range count {
			if got := files[fmt.Sprintf("f-%03d.json", i+1)]; got != fmt.Sprintf("document %d", i+1) {
				t.Errorf("document %d of %d holds %q", i+1, count, got)
			}
		}
	}
}

func TestBatchesOnStandardOutputAndDevices(t *testing.T) {
	var stdout bytes.Buffer
	err := WriteAll([]Output{{batches(3), ""}, {batches(3), os.DevNull}}, &stdout, shop())
	if err != nil || stdout.String() != "all" {
		t.Errorf("standard output got %q, %v", stdout.String(), err)
	}
}

func TestNumberedNames(t *testing.T) {
	for path, want := range map[string]string{"f.json": "f-007.json", "d.x/f": "d.x/f-007", "f.json.gz": "f-007.json.gz"} {
		if got := numbered(path, 7); got != want {
			t.Errorf("%s becomes %s, want %s", path, got, want)
		}
	}
}
