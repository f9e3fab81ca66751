package iam_test

import (
	"fmt"
	"slices"
	"testing"

	"lambda-audit/internal/iamcorpus"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/iamcheck"
)

// What the corpus demands: shares of the rows that count.
const (
	wantExact   = 0.95
	wantFlagged = 0.97
	wantPaths   = 0.90
)

// share counts hits among those that count, and keeps what was missed.
type share struct {
	hits, all int
	missed    []string
}

func (s *share) count(hit bool, format string, args ...any) {
	s.all++
	if hit {
		s.hits++
	} else {
		s.missed = append(s.missed, fmt.Sprintf(format, args...))
	}
}

// score is what comes of judging rows.
type score struct {
	exact, recall, precision, paths, details share
	faults                                   []string // what must not happen even once
}

func TestCorpus(t *testing.T) {
	rows, err := iamcorpus.Load("testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	var s score
	for _, row := range rows {
		judged, err := row.Judge()
		if err != nil {
			t.Error(err)
			continue
		}
		s.verdict(row, judged)
		s.rest(row, judged)
	}
	s.report(t)
	for _, fault := range s.faults {
		t.Error(fault)
	}
}

func (s *score) report(t *testing.T) {
	t.Helper()
	for _, each := range []struct {
		name   string
		share  share
		demand float64
	}{
		{"exact verdict", s.exact, wantExact},
		{"flag recall", s.recall, wantFlagged},
		{"flag precision", s.precision, wantFlagged},
		{"escalation labels", s.paths, wantPaths},
		{"labels and severities", s.details, wantExact},
	} {
		part := float64(each.share.hits) / float64(max(each.share.all, 1))
		t.Logf("%s: %d of %d, %.3f", each.name, each.share.hits, each.share.all, part)
		for _, miss := range each.share.missed {
			t.Logf("    %s", miss)
		}
		if part < each.demand {
			t.Errorf("%s is %.3f, and %.2f is demanded", each.name, part, each.demand)
		}
	}
}

// verdict judges the one word. Where it can be argued whether a row should be flagged, it does not count as a flag.
func (s *score) verdict(row iamcorpus.Row, judged iamcheck.Row) {
	s.exact.count(slices.Contains(row.Accepted(), judged.Verdict), "%s: %s, expected %s (%s)", row.Name, judged.Verdict, row.Expect, row.Why)
	wanted, sure := row.Flagged()
	got := iamcorpus.Flagged(judged.Verdict)
	if sure && wanted {
		s.recall.count(got, "%s: not flagged", row.Name)
	}
	if sure && got {
		s.precision.count(wanted, "%s: flagged as %s", row.Name, judged.Verdict)
	}
	if row.Expect == iam.VerdictAdmin && judged.Verdict != iam.VerdictAdmin {
		s.faults = append(s.faults, row.Name+": an administrator that was not found")
	}
	harmless := row.Expect == iam.VerdictClean && sure && len(judged.Trust) == 0
	if harmless && judged.Worst() >= rules.High {
		s.faults = append(s.faults, fmt.Sprintf("%s: clean, and called %s", row.Name, judged.Severity))
	}
}

// rest judges what is said besides: paths, labels and the severity.
func (s *score) rest(row iamcorpus.Row, judged iamcheck.Row) {
	for _, label := range row.Paths {
		s.paths.count(label.Opened(judged.Paths), "%s: %s %v", row.Name, label.ID, label.Actions)
	}
	for _, v := range row.Verdicts {
		s.details.count(slices.Contains(judged.Verdicts, v), "%s: no %s", row.Name, v)
	}
	for _, v := range row.MustNot {
		s.details.count(!slices.Contains(judged.Verdicts, v), "%s: %s", row.Name, v)
	}
	if row.MaxSeverity != "" {
		worst, err := rules.ParseSeverity(row.MaxSeverity)
		s.details.count(err == nil && judged.Worst() <= worst, "%s: %s, at most %s expected", row.Name, judged.Severity, row.MaxSeverity)
	}
}
