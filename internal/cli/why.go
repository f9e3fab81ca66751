package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"lambda-audit/report"
	"lambda-audit/rules"
)

// tellWhy lists how each score comes about, worst first. It stands below the
// table, or beside the data where standard output holds a report for programs.
func (p *Program) tellWhy(result *rules.Result, outputs []report.Output) error {
	w := p.Stdout
	for _, o := range outputs {
		if o.Path == "" && o.Format.Name != "table" {
			w = p.Stderr
		}
	}
	scored := slices.DeleteFunc(slices.Clone(result.Functions), func(f rules.Function) bool { return f.Score == nil })
	slices.SortStableFunc(scored, func(a, b rules.Function) int { return cmp.Compare(*a.Score, *b.Score) })
	return listFactors(w, result, scored)
}

func listFactors(w io.Writer, result *rules.Result, scored []rules.Function) error {
	fmt.Fprintln(w, "\nWhy these scores: 100 times the factors of the rules that fail, by severity")
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, account := range result.Run.AccountIDs {
		if factors, ok := result.Why(account); ok && len(factors) > 0 {
			fmt.Fprintf(columns, "account %s\t\t%s of the functions' mean\n", printable(account), product(factors))
		}
	}
	for _, f := range scored {
		if factors, ok := result.Why(f.FunctionARN); ok && len(factors) > 0 {
			fmt.Fprintf(columns, "%s\t%.1f\t%s\n", printable(f.Function), *f.Score, product(factors))
		}
	}
	return columns.Flush()
}

// product writes the factors: "0.39 critical (role-admin) × 0.69 high (throttled)".
func product(factors []rules.Factor) string {
	terms := make([]string, len(factors))
	for i, f := range factors {
		terms[i] = fmt.Sprintf("%.3g %s (%s)", f.Times, f.Severity, strings.Join(f.Rules, ", "))
	}
	return strings.Join(terms, " × ")
}

// printable leaves out what could steer a terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
}
