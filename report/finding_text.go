package report

import (
	"slices"
	"strings"

	"lambda-audit/rules"
)

// described says in one line what was found, and by what that is known.
func described(row *rules.FindingRow) string {
	return strings.Join(slices.DeleteFunc([]string{row.Message, row.EvidenceText}, func(s string) bool { return s == "" }), "; ")
}

// shortened cuts a text that has more characters than may be, and ends it with "…".
func shortened(text string, limit int) string {
	if length(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}

func length(text string) int { return len([]rune(text)) }
