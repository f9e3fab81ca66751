package custom

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"

	"lambda-audit/audit"
)

// suggest says which name was meant, and which there are.
func suggest(written string, known []string) string {
	return audit.Suggest(written, known) + "there are " + strings.Join(slices.Sorted(slices.Values(known)), ", ")
}

// typeNames says what an expression may be.
func typeNames(wanted []*types.Type) string {
	names := make([]string, len(wanted))
	for i, t := range wanted {
		names[i] = t.String()
	}
	return strings.Join(names, " or ")
}
