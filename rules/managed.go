package rules

import (
	_ "embed"
	"fmt"
	"path"
	"strings"
)

//go:embed managed.json
var managedJSON []byte

// Managed is the dated table of functions that stand in an account, and that the
// account's owner cannot edit: whoever made them would undo it.
type Managed struct {
	AsOf     string    `json:"as_of"`
	Sources  []string  `json:"sources"`
	Managers []Manager `json:"managers"`
}

// A Manager makes functions in other people's accounts. Any of its names, or any
// of its tags with that value, tells one; both are globs whose case is ignored.
type Manager struct {
	By    string            `json:"by"`
	Names []string          `json:"names"`
	Tags  map[string]string `json:"tags"` // by the tag's key
}

// LoadManaged reads a table of managers in the form of managed.json.
func LoadManaged(raw []byte) (Managed, error) {
	var m Managed
	if err := strictly(raw, &m); err != nil {
		return Managed{}, fmt.Errorf("read the table of managers: %w", err)
	}
	if err := checkDated(m.AsOf, m.Sources); err != nil {
		return Managed{}, fmt.Errorf("read the table of managers: %w", err)
	}
	for i := range m.Managers {
		if err := m.Managers[i].prepare(); err != nil {
			return Managed{}, fmt.Errorf("read the table of managers: row %d: %w", i+1, err)
		}
	}
	return m, nil
}

// DefaultManaged returns the table that the program was built with.
func DefaultManaged() Managed { return embedded(LoadManaged(managedJSON)) }

// By returns who manages the function of that name and with those tags; "" where
// its owner does, as far as is known. Tags that are not known tell of nobody.
func (m *Managed) By(name string, tags map[string]string) string {
	name = strings.ToLower(name)
	for i := range m.Managers {
		if row := &m.Managers[i]; row.made(name, tags) {
			return row.By
		}
	}
	return ""
}

// made reports whether a function of that name, in lower case, is the manager's.
func (m *Manager) made(name string, tags map[string]string) bool {
	for _, pattern := range m.Names {
		if !mayMeet(pattern, name) {
			continue
		}
		if ok, _ := path.Match(pattern, name); ok {
			return true
		}
	}
	for key, pattern := range m.Tags {
		value, tagged := tags[key]
		if !tagged {
			continue
		}
		if ok, _ := path.Match(pattern, strings.ToLower(value)); ok || pattern == "*" {
			return true
		}
	}
	return false
}

// prepare checks the row, and folds the case of its patterns.
func (m *Manager) prepare() error {
	if m.By == "" || len(m.Names)+len(m.Tags) == 0 {
		return fmt.Errorf("it must say by whom, and a name or a tag")
	}
	fold := func(pattern string) (string, error) {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			return "", fmt.Errorf("%q is no pattern", pattern)
		}
		return strings.ToLower(pattern), nil
	}
	var err error
	for i, pattern := range m.Names {
		if m.Names[i], err = fold(pattern); err != nil {
			return err
		}
	}
	for key, pattern := range m.Tags {
		if m.Tags[key], err = fold(pattern); err != nil {
			return err
		}
	}
	return nil
}
