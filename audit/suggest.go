package audit

import "fmt"

// Suggest returns "did you mean …? " for the known name nearest to what was
// written, or "" where none is near.
func Suggest(written string, known []string) string {
	best, distance := "", 3
	for _, name := range known {
		if d := editDistance(written, name); d < distance {
			best, distance = name, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %s? ", best)
}

// editDistance counts the insertions, deletions and substitutions between two
// words (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
