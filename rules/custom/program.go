package custom

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"lambda-audit/audit"
)

// A program is an expression that can be asked.
type program struct {
	name  string
	run   cel.Program
	reads []string // variables
}

// A world is what one subject's expressions are asked of: what is known, and why
// the rest is not.
type world struct {
	rule    string
	known   map[string]any
	unknown map[string]*audit.Unknown
}

// errBroken says that an expression could not be carried out, which nothing that is
// still to be read would change.
var errBroken = errors.New("the expression broke")

// ask returns the expression's value. The error is an *audit.Unknown where what it
// depends on is not known, and wraps errBroken where it could not be carried out.
func (p *program) ask(w *world) (ref.Val, error) {
	patterns := make([]*cel.AttributePatternType, 0, len(w.unknown))
	for name := range w.unknown {
		patterns = append(patterns, cel.AttributePattern(name))
	}
	vars, err := cel.PartialVars(w.known, patterns...)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBroken, err)
	}
	value, _, err := p.run.Eval(vars)
	switch {
	case err != nil && strings.Contains(err.Error(), "cost limit exceeded"):
		return nil, fmt.Errorf("%w: it took more than %d steps", errBroken, costLimit)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errBroken, err)
	case types.IsUnknown(value):
		return nil, w.why(value.(*types.Unknown))
	}
	return value, nil
}

// why returns the reason that somebody can act on, if there is one, of those that
// leave the value open.
func (w *world) why(open *types.Unknown) error {
	var reasons []*audit.Unknown
	for _, id := range open.IDs() {
		trails, _ := open.GetAttributeTrails(id)
		for _, trail := range trails {
			if u := w.unknown[trail.Variable()]; u != nil {
				reasons = append(reasons, u)
			}
		}
	}
	if len(reasons) == 0 {
		return fmt.Errorf("%w: it is not known of what", errBroken)
	}
	slices.SortStableFunc(reasons, func(a, b *audit.Unknown) int {
		if a.Reason.Actionable() != b.Reason.Actionable() {
			if a.Reason.Actionable() {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Fact, b.Fact)
	})
	return reasons[0]
}
