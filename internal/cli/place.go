package cli

import (
	"os"
	"path/filepath"

	"lambda-audit/report"
)

// checkFolder refuses a file that cannot be written because of its folder,
// before anything is read for it.
func checkFolder(path string) error {
	if path == "" || path == "-" {
		return nil
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usage("name a file in it", "%s is a directory", path)
	}
	return checkFolderOf(path, filepath.Dir(path))
}

// checkFolderOf refuses a folder that is not there to take the file.
func checkFolderOf(path, folder string) error {
	info, err := os.Stat(folder)
	switch {
	case err != nil:
		return usage("make it first", "write %s: no folder is named %s", path, folder)
	case !info.IsDir():
		return usage("", "write %s: %s is no folder", path, folder)
	}
	return nil
}

// checkKept is checkFolder for the snapshot that an audit keeps: standard output is
// the report's.
func checkKept(path string) error {
	if path == "-" {
		return usage("lambda-audit collect -o - writes it there", "--snapshot - is no file")
	}
	return checkFolder(path)
}

// outputsFrom reads the values of -o.
func outputsFrom(values []string) ([]report.Output, error) {
	return outputsOf(report.ParseOutputs(values))
}

// outputsOf refuses outputs that cannot be written because of their folders.
func outputsOf(outputs []report.Output, err error) ([]report.Output, error) {
	if err != nil {
		return nil, err
	}
	for _, o := range outputs {
		check := checkFolder(o.Path)
		if o.Templated() {
			check = checkFolderOf(o.Path, o.Folder())
		}
		if check != nil {
			return nil, check
		}
	}
	return outputs, nil
}
