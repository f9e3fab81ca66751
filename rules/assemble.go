package rules

import (
	"cmp"

	"lambda-audit/audit"
)

// SchemaVersion is the version of the result's shape.
const SchemaVersion = 1

// result makes the rows that are made once.
func (e *evaluation) result() *Result {
	r := &Result{APICalls: e.callRows(), Errors: e.errorRows(), NotSelected: e.notSelectedRows(), evaluation: e}
	tallies := make([]tally, len(e.functions))
	for i := range e.functions {
		tallies[i] = e.tallyOf(i)
	}
	r.Functions = e.functionRows(tallies)
	r.Rules = e.ruleRows()
	r.Summary = e.summaryRows()
	r.Suppressions = e.suppressionRows()
	r.Subjects, r.Changes = e.subjectRows(), []ChangeRow{}
	r.Run = e.run(r, tallies)
	r.Accounts = []Account{accountRow(e.stamp(audit.Global), &r.Run, r.Summary, e.known.Header.Scope)}
	return r
}

// stamp is carried by every row; what belongs to no region is global.
func (e *evaluation) stamp(region string) Stamp {
	h := &e.known.Header
	return Stamp{AccountID: h.Account, Region: cmp.Or(region, audit.Global), TakenAt: h.TakenAt}
}

// run tells of the run as a whole; the other rows are made already.
func (e *evaluation) run(r *Result, tallies []tally) Run {
	h := &e.known.Header
	run := Run{
		SchemaVersion: SchemaVersion, ScoreFormula: ScoreFormula, RunID: h.RunID, Tool: "lambda-audit", Version: e.config.Version,
		AccountIDs: []string{h.Account}, Regions: e.regionStates(), TakenAt: h.TakenAt, WindowDays: h.Window.Days, Mode: modeOf(e.config.Fast),
		RuntimesAsOf: e.config.Data.Runtimes.AsOf, PricesAsOf: e.config.Data.Prices.AsOf, ManagedAsOf: e.config.Data.Managed.AsOf,
		Functions: len(e.functions), Grades: gradeCounts(r.Functions), Partial: len(r.Errors) > 0,
		Tables: tableStates(e.config.Data, &e.config.Trust), Compared: Compared{ChangeCounts: []Count{}},
	}
	for i := range r.Rules {
		run.Judged += r.Rules[i].Judged
	}
	run.Metrics, run.MetricsCost = metricsOf(r.APICalls, e.config.Data)
	run.Worst, run.WorstAccount = worstFunction(r.Functions)
	run.Score, run.Coverage = e.accountScore(tallies, &r.ending)
	run.Grade = Grade(run.Score)
	run.MonthlyCost, run.MonthlySave = totals(r.Functions)
	r.ending.broken, r.ending.fails, r.ending.managed = len(e.breakages) > 0, e.failsGate(), len(e.managers)
	run.Outcome, run.ExitCode = r.ending.conclude(&run, e.config.Gate)
	return run
}

// accountScore is the mean over the functions that have a score and that their
// owner can edit, times the factors of what was found on the account and its
// regions themselves. What they are made from is noted for the run's end.
func (e *evaluation) accountScore(tallies []tally, end *ending) (score, coverage *float64) {
	whole := e.accountTally()
	own := whole.fails.Score() / 100
	sum, n := 0.0, 0
	for i := range tallies {
		t := &tallies[i]
		whole.applicable += t.applicable
		whole.judged += t.judged
		if t.scored() && e.managers[e.functions[i].ID] == "" {
			sum += t.fails.Score()
			n++
		}
	}
	end.whole, end.scored = whole, n
	if share := whole.coverage(); share != nil {
		coverage = rounded(*share, 4)
	}
	if n > 0 && whole.scored() {
		score = rounded(sum/float64(n)*own, 1)
	}
	return score, coverage
}

// gradeCounts counts the functions by grade, best first; grades that none has
// are left out.
func gradeCounts(functions []Function) []GradeCount {
	counts := map[string]int{}
	for i := range functions {
		counts[functions[i].Grade]++
	}
	list := []GradeCount{}
	for _, g := range grades {
		if counts[g.name] > 0 {
			list = append(list, GradeCount{g.name, counts[g.name]})
		}
	}
	if counts[""] > 0 {
		list = append(list, GradeCount{"", counts[""]})
	}
	return list
}

// worstFunction returns the function with the lowest score among those that their
// owner can edit, and its account.
func worstFunction(functions []Function) (name, account string) {
	var worst *Function
	for i := range functions {
		if f := &functions[i]; f.Score != nil && f.ManagedBy == "" && (worst == nil || *f.Score < *worst.Score) {
			worst = f
		}
	}
	if worst == nil {
		return "", ""
	}
	return worst.Function, worst.AccountID
}

// ruleRows says what became of each reported rule.
func (e *evaluation) ruleRows() []RuleCount {
	savings := map[*judge]float64{}
	for _, at := range e.sorted {
		r := &e.rows[at]
		if saving, ok := e.savings[int(at)]; ok && e.counts(int(at)) && e.managedBy(r.subject) == "" {
			savings[r.judge] += saving
		}
	}
	suppressed := e.suppressedSubjects()
	list := []RuleCount{}
	for _, j := range e.judges {
		if !j.reported {
			continue
		}
		row := RuleCount{
			Stamp: e.stamp(audit.Global), Rule: j.ID, Title: j.Title, Severity: j.base(), Pillar: j.Pillar,
			Judged: j.count[Pass] + j.count[Fail], Passed: j.count[Pass], Failed: j.count[Fail], Managed: j.managed, Suppressed: suppressed[j],
			Unknown: j.count[Unknown], NotApplicable: j.count[NotApplicable],
			UnknownBy: j.unknownBy(), Complete: !j.incomplete, RuleState: e.ruleState(j),
		}
		if saving, ok := savings[j]; ok {
			row.MonthlySaving = rounded(saving, 4)
		}
		list = append(list, row)
	}
	return list
}

// summaryRows counts failures and unknowns by finding, and passed and not
// applicable by subject, as the rows of Findings are.
func (e *evaluation) summaryRows() []SummaryRow {
	type key struct {
		severity Severity
		pillar   Pillar
		outcome  Outcome
	}
	counts, suppressed := map[key]int{}, map[key]int{}
	for _, at := range e.sorted {
		r := &e.rows[at]
		k := key{r.severity, r.judge.Pillar, r.outcome}
		counts[k]++
		if len(e.standings) > 0 && e.suppression(int(at), r.subject) != nil {
			suppressed[k]++
		}
	}
	for _, j := range e.judges {
		if j.reported {
			counts[key{j.base(), j.Pillar, Pass}] += j.count[Pass]
			counts[key{j.base(), j.Pillar, NotApplicable}] += j.count[NotApplicable]
		}
	}
	list := []SummaryRow{}
	for _, s := range Severities {
		for _, p := range Pillars {
			for _, o := range []Outcome{Fail, Unknown, NotApplicable, Pass} {
				if k := (key{s, p, o}); counts[k] > 0 {
					list = append(list, SummaryRow{e.stamp(audit.Global), s, p, o, counts[k], suppressed[k]})
				}
			}
		}
	}
	return list
}
