package report

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// The placeholders of an output's path. The first two are the same for the whole
// run; the others differ from line to line.
const (
	placeRun     = "run_id"
	placeDate    = "dt"
	placeKind    = "kind"
	placeAccount = "account"
	placeRegion  = "region"
)

var placeholders = []string{placeKind, placeDate, placeAccount, placeRegion, placeRun}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// has reports whether one of the placeholders stands in the path.
func has(path string, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(path, "{"+name+"}") })
}

// split reports whether the path has a place for each line.
func split(path string) bool { return has(path, placeKind, placeAccount, placeRegion) }

// checkedPath returns the path with a file's name, or says what is wrong with it.
func checkedPath(f *Format, path string) (string, error) {
	for _, match := range placeholder.FindAllStringSubmatch(path, -1) {
		if !slices.Contains(placeholders, match[1]) {
			return "", &audit.UsageError{
				Message: fmt.Sprintf("-o %s=%s: %s is no placeholder", f.Name, path, match[0]),
				Hint:    audit.Suggest(match[1], placeholders) + "there are {" + strings.Join(placeholders, "}, {") + "}",
			}
		}
	}
	if f.Lines == nil {
		if split(path) {
			return "", &audit.UsageError{
				Message: fmt.Sprintf("-o %s=%s: %s is one document and cannot be split over files", f.Name, path, f.Name),
				Hint:    "{dt} and {run_id} can stand in its path; " + strings.Join(lineFormats(), " and ") + " can be split",
			}
		}
		return path, nil
	}
	path = withFileName(path)
	if has(path, placeAccount, placeRegion) && !has(path, placeRun) {
		return "", &audit.UsageError{
			Message: fmt.Sprintf("-o %s=%s: files of an earlier run would stay beside those of this one", f.Name, path),
			Hint:    "end it in / or put {run_id} into it, so that each run has files of its own",
		}
	}
	return path, nil
}

func lineFormats() []string {
	var names []string
	for _, f := range Formats() {
		if f.Lines != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// withFileName completes a path that ends in a folder.
func withFileName(path string) string {
	folder := strings.HasSuffix(path, "/") || split(path) && !strings.Contains(filepath.Base(path), ".")
	if !folder {
		return path
	}
	return strings.TrimSuffix(path, "/") + "/{" + placeRun + "}.ndjson"
}

// File returns the file that a run's report goes to; for formats with lines, the
// one that holds what belongs to no account.
func (o Output) File(run *rules.Run) string {
	return pathOf(o.Path, &Report{Result: &rules.Result{Run: *run}}, Line{})
}

// pathOf puts what the run and the line tell in the place of the placeholders.
func pathOf(path string, r *Report, l Line) string {
	if !strings.Contains(path, "{") {
		return path
	}
	run := &r.Result.Run
	values := map[string]string{
		placeRun: run.RunID, placeDate: run.TakenAt.UTC().Format(time.DateOnly),
		placeKind: l.Kind, placeAccount: l.Account, placeRegion: l.Region,
	}
	return placeholder.ReplaceAllStringFunc(path, func(name string) string {
		return hiveValue(values[name[1:len(name)-1]])
	})
}

// hiveDefault is what Hive writes for a value that is null or empty.
const hiveDefault = "__HIVE_DEFAULT_PARTITION__"

// hiveEscaped are the printable characters that Hive escapes in the value of a
// partition. (org.apache.hadoop.hive.common.FileUtils, Hive 4.0, read 2026-11-24;
// it escapes the controls too.)
const hiveEscaped = `"#%'*/:=?\{}[]^`

// hiveValue writes a value as Hive names a partition: what means something in a
// path becomes %XX. So a value cannot leave its folder, and none is hidden.
func hiveValue(value string) string {
	if value == "" {
		return hiveDefault
	}
	var escaped strings.Builder
	for at, r := range value {
		if r < ' ' || strings.ContainsRune(hiveEscaped, r) || unprintable(r) || at == 0 && r == '.' {
			for _, b := range []byte(string(r)) {
				fmt.Fprintf(&escaped, "%%%02X", b)
			}
			continue
		}
		escaped.WriteRune(r)
	}
	return escaped.String()
}
