package rules

import (
	"math"

	"lambda-audit/audit"
)

// ScoreFormula is the version of the formula by which Score counts.
const ScoreFormula = "1"

// leastCoverage is the share of applicable rules that must have been judged for
// a score to mean anything.
const leastCoverage = 0.5

// Fails counts the rules that fail, by the severity of their worst finding.
type Fails [Critical + 1]int

// Score returns 100 for nothing and less for more: at most 39 with a critical
// failure, at most 69 with a high one, never below 70 for medium ones alone and
// never below 90 for low ones alone.
func (f Fails) Score() float64 {
	score := 100.0
	for _, s := range Severities {
		score *= f.factor(s)
	}
	return score
}

// factor is what the failures of one severity multiply a score with.
func (f Fails) factor(s Severity) float64 {
	n := float64(f[s])
	switch s {
	case Critical:
		return math.Pow(0.39, n)
	case High:
		return math.Pow(0.69, n)
	case Medium:
		return 0.70 + 0.30*math.Pow(0.85, n)
	case Low:
		return 0.90 + 0.10*math.Pow(0.90, n)
	}
	return 1
}

// grades are the least scores that earn them, best first.
var grades = []struct {
	name  string
	least float64
}{{"A", 90}, {"B", 80}, {"C", 70}, {"D", 40}, {"F", 0}}

// Grade returns the grade of a score as it is shown; "" where there is none.
func Grade(score *float64) string {
	if score == nil {
		return ""
	}
	for _, g := range grades {
		if *score >= g.least {
			return g.name
		}
	}
	return "F"
}

// A tally adds up what the rules say of one function, or of the account.
type tally struct {
	fails      Fails
	low        Fails // with every unknown counted as a failure
	applicable int
	judged     int
	unknown    int
}

// add counts one rule.
func (t *tally) add(c cell, base Severity) {
	o := c.outcome()
	if o == NotApplicable {
		return
	}
	t.applicable++
	failed := c.failed()
	t.fails[failed]++
	if c&cellUnknown != 0 {
		failed = max(failed, base)
	}
	t.low[failed]++
	if o == Unknown {
		t.unknown++
	} else {
		t.judged++
	}
}

// failed returns how many rules fail.
func (t *tally) failed() int {
	n := 0
	for _, s := range Severities {
		n += t.fails[s]
	}
	return n
}

// coverage returns the share of applicable rules that were judged; nil where
// none applies.
func (t *tally) coverage() *float64 {
	if t.applicable == 0 {
		return nil
	}
	share := float64(t.judged) / float64(t.applicable)
	return &share
}

// scored reports whether enough was judged for a score.
func (t *tally) scored() bool {
	share := t.coverage()
	return share != nil && *share >= leastCoverage
}

// tallyOf adds up the reported rules for the function of that index.
func (e *evaluation) tallyOf(function int) tally {
	var t tally
	for _, j := range e.judges {
		if j.reported && !e.disables(j, function) {
			t.add(j.cells[function], e.severityAt(j, function, j.base()))
		}
	}
	return t
}

// accountTally adds up what was found on the account and its regions themselves.
func (e *evaluation) accountTally() tally {
	var t tally
	for _, j := range e.judges {
		if j.reported {
			t.add(j.account, j.base())
		}
	}
	return t
}

// A Factor is what the failing rules of one severity multiply a score with.
type Factor struct {
	Severity Severity `json:"severity"`
	Rules    []string `json:"rules"` // sorted by id
	Times    float64  `json:"times"`
}

// Why returns the factors of a function's score, worst first: their product
// times 100 is the score. It takes the function's ARN, or the account's id for
// the factors that the account and its regions add; false where the result has
// none such.
func (r *Result) Why(id string) ([]Factor, bool) {
	for _, part := range r.parts {
		if factors, ok := part.Why(id); ok {
			return factors, true
		}
	}
	e := r.evaluation
	if e == nil {
		return nil, false
	}
	at, isFunction := e.index[id]
	if !isFunction && id != e.known.Header.Account {
		return nil, false
	}
	factors := []Factor{}
	for _, s := range Severities {
		f := Factor{Severity: s}
		var fails Fails
		for _, j := range e.judges {
			c := j.account
			if isFunction {
				c = j.cells[at]
			}
			if j.reported && c.failed() == s && !(isFunction && e.disables(j, at)) {
				f.Rules = append(f.Rules, j.ID)
				fails[s]++
			}
		}
		if f.Times = fails.factor(s); len(f.Rules) > 0 {
			factors = append(factors, f)
		}
	}
	return factors, true
}

// rounded returns the number with so many decimals.
func rounded(v float64, decimals int) *float64 {
	scale := math.Pow10(decimals)
	v = math.Round(v*scale) / scale
	return &v
}

// isAccountWide reports whether a subject stands for the account or a region.
func isAccountWide(s *audit.Subject) bool {
	return s.Kind == audit.KindAccount || s.Kind == audit.KindRegion
}
