package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// sources are the snapshots to judge together: files, and accounts that a folder
// tells of and has no snapshot of.
type sources struct {
	files   []string
	lists   []*accountList
	missing []rules.Part
	names   map[string]string // of accounts, as their organisation calls them
	runs    map[string]string // which run a file must be of, by path
}

// isSeveral reports whether --from means more than one snapshot.
func isSeveral(from []string) bool {
	if len(from) != 1 {
		return len(from) > 1
	}
	info, err := os.Stat(from[0])
	return err == nil && info.IsDir()
}

// auditSnapshots judges several snapshots as one run.
func (p *Program) auditSnapshots(made *plan) error {
	found := &sources{names: map[string]string{}, runs: map[string]string{}}
	for _, path := range made.from {
		if err := p.addSource(found, path); err != nil {
			return err
		}
	}
	if len(found.files)+len(found.missing) == 0 {
		return usage("lambda-audit collect --organization -o FOLDER takes them", "there is no snapshot in %s", strings.Join(made.from, ", "))
	}
	rows, err := newSpool()
	if err != nil {
		return err
	}
	defer rows.remove()
	judging := &bench{made: made, rows: rows}
	parts, whole := found.missing, found.whole()
	if made.comparing, err = p.comparingSnapshots(made, found); err != nil {
		return err
	}
	for _, path := range found.files {
		part, err := p.judgeFile(judging, path, found.runs[path], &whole)
		if err != nil {
			return err
		}
		part.Name = found.names[part.Account]
		if i := slices.IndexFunc(parts, func(o rules.Part) bool { return o.Account == part.Account }); i >= 0 {
			return usage("name one of them", "%s is of the account %s, of which there is another", path, part.Account)
		}
		parts = append(parts, part)
	}
	if err := p.chooseFast(made, parts); err != nil {
		return err
	}
	return p.presentParts(made, parts, rows, whole)
}

// addSource adds a file, or what is in a folder. Where the folder has a list of
// accounts, that says which snapshots belong to it.
func (p *Program) addSource(s *sources, path string) error {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		s.files = append(s.files, path)
		return nil
	}
	list, err := readAccountList(path)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return usage("", "read the folder of the snapshots: %v", err)
	}
	var names []string
	for _, entry := range entries {
		if name := entry.Name(); !entry.IsDir() && !strings.HasPrefix(name, ".") && name != accountListName {
			names = append(names, name)
		}
	}
	if list != nil {
		names = p.listed(s, list, path, names)
	}
	for _, name := range names {
		s.files = append(s.files, filepath.Join(path, name))
	}
	return nil
}

// listed leaves the snapshots that the list names, and notes the accounts that
// have none.
func (p *Program) listed(s *sources, list *accountList, folder string, names []string) []string {
	s.lists = append(s.lists, list)
	var belong []string
	for i := range list.Accounts {
		row := &list.Accounts[i]
		s.names[row.Account] = row.Name
		part := rules.Part{Account: row.Account, Name: row.Name, TakenAt: list.TakenAt, Calls: row.Calls}
		switch {
		case row.State == rules.AccountSkipped:
			part.Skipped = row.Message
		case row.File != "" && slices.Contains(names, row.File):
			belong = append(belong, row.File)
			s.runs[filepath.Join(folder, row.File)] = list.RunID
			continue
		default:
			part.Failure = row.failure()
		}
		s.missing = append(s.missing, part)
	}
	for _, name := range names {
		if !slices.Contains(belong, name) && !strings.HasSuffix(name, partialOf("")) {
			fmt.Fprintf(p.Stderr, "lambda-audit: %s is not judged: the run in %s does not name it\n", filepath.Join(folder, name), accountListName)
		}
	}
	return belong
}

// whole is the run that the lists tell of; without one the snapshots do.
func (s *sources) whole() rules.Whole {
	w := rules.Whole{}
	for _, l := range s.lists {
		w = wider(w, l.RunID, audit.Header{TakenAt: l.TakenAt, Window: audit.Window{Days: l.WindowDays}})
		w.Account, w.Calls = l.Account, append(w.Calls, l.Calls...)
	}
	return w
}

// wider is the run with another snapshot in it: dated by the latest, and named
// after all of them.
func wider(w rules.Whole, id string, h audit.Header) rules.Whole {
	if !slices.Contains(strings.Split(w.RunID, "+"), id) {
		w.RunID = strings.TrimPrefix(w.RunID+"+"+id, "+")
	}
	if h.TakenAt.After(w.TakenAt) {
		w.TakenAt = h.TakenAt
	}
	w.WindowDays = max(w.WindowDays, h.Window.Days)
	return w
}

// judgeFile judges one snapshot. One that an earlier run left in the folder says
// nothing of the run that its list tells of.
func (p *Program) judgeFile(b *bench, path, run string, w *rules.Whole) (rules.Part, error) {
	known, err := p.readSnapshot(path)
	if err != nil {
		return rules.Part{}, err
	}
	h := known.Header
	if run != "" && h.RunID != run {
		return rules.Part{Account: h.Account, TakenAt: h.TakenAt, Failure: &rules.Failure{
			Reason: audit.Failed, Message: "its collection did not end; its snapshot is of an earlier run", Example: path}}, nil
	}
	o := *b.made.of(h).collection
	scope, inside := scopeWithin(o.options.Scope, h.Account)
	if !inside {
		return rules.Part{Account: h.Account, TakenAt: h.TakenAt, Skipped: "none of the functions named lies in it"}, nil
	}
	o.options.Scope = scope
	if err := narrow(known, &o); err != nil {
		return rules.Part{}, fmt.Errorf("%s: %w", path, err)
	}
	p.warnOfMissing(known, &o)
	*w = wider(*w, h.RunID, h)
	result, err := b.judge(known)
	return rules.Part{Account: h.Account, TakenAt: h.TakenAt, Result: result}, err
}
