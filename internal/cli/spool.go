package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"lambda-audit/rules"
)

// A spool keeps the findings of several accounts in files of its own, so that no
// account has to be remembered until the last one is judged. Nobody else can read
// them, and they are removed in the end.
type spool struct{ folder string }

func newSpool() (*spool, error) {
	folder, err := os.MkdirTemp("", "lambda-audit-*") // mode 0700
	if err != nil {
		return nil, fmt.Errorf("put findings aside: %w", err)
	}
	return &spool{folder}, nil
}

func (s *spool) remove() { _ = os.RemoveAll(s.folder) } // the system clears its folder anyway

func (s *spool) path(account string) string { return filepath.Join(s.folder, filepath.Base(account)) }

// put keeps one account's findings.
func (s *spool) put(account string, rows iter.Seq[rules.FindingRow]) error {
	file, err := os.OpenFile(s.path(account), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(file)
	encoder := json.NewEncoder(buffered)
	for row := range rows {
		if err = encoder.Encode(row); err != nil {
			break
		}
	}
	return errors.Join(err, buffered.Flush(), file.Close())
}

// all lists the findings account by account. Whoever ranged over them asks failed
// whether any could not be read.
func (s *spool) all(accounts []string) (rows iter.Seq[rules.FindingRow], failed func() error) {
	var broken error
	return func(yield func(rules.FindingRow) bool) {
		for _, account := range accounts {
			more, err := s.each(account, yield)
			if broken = errors.Join(broken, err); !more || err != nil {
				return
			}
		}
	}, func() error { return broken }
}

// each yields one account's findings, which may be none, and reports whether more
// are wanted.
func (s *spool) each(account string, yield func(rules.FindingRow) bool) (more bool, err error) {
	file, err := os.Open(s.path(account))
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil // it was not judged
	}
	if err != nil {
		return false, fmt.Errorf("read the findings again: %w", err)
	}
	defer file.Close()
	decoder := json.NewDecoder(bufio.NewReader(file))
	for {
		var row rules.FindingRow
		switch err := decoder.Decode(&row); {
		case errors.Is(err, io.EOF):
			return true, nil
		case err != nil:
			return false, fmt.Errorf("read the findings of account %s again: %w", account, err)
		case !yield(row):
			return false, nil
		}
	}
}
