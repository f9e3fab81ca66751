package rules

import (
	"maps"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// The states of a region whose listing did not simply work out or fail.
const (
	regionAudited = "audited"
	regionPartial = "partial"
)

// regionStates says how the listing of each region's functions ended.
func (e *evaluation) regionStates() []RegionState {
	counts := map[string]int{}
	for i := range e.functions {
		counts[e.functions[i].Region]++
	}
	list := make([]RegionState, len(e.known.Header.Regions))
	for i, region := range e.known.Header.Regions {
		list[i] = RegionState{Region: region, State: regionAudited, Functions: counts[region]}
		switch why := e.known.Swept(facts.Functions, region); {
		case why == nil:
		case counts[region] > 0:
			list[i].State = regionPartial
		default:
			list[i].State = string(why.Reason)
		}
	}
	return list
}

// errorRows says what could not be read of what the rules need, what AWS left out
// of its answers, and which checks broke.
func (e *evaluation) errorRows() []ErrorRow {
	list := []ErrorRow{}
	needed := Collected(e.config.Rules)
	if len(e.config.TagColumns)+len(e.known.Header.Scope.Tags) > 0 || e.config.ReadsTags() {
		needed.Add(facts.Tags)
	}
	for _, p := range e.known.Problems(needed) {
		list = append(list, ErrorRow{e.stamp(p.Region), p.Fact, string(p.Reason), p.Code, p.Action, p.Message, p.Subjects, p.Example})
	}
	list = append(list, e.unreadRows()...)
	for _, id := range slices.Sorted(maps.Keys(e.breakages)) {
		b := e.breakages[id]
		list = append(list, ErrorRow{Stamp: e.stamp(b.example.Region), Reason: string(audit.Internal),
			Message: b.message, Subjects: b.subjects, Example: b.example.ID})
	}
	return list
}

// The outcomes of a run.
const (
	RunClean    = "clean"
	RunFindings = "findings"
	RunBelow    = "score below minimum"
	RunUnscored = "no score to compare with the minimum"
	RunPartial  = "partial"
	RunEmpty    = "nothing to audit"
	RunBroken   = "internal error"
)

// An ending is what a run's outcome and score hang on beside its rows.
type ending struct {
	broken  bool  // a check broke
	fails   bool  // a finding is bad enough for the gate
	managed int   // functions that others manage
	whole   tally // of the account and all its functions, for the coverage
	scored  int   // functions that the score is the mean of
}

// conclude returns the run's outcome and exit code: the first that applies of a
// defect of the program, nothing to audit, findings, score and partial.
func (e *ending) conclude(run *Run, gate Gate) (outcome string, exitCode int) {
	switch {
	case e.broken:
		return RunBroken, 7
	case run.Functions == 0 && !run.Partial:
		return RunEmpty, 5
	case e.fails:
		return RunFindings, 1
	case gate.MinScore != nil && run.Functions > e.managed && run.Score == nil:
		return RunUnscored, 3
	case gate.MinScore != nil && run.Score != nil && *run.Score < *gate.MinScore:
		return RunBelow, 3
	case run.Partial && !gate.AllowPartial:
		return RunPartial, 4
	}
	return RunClean, 0
}

// failsGate reports whether any failure that still counts, and that somebody here
// can mend, is bad enough.
func (e *evaluation) failsGate() bool {
	gate, before := e.config.Gate, e.config.Before
	return slices.ContainsFunc(e.sorted, func(at int32) bool {
		return e.failsFrom(int(at), gate.FailOn) ||
			e.failsFrom(int(at), gate.FailOnNew) && (before == nil || before.Failed(e.idOf(&e.rows[at])) < gate.FailOnNew)
	})
}

// failsFrom reports whether a row is a failure that is bad enough for a gate that
// is there.
func (e *evaluation) failsFrom(at int, floor Severity) bool {
	return floor != NoSeverity && e.rows[at].outcome == Fail && e.gates(at, floor)
}

func (e *evaluation) idOf(r *row) ID { return findingID(r.subject.Account, r.ref()) }
