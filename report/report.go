package report

import (
	"iter"

	"lambda-audit/rules"
)

// A Report is what a format writes: the result, the findings that are to be
// listed, and how to show them.
type Report struct {
	Result *rules.Result
	// Findings are the chosen rows. A format may range over them several times
	// and never holds them all: there can be hundreds of thousands. nil: none.
	Findings iter.Seq[rules.FindingRow]
	// Counted are the rows that formats for numbers count, which do not hang on
	// what is listed. nil: those that are listed.
	Counted iter.Seq[rules.FindingRow]
	// Comparison is what changed since an earlier result; nil: there is none.
	Comparison *Comparison
	Nights     []Night // what earlier results say, the oldest first; only history tells it
	Options    Options
	// Wrote is told of each file that is in its place; nil: nobody is.
	Wrote func(path string)
}

// Options say how a report is shown. They change no row of it; formats for
// programs ignore all but their own.
type Options struct {
	Width   int  // of the terminal, in columns; 0: there is none
	Colour  bool // the terminal shows colours, and they are wanted
	Details bool // every finding in full, behind the overview
	Worst   int  // how many of the worst functions are listed; 0: ten

	OCSFClass int // of the format ocsf; 0: OCSFCompliance
	ASFFBatch int // how many findings a batch of the format asff has; 0: ASFFMostOfBatch
}

// findings are the rows to list, which may be none.
func (r *Report) findings() iter.Seq[rules.FindingRow] {
	if r.Findings == nil {
		return func(func(rules.FindingRow) bool) {}
	}
	return r.Findings
}

// counted are the rows to count.
func (r *Report) counted() iter.Seq[rules.FindingRow] {
	if r.Counted == nil {
		return r.findings()
	}
	return r.Counted
}

// forFile is the same report without what only a terminal understands.
func (r *Report) forFile() *Report {
	plain := *r
	plain.Options.Width, plain.Options.Colour = 0, false
	return &plain
}
