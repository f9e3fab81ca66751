package cli

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/rules/compare"
)

// readStored reads from a file that an audit wrote with -o json, or from standard
// input for "-"; compressed or not is seen from its first bytes.
func readStored[T any](p *Program, path string, read func(io.Reader) (T, error)) (T, error) {
	var none T
	file, err := p.open(path)
	if err != nil {
		return none, err
	}
	defer file.Close()
	plain, err := decompressed(bufio.NewReader(file))
	if err != nil {
		return none, err
	}
	defer plain.Close()
	return read(plain)
}

// readResult reads a whole result. Whatever is wrong with it is a usage error: who
// compares with half of a result takes the other half for mended.
func (p *Program) readResult(path string) (*compare.Record, error) {
	record, err := readStored(p, path, compare.Read)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return record, nil
}

func unreadable(path string, err error) error {
	var told *audit.UsageError
	switch {
	case errors.As(err, &told):
		return err
	case errors.Is(err, compare.ErrNoResult):
		return usage("", "%s: %v", path, err)
	}
	return usage("name another result, or the folder of all of them", "%s cannot be compared with: %v", path, err)
}

// A night is a stored result as far as its beginning tells.
type night struct {
	path string
	*compare.Head
}

// resultNames are how the names of stored results end.
var resultNames = []string{".json", ".json.gz", ".json.zst"}

// nightsIn returns the results in a folder, the newest first, and what is wrong
// with the files that look like results and are none.
func (p *Program) nightsIn(folder string) (nights []night, broken []error, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, nil, usage("", "read the results: %v", err)
	}
	for _, entry := range entries {
		name := entry.Name()
		looks := slices.ContainsFunc(resultNames, func(end string) bool { return strings.HasSuffix(name, end) })
		if entry.IsDir() || strings.HasPrefix(name, ".") || !looks {
			continue
		}
		path := filepath.Join(folder, name)
		head, err := readStored(p, path, compare.ReadHead)
		if err != nil {
			broken = append(broken, fmt.Errorf("%s: %w", path, err))
			continue
		}
		nights = append(nights, night{path, head})
	}
	slices.SortStableFunc(nights, func(a, b night) int {
		return cmp.Or(b.Run.TakenAt.Compare(a.Run.TakenAt), cmp.Compare(a.path, b.path))
	})
	return nights, broken, nil
}

// has reports whether the night's result judged one of the accounts.
func (n *night) has(accounts []string) bool {
	for i := range n.Accounts {
		if slices.Contains(accounts, n.Accounts[i].AccountID) {
			return true
		}
	}
	return false
}
