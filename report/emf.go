package report

import (
	"io"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

var _ = register(&Format{
	Name:  "emf",
	Doc:   "numbers for CloudWatch, as log lines in its embedded metric format",
	Write: func(w io.Writer, r *Report) error { return writeLines(w, r, emfLines) },
	Lines: emfLines,
	Kinds: []string{emfKind},
})

const (
	emfKind      = "metric"
	emfNamespace = "LambdaAudit"
)

// An emfLine holds numbers that have their dimensions in common: CloudWatch takes
// one value of each dimension and of each number from a line. All carry the
// account; the dimensions are few, for CloudWatch charges for each combination.
type emfLine struct {
	stamp      rules.Stamp
	dimensions []label // beside the account
	numbers    []emfNumber
}

// An emfNumber is one metric. One that is unknown is left out.
type emfNumber struct {
	name, unit string
	value      *float64
}

// emfMetadata is the part of a line that CloudWatch is told by which members are
// numbers and which dimensions. The members' names are AWS's:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
type emfMetadata struct {
	Timestamp         int64 // milliseconds
	CloudWatchMetrics []emfDirective
}

type emfDirective struct {
	Namespace  string
	Dimensions [][]string
	Metrics    []emfDefinition
}

type emfDefinition struct{ Name, Unit string }

// emfLines gives the lines of all accounts that were meant to be read.
func emfLines(r *Report, put func(Line) error) error {
	m := measure(r)
	for i := range r.Result.Accounts {
		a := &r.Result.Accounts[i]
		if a.State == rules.AccountSkipped {
			continue
		}
		for _, l := range m.emfOf(a) {
			text, err := encodeRow(l.members(r.Result.Run.RunID), "", "")
			if err != nil {
				return err
			}
			if err := put(Line{Kind: emfKind, Account: a.AccountID, Region: l.region(), Text: text}); err != nil {
				return err
			}
		}
	}
	return nil
}

// members are the line's: what CloudWatch reads, and the run's id for whoever
// searches the log. They come sorted, as those of every map.
func (l *emfLine) members(runID string) map[string]any {
	names := []string{"AccountId"}
	members := map[string]any{"AccountId": l.stamp.AccountID, "RunId": runID}
	for _, d := range l.dimensions {
		names = append(names, d.name)
		members[d.name] = d.value
	}
	definitions := []emfDefinition{}
	for _, n := range l.numbers {
		if n.value != nil {
			definitions = append(definitions, emfDefinition{n.name, n.unit})
			members[n.name] = round(*n.value)
		}
	}
	members["_aws"] = emfMetadata{
		Timestamp:         l.stamp.TakenAt.UnixMilli(),
		CloudWatchMetrics: []emfDirective{{Namespace: emfNamespace, Dimensions: [][]string{names}, Metrics: definitions}},
	}
	return members
}

// region is what the line is about.
func (l *emfLine) region() string {
	for _, d := range l.dimensions {
		if d.name == "Region" {
			return d.value
		}
	}
	return audit.Global
}
