package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/report"
	"lambda-audit/rules"
	"lambda-audit/rules/compare"
)

func baselineFlag() cli.Flag {
	return &cli.StringFlag{Name: "baseline", Category: aboutReport,
		Usage: "tell what changed since the result in `FILE`, or since the newest one in a folder of them, that -o json wrote"}
}

// A baseline is what a run is compared with: one result, or those of a folder.
type baseline struct {
	path   string
	past   *compare.Past // of a file
	nights []night       // of a folder, the newest first
}

// baselineFrom reads what is to be compared with: a file as a whole, because nobody
// should be asked for a run that cannot be compared, and of a folder's results
// their beginnings. nil: nothing is.
func (p *Program) baselineFrom(path string) (*baseline, error) {
	if path == "" {
		return nil, nil
	}
	b := &baseline{path: path}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return b, p.readFolder(b)
	case errors.Is(err, fs.ErrNotExist) && strings.HasSuffix(path, "/"):
		return b, nil
	case errors.Is(err, fs.ErrNotExist) && path != "-":
		return nil, usage("the first night has none: name a folder of results, which may be empty, and which ends in / where it is yet to be made",
			"the baseline %s is not there", path)
	}
	record, err := p.readResult(path)
	if err != nil {
		return nil, err
	}
	b.past = compare.NewPast()
	b.past.Add(record)
	return b, nil
}

// readFolder finds the results of a folder. Where none of its files is sound,
// somebody has to look: it is not the first night.
func (p *Program) readFolder(b *baseline) error {
	nights, broken, err := p.nightsIn(b.path)
	if err != nil {
		return err
	}
	if b.nights = nights; len(nights) == 0 && len(broken) > 0 {
		return usage("remove it, and the next run is the first night", "no result in %s can be read: %v", b.path, broken[0])
	}
	p.tellPassedOver(broken)
	return nil
}

func (p *Program) tellPassedOver(broken []error) {
	for _, err := range broken {
		p.remark("passed over %s", oneLine(err, exitUsage))
	}
}

// A present run is what a past is chosen for.
type presentRun struct {
	accounts []string
	id       string
	takenAt  time.Time // zero: not known yet
	outputs  []report.Output
}

// follows reports whether the run was taken after another one. Of two at the same
// time the one that is no result of the same reading is the earlier one.
func (r *presentRun) follows(other *rules.Run) bool {
	return r.takenAt.IsZero() || other.TakenAt.Before(r.takenAt) || other.TakenAt.Equal(r.takenAt) && other.RunID != r.id
}

// pastOf returns what the run is compared with; nil: nothing is. Of a folder that
// is the newest result of each account that was taken before this run, and that
// this run does not replace: who repeats a night compares with the night before.
func (p *Program) pastOf(b *baseline, run presentRun) *compare.Past {
	if b == nil {
		return nil
	}
	past := b.past
	if past == nil {
		past = p.readNights(b, run)
	} else if at, known := past.TakenAt(); known && !run.takenAt.IsZero() && at.After(run.takenAt) {
		p.remark("the baseline %s is newer than what it is compared with", b.path)
	}
	if len(run.accounts) == 1 {
		past.Keep(run.accounts...)
	}
	unknown := slices.DeleteFunc(slices.Clone(run.accounts), past.Knows)
	if len(unknown) > 0 {
		p.remark("%s holds no earlier result of %s: this is the first night, and all that fails there counts as new", b.path, someAccounts(unknown))
	}
	return past
}

// someAccounts names accounts, or counts them.
func someAccounts(ids []string) string {
	if len(ids) > 3 {
		return plural(len(ids), "account")
	}
	return "account " + strings.Join(ids, ", ")
}

func (p *Program) readNights(b *baseline, run presentRun) *compare.Past {
	past := compare.NewPast()
	replaced := replacedBy(run)
	for i := range b.nights {
		n := &b.nights[i]
		if !run.follows(&n.Run) || !n.has(run.accounts) || !slices.ContainsFunc(run.accounts, past.Wants) || isAmong(n.path, replaced) {
			continue
		}
		record, err := readStored(p, n.path, compare.Read)
		if err != nil {
			p.tellPassedOver([]error{fmt.Errorf("%s: %w", n.path, err)})
			continue
		}
		past.Add(record)
	}
	return past
}

// replacedBy are the files that the run will write over.
func replacedBy(run presentRun) []fs.FileInfo {
	var files []fs.FileInfo
	about := &rules.Run{RunID: run.id, TakenAt: run.takenAt}
	for _, o := range run.outputs {
		if info, err := os.Stat(o.File(about)); err == nil && o.Path != "" {
			files = append(files, info)
		}
	}
	return files
}

func isAmong(path string, files []fs.FileInfo) bool {
	info, err := os.Stat(path)
	return err == nil && slices.ContainsFunc(files, func(f fs.FileInfo) bool { return os.SameFile(info, f) })
}

// runOf is the run that a snapshot's header tells of.
func runOf(h *audit.Header, outputs []report.Output) presentRun {
	return presentRun{accounts: []string{h.Account}, id: h.RunID, takenAt: h.TakenAt, outputs: outputs}
}
