package report

import (
	"cmp"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// examplesKept is how many functions a tally remembers for each rule: as many
// as the widest line could name.
const examplesKept = 6

// A ruleTally gathers what one rule found, over all accounts.
type ruleTally struct {
	rules.RuleCount
	worst    rules.Severity // of its findings; the rule's own until one is seen
	seen     bool
	examples []string // functions it fails for, or subjects where there are none
	more     bool     // than the examples
}

// A tally is what the overview says of the findings. It is gathered in one pass
// and does not grow with them.
type tally struct {
	rules map[string]*ruleTally
	top   map[string]rules.FindingRow // by function ARN: its worst finding
	// savings are the findings whose fixes save most, best first; there may be more.
	savings     []rules.FindingRow
	moreSavings bool
	// ambiguous are the names of functions that several accounts have.
	ambiguous  map[string]bool
	suppressed []*pardon // in the order in which they come
	several    bool      // accounts
}

// newTally counts the report's findings, and finds the worst one of each of the
// listed functions.
func newTally(r *Report, listed []rules.Function) *tally {
	t := &tally{rules: map[string]*ruleTally{}, top: map[string]rules.FindingRow{},
		ambiguous: ambiguousNames(r.Result.Functions), several: len(r.Result.Run.AccountIDs) > 1}
	for _, row := range r.Result.Rules {
		t.addCount(row)
	}
	for _, f := range listed {
		t.top[f.FunctionARN] = rules.FindingRow{}
	}
	for row := range r.findings() {
		switch {
		case row.Outcome != rules.Fail:
		case row.Suppressed:
			t.addSuppressed(row)
		case row.ManagedBy == "":
			t.addExamples(row)
			t.addTop(row)
			t.addSaving(row)
		}
	}
	return t
}

// addCount adds one account's counts of a rule.
func (t *tally) addCount(row rules.RuleCount) {
	sum, known := t.rules[row.Rule]
	if !known {
		t.rules[row.Rule] = &ruleTally{RuleCount: row, worst: row.Severity}
		return
	}
	addOutcomes(&sum.RuleCount, row)
	sum.Complete = sum.Complete && row.Complete
	sum.MonthlySaving = add(sum.MonthlySaving, row.MonthlySaving)
}

func addOutcomes(sum *rules.RuleCount, row rules.RuleCount) {
	sum.Judged += row.Judged
	sum.Passed += row.Passed
	sum.Failed += row.Failed
	sum.Managed += row.Managed
	sum.Suppressed += row.Suppressed
	sum.Unknown += row.Unknown
	sum.NotApplicable += row.NotApplicable
}

func (t *tally) addExamples(row rules.FindingRow) {
	sum, known := t.rules[row.Rule]
	if !known {
		return
	}
	if !sum.seen || row.Severity > sum.worst {
		sum.worst, sum.seen = row.Severity, true
	}
	names := row.Functions
	if len(names) == 0 {
		names = []string{t.subjectOf(row)}
	}
	for _, name := range names {
		name = t.named(name, row.AccountID)
		if slices.Contains(sum.examples, name) {
			continue
		}
		if len(sum.examples) == examplesKept {
			sum.more = true
			return
		}
		sum.examples = append(sum.examples, name)
	}
}

// subjectOf names what is no function. A region is told apart by its account, as
// what has an ARN is by itself.
func (t *tally) subjectOf(row rules.FindingRow) string {
	name := row.SubjectKind + " " + row.Subject
	if _, named := audit.ParseARN(row.Subject); !named && t.several && row.Subject != row.AccountID {
		name += " in " + row.AccountID
	}
	return name
}

// addTop keeps the row for each listed function that has no worse one, unless
// another finding tells that function the same better.
func (t *tally) addTop(row rules.FindingRow) {
	for i, arn := range row.FunctionARNs {
		worst, listed := t.top[arn]
		if !listed || row.Severity <= worst.Severity {
			continue
		}
		explained := slices.ContainsFunc(row.ExplainedBy, func(e rules.Explained) bool {
			return e.Function == arn || i < len(row.Functions) && e.Function == row.Functions[i]
		})
		if !explained {
			t.top[arn] = row
		}
	}
}

// owned is how many subjects a rule fails for that their owner can edit and that
// nobody accepts.
func (sum *ruleTally) owned() int { return sum.Failed - sum.Managed - sum.Suppressed }

// failing returns the rules that fail for what the owner can edit, worst and most
// frequent first.
func (t *tally) failing() []*ruleTally {
	var failing []*ruleTally
	for _, sum := range t.rules {
		if sum.owned() > 0 {
			failing = append(failing, sum)
		}
	}
	slices.SortFunc(failing, func(a, b *ruleTally) int {
		return cmp.Or(cmp.Compare(b.worst, a.worst), cmp.Compare(b.owned(), a.owned()), cmp.Compare(a.Rule, b.Rule))
	})
	return failing
}

// total adds up the rules' counts.
func (t *tally) total() rules.RuleCount {
	var total rules.RuleCount
	for _, sum := range t.rules {
		addOutcomes(&total, sum.RuleCount)
	}
	return total
}

// add adds two numbers that may be unknown; what is known counts.
func add(a, b *float64) *float64 {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	sum := *a + *b
	return &sum
}
