package views

import (
	"testing"

	"lambda-audit/audit"
	"lambda-audit/rules/iam"
)

// CountParses counts, by its text, how often each policy is parsed in the test.
func CountParses(t *testing.T) map[string]int {
	counts := map[string]int{}
	compute := documents.Compute
	documents.Compute = func(r audit.Reader, text string) (iam.Document, error) {
		counts[text]++
		return compute(r, text)
	}
	t.Cleanup(func() { documents.Compute = compute })
	return counts
}
