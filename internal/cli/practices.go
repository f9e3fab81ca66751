package cli

import (
	"fmt"
	"io"

	"lambda-audit/report"
	"lambda-audit/rules"
)

// A practiceRow is a practice as json shows it.
type practiceRow struct {
	Practice string         `json:"practice"`
	Rules    []practiceRule `json:"rules"`
}

// A practiceRule is a rule that sees whether a practice is followed. One that
// this version has not yet is not available, and has nothing but its id.
type practiceRule struct {
	ID        string     `json:"id"`
	Available bool       `json:"available"`
	Severity  string     `json:"severity"`
	When      rules.When `json:"when"`
}

// practiceRows tells of each practice which rules there are.
func practiceRows() []practiceRow {
	table := rules.DefaultPractices().Practices
	rows := make([]practiceRow, len(table))
	for i, p := range table {
		rows[i] = practiceRow{p.Practice, make([]practiceRule, len(p.Rules))}
		for k, id := range p.Rules {
			row := practiceRule{ID: id}
			if r, err := rules.ByID(id); err == nil {
				row.Available, row.Severity, row.When = true, r.Severity.String(), r.When
			}
			rows[i].Rules[k] = row
		}
	}
	return rows
}

// listPractices prints what the rules are made from.
func listPractices(w io.Writer, asJSON bool) error {
	rows := practiceRows()
	if asJSON {
		return report.WriteJSON(w, rows)
	}
	for _, row := range rows {
		fmt.Fprintln(w, row.Practice)
		for _, r := range row.Rules {
			if r.Available {
				fmt.Fprintf(w, "  %-34s  %-8s  %s\n", r.ID, r.Severity, r.When)
			} else {
				fmt.Fprintf(w, "  %-34s  not in this version\n", r.ID)
			}
		}
	}
	return nil
}
