package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"lambda-audit/rules"
)

var _ = register(&Format{
	Name:  "junit",
	Doc:   "a suite per rule and a case per subject, for what shows test results",
	Write: writeJUnit,
})

// junitMost is how many findings are written: more than that, no server shows.
const junitMost = 25_000

// writeJUnit writes what Jenkins reads (its xunit plugin's junit-10.xsd). A subject
// that fails a rule is a failed case. What is unknown, suppressed, managed by others
// or not applicable is skipped, with the reason; what passes is a case where it is
// shown. What could not be read comes first.
func writeJUnit(w io.Writer, r *Report) error {
	root := junitSuites{Name: "lambda-audit", Suites: []*junitSuite{readingSuite(r)}}
	byRule := map[string]*junitSuite{}
	shown, left := 0, 0
	for row := range r.findings() {
		if shown == junitMost {
			left++
			continue
		}
		shown++
		s := byRule[row.Rule]
		if s == nil {
			s = newSuite(r, row.Rule)
			byRule[row.Rule] = s
			root.Suites = append(root.Suites, s)
		}
		s.add(row)
	}
	if left > 0 {
		root.Suites[0].set("left_out", strconv.Itoa(left))
	}
	for _, s := range root.Suites {
		s.finish()
		root.Tests, root.Failures = root.Tests+s.Tests, root.Failures+s.Failures
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", " ")
	if err := encoder.Encode(root); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// readingSuite tells of the run, and has a case for everything that could not be
// read, so that a run that saw nothing is not all green.
func readingSuite(r *Report) *junitSuite {
	run := &r.Result.Run
	s := newSuite(r, "reading")
	s.set("run_id", run.RunID)
	s.set("score", points(run.Score))
	s.set("grade", run.Grade)
	s.set("coverage", percent(run.Coverage))
	s.set("outcome", run.Outcome)
	s.set("exit_code", strconv.Itoa(run.ExitCode))
	s.set("functions", strconv.Itoa(run.Functions))
	if c := r.Comparison; c != nil {
		s.set("baseline_run_id", c.Old.RunID)
		s.set("new", strconv.Itoa(c.count(rules.ChangeNew)))
		s.set("fixed", strconv.Itoa(c.count(rules.ChangeFixed)))
	}
	for _, a := range r.Result.Accounts {
		if a.State == rules.AccountFailed {
			s.skip("account "+a.AccountID, a.Reason)
		}
	}
	for _, e := range r.Result.Errors {
		s.skip(fmt.Sprintf("%s in %s of %s: %s", e.Fact, e.Region, e.AccountID, refused(e)),
			fmt.Sprintf("%s: %s, %s", e.Reason, refused(e), plural(e.Subjects, "subject")))
	}
	if len(s.Cases) == 0 {
		s.Cases = []*junitCase{{Class: s.Name, Time: "0", Name: "everything could be read"}}
	}
	return s
}

func (s *junitSuite) skip(name, why string) {
	s.Cases = append(s.Cases, &junitCase{Class: s.Name, Name: clean(name), Time: "0", Skipped: &junitNote{Message: clean(why)}})
}

// add makes a case of the finding, or adds it to that of its subject.
func (s *junitSuite) add(row rules.FindingRow) {
	c := s.bySubject[row.Subject]
	if c == nil {
		c = &junitCase{Class: s.Name, Name: junitName(row), Time: "0"}
		s.bySubject[row.Subject] = c
		s.Cases = append(s.Cases, c)
	}
	c.rows = append(c.rows, junitRow(row))
}

// junitName is how the subject is called: functions in several places may have the
// same name, so the place stands with it.
func junitName(row rules.FindingRow) string {
	name := row.Subject
	if row.Function != "" && row.SubjectKind == "function" {
		name = fmt.Sprintf("%s in %s of %s", row.Function, row.Region, row.AccountID)
	}
	return clean(name)
}

// A junitFinding is what a case keeps of a finding.
type junitFinding struct {
	skipped string // why it is; empty: it fails, or passes
	failed  bool
	level   string
	message string
	body    string
}

func junitRow(row rules.FindingRow) junitFinding {
	f := junitFinding{level: row.Severity.String(), message: clean(row.Message)}
	switch {
	case row.Outcome == rules.Pass:
		return f
	case row.Outcome == rules.Unknown:
		f.skipped = "unknown (" + clean(row.Reason) + "): " + f.message
	case row.Outcome == rules.NotApplicable:
		f.skipped = "not applicable: " + clean(row.Reason)
	case row.Suppressed:
		f.skipped = "suppressed until " + clean(row.SuppressUntil) + ": " + clean(row.SuppressReason)
	case row.ManagedBy != "":
		f.skipped = "managed by " + clean(row.ManagedBy) + ": " + f.message
	default:
		f.failed = true
		if isFresh(row.Change) {
			f.message = changeText(row.Change) + ": " + f.message
		}
	}
	f.body = f.message
	for _, text := range []string{row.EvidenceText, row.Fix} {
		if text != "" {
			f.body += "\n" + cleanLines(text)
		}
	}
	return f
}

// finish makes of each case's findings what the case shows: a failure before what
// is skipped.
func (s *junitSuite) finish() {
	for _, c := range s.Cases {
		s.Tests++
		failed := slices.DeleteFunc(slices.Clone(c.rows), func(f junitFinding) bool { return !f.failed })
		skipped := slices.IndexFunc(c.rows, func(f junitFinding) bool { return f.skipped != "" })
		switch {
		case len(failed) > 0:
			s.Failures++
			c.Failure = &junitNote{Type: failed[0].level, Message: failed[0].message}
			bodies := make([]string, len(failed))
			for i, f := range failed {
				bodies[i] = f.body
			}
			c.Failure.Text = strings.Join(bodies, "\n\n")
			if len(failed) > 1 {
				c.Failure.Message += fmt.Sprintf(" (and %s more)", count(len(failed)-1))
			}
		case skipped >= 0:
			c.Skipped = &junitNote{Message: c.rows[skipped].skipped}
		}
		if c.Skipped != nil {
			s.Skipped++
		}
	}
}
