package rules

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
)

//go:embed practices.json
var practicesJSON []byte

// Practices is the dated table of the practices that the rules are made from.
type Practices struct {
	AsOf      string     `json:"as_of"`
	Sources   []string   `json:"sources"`
	Practices []Practice `json:"practices"`
}

// A Practice is something that a good function does, and the rules that see
// whether it does. A rule that this version has not yet is named all the same.
type Practice struct {
	Practice string   `json:"practice"`
	Rules    []string `json:"rules"`
}

// LoadPractices reads a table of practices in the form of practices.json.
func LoadPractices(raw []byte) (Practices, error) {
	var p Practices
	if err := strictly(raw, &p); err != nil {
		return Practices{}, fmt.Errorf("read the table of practices: %w", err)
	}
	err := checkDated(p.AsOf, p.Sources)
	if slices.ContainsFunc(p.Practices, func(row Practice) bool { return row.Practice == "" || len(row.Rules) == 0 }) {
		err = errors.Join(err, errors.New("a practice has no words or no rules"))
	}
	if err != nil {
		return Practices{}, fmt.Errorf("read the table of practices: %w", err)
	}
	return p, nil
}

// DefaultPractices returns the table that the program was built with.
func DefaultPractices() Practices { return embedded(LoadPractices(practicesJSON)) }
