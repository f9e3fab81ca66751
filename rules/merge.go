package rules

import (
	"cmp"
	"maps"
	"slices"

	"lambda-audit/audit"
)

// RunFailed is the outcome of a run that could read none of its accounts.
const RunFailed = "no account could be read"

// Merge puts the results of several accounts together: rows account by account,
// counts added up. The score is the mean of the accounts' scores, each weighted by
// the functions that it is the mean of. The order of the parts does not matter.
func Merge(parts []Part, w Whole, c Config) *Result {
	if c.Data == nil {
		c.Data = DefaultData()
	}
	parts = slices.SortedStableFunc(slices.Values(parts), func(a, b Part) int { return cmp.Compare(a.Account, b.Account) })
	m := &Result{Functions: []Function{}, Rules: []RuleCount{}, Summary: []SummaryRow{}, NotSelected: []NotSelectedRow{}, APICalls: []CallRow{}, Errors: []ErrorRow{}, Suppressions: []SuppressionRow{}, Accounts: []Account{}, Subjects: []SubjectsRow{}, Changes: []ChangeRow{}}
	for i := range parts {
		m.add(&parts[i])
	}
	own := Stamp{AccountID: w.Account, Region: audit.Global, TakenAt: w.TakenAt}
	for _, c := range w.Calls {
		m.addCalls(callRow(own, c))
	}
	if len(parts) > 0 {
		own.AccountID = cmp.Or(own.AccountID, parts[0].Account)
	}
	m.mergeSuppressions(own, !slices.ContainsFunc(parts, func(p Part) bool { return p.Failure != nil }))
	m.Run = m.mergedRun(parts, w, &c)
	return m
}

// add puts the rows of one account behind those of the others.
func (r *Result) add(p *Part) {
	stamp := Stamp{AccountID: p.Account, Region: audit.Global, TakenAt: p.TakenAt}
	part := p.Result
	switch {
	case part != nil:
		row := part.Accounts[0]
		row.Name = p.Name
		r.Accounts = append(r.Accounts, row)
		r.Functions, r.Rules = append(r.Functions, part.Functions...), append(r.Rules, part.Rules...)
		r.Summary, r.Errors = append(r.Summary, part.Summary...), append(r.Errors, part.Errors...)
		r.Suppressions = append(r.Suppressions, part.Suppressions...)
		r.APICalls, r.NotSelected = append(r.APICalls, part.APICalls...), append(r.NotSelected, part.NotSelected...)
		r.Subjects = append(r.Subjects, part.Subjects...)
		r.parts = append(r.parts, part)
		r.ending.add(&part.ending)
	case p.Failure != nil:
		f := p.Failure
		r.Accounts = append(r.Accounts, Account{Stamp: stamp, Name: p.Name, State: AccountFailed, Reason: f.Message, Regions: []RegionState{}, Scope: scopeRow(audit.Scope{})})
		r.Errors = append(r.Errors, ErrorRow{stamp, "", string(f.Reason), f.Code, f.Action, f.Message, 1, f.Example})
		r.ending.broken = r.ending.broken || f.Reason == audit.Internal
	default:
		r.Accounts = append(r.Accounts, Account{Stamp: stamp, Name: p.Name, State: AccountSkipped, Reason: p.Skipped, Regions: []RegionState{}, Scope: scopeRow(audit.Scope{})})
	}
	for _, c := range p.Calls {
		r.addCalls(callRow(stamp, c))
	}
}

// mergedRun tells of all accounts together; the other rows are there already.
func (r *Result) mergedRun(parts []Part, w Whole, c *Config) Run {
	run := Run{
		SchemaVersion: SchemaVersion, ScoreFormula: ScoreFormula, RunID: w.RunID, Tool: "lambda-audit", Version: c.Version,
		AccountIDs: []string{}, Regions: mergedRegions(r.Accounts), TakenAt: w.TakenAt, WindowDays: w.WindowDays, Mode: r.mergedMode(c.Fast),
		RuntimesAsOf: c.Data.Runtimes.AsOf, PricesAsOf: c.Data.Prices.AsOf, ManagedAsOf: c.Data.Managed.AsOf,
		Functions: len(r.Functions), Grades: gradeCounts(r.Functions), Partial: len(r.Errors) > 0,
		Tables: tableStates(c.Data, &c.Trust), Compared: Compared{ChangeCounts: []Count{}},
	}
	run.Worst, run.WorstAccount = worstFunction(r.Functions)
	for i := range r.Accounts {
		if a := &r.Accounts[i]; a.State != AccountSkipped {
			run.AccountIDs = append(run.AccountIDs, a.AccountID)
		}
	}
	for i := range r.Rules {
		run.Judged += r.Rules[i].Judged
	}
	run.Metrics, run.MetricsCost = metricsOf(r.APICalls, c.Data)
	run.MonthlyCost, run.MonthlySave = totals(r.Functions)
	run.Score, run.Coverage = r.mergedScore()
	run.Grade = Grade(run.Score)
	run.Outcome, run.ExitCode = r.concludeParts(parts, &run, c.Gate)
	return run
}

// mergedScore is the mean of the accounts' scores, weighted by their functions.
func (r *Result) mergedScore() (score, coverage *float64) {
	sum, n := 0.0, 0
	for _, part := range r.parts {
		if s := part.Run.Score; s != nil {
			sum += *s * float64(part.ending.scored)
			n += part.ending.scored
		}
	}
	if share := r.ending.whole.coverage(); share != nil {
		coverage = rounded(*share, 4)
	}
	if n > 0 && r.ending.whole.scored() {
		score = rounded(sum/float64(n), 1)
	}
	return score, coverage
}

// concludeParts is the end of a run over several accounts: that of one account,
// unless none of those that were meant could be read.
func (r *Result) concludeParts(parts []Part, run *Run, gate Gate) (outcome string, exitCode int) {
	failed, strangers := 0, 0
	for i := range parts {
		if f := parts[i].Failure; f != nil {
			failed++
			if f.Stranger {
				strangers++
			}
		}
	}
	switch {
	case len(r.parts) > 0 || failed == 0 || r.ending.broken:
		return r.ending.conclude(run, gate)
	case strangers == failed:
		return RunFailed, 6
	}
	return RunFailed, 7
}

// mergedRegions adds the accounts' regions up, sorted by name.
func mergedRegions(accounts []Account) []RegionState {
	byName := map[string]RegionState{}
	for i := range accounts {
		for _, region := range accounts[i].Regions {
			sum, known := byName[region.Region]
			if known {
				region.State = jointState(sum.State, region.State)
			}
			region.Functions += sum.Functions
			byName[region.Region] = region
		}
	}
	list := make([]RegionState, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		list = append(list, byName[name])
	}
	return list
}

// jointState is the state of a region that two accounts tell of. One that is open
// to only one of them is known as far as it is open.
func jointState(a, b string) string {
	shut := []string{string(audit.RegionOff), string(audit.Closed)}
	switch {
	case a == b, slices.Contains(shut, b):
		return a
	case slices.Contains(shut, a):
		return b
	}
	return regionPartial
}
