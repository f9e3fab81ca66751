package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

var _ = register(&Format{
	Name:   "prometheus",
	Doc:    "numbers for Prometheus, as a file for the node exporter's textfile collector",
	Shared: true, // the exporter runs as another user
	Write:  writePrometheus,
})

// A metric is one family of numbers in Prometheus's text format. All are gauges:
// each run tells how things stand.
type metric struct {
	name    string // behind lambda_audit_
	help    string
	samples func(*measured) []sample
}

// A sample is one number, and the labels that tell it from the others.
type sample struct {
	labels []label
	value  float64
}

// A label's value is one of few: no function, no time and no grade is one, for
// each change of them would begin another series.
type label struct{ name, value string }

// measured is what the numbers are taken from.
type measured struct {
	*Report
	census census
}

// measure counts the report's findings.
func measure(r *Report) *measured { return &measured{r, takeCensus(r.counted())} }

// writePrometheus writes every number that is known. What is unknown has no
// sample, for 0 would be a lie; a family without samples is left out.
func writePrometheus(w io.Writer, r *Report) error {
	m := measure(r)
	text := bufio.NewWriter(w)
	for _, metric := range metrics {
		samples := metric.samples(m)
		if len(samples) == 0 {
			continue
		}
		name := "lambda_audit_" + metric.name
		fmt.Fprintf(text, "# HELP %s %s\n# TYPE %s gauge\n", name, metric.help, name)
		for _, s := range samples {
			fmt.Fprintf(text, "%s%s %s\n", name, withLabels(s.labels), number(s.value))
		}
	}
	return text.Flush()
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// withLabels writes the labels; none of their values holds a line break (see clean).
func withLabels(labels []label) string {
	if len(labels) == 0 {
		return ""
	}
	pairs := make([]string, len(labels))
	for i, l := range labels {
		pairs[i] = l.name + `="` + labelEscapes.Replace(clean(l.value)) + `"`
	}
	return "{" + strings.Join(pairs, ",") + "}"
}

// number writes a number without an exponent, as it is rounded everywhere.
func number(v float64) string { return strconv.FormatFloat(round(v), 'f', -1, 64) }
