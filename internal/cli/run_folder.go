package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"

	"lambda-audit/audit"
)

// keepRuns is how long the files of runs are kept that nobody went on with. AWS's
// page tokens do not last as long, and no more does what was read.
const keepRuns = 7 * 24 * time.Hour

// runFolder is where audit keeps the files of its runs: the folder for such state
// that the XDG base directory specification names, or that of the system for what
// can be made again.
func (p *Program) runFolder() (string, error) {
	if folder := p.Getenv("XDG_STATE_HOME"); filepath.IsAbs(folder) {
		return filepath.Join(folder, "lambda-audit"), nil
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		folder, err := os.UserCacheDir()
		return filepath.Join(folder, "lambda-audit"), err
	}
	home := p.Getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", fmt.Errorf("HOME names no folder")
	}
	return filepath.Join(home, ".local", "state", "lambda-audit"), nil
}

// newRunPath makes the folder of runs, removes what is too old there, and returns
// where the file of a new run goes.
func (p *Program) newRunPath(h *audit.Header) (string, error) {
	folder, err := p.runFolder()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	removeOldRuns(folder, time.Now().Add(-keepRuns))
	name := fmt.Sprintf("%s-%s-%s.jsonl", h.Account, h.TakenAt.Format("20060102T150405Z"), h.RunID)
	return filepath.Join(folder, name), nil
}

// runName is what newRunPath gives a file.
var runName = regexp.MustCompile(`^\d{12}-\d{8}T\d{6}Z-\w+\.jsonl(\.key)?$`)

// removeOldRuns removes the files of runs that were last written before the time.
// What cannot be removed is left there: it is in nobody's way.
func removeOldRuns(folder string, before time.Time) {
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && runName.MatchString(entry.Name()) && info.ModTime().Before(before) {
			_ = os.Remove(filepath.Join(folder, entry.Name()))
		}
	}
}
