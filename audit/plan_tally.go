package audit

import (
	"slices"
	"time"
)

// unseen are subjects of which only the number is known.
func unseen(n int) []Subject {
	list := make([]Subject, n)
	for i := range list {
		list[i].Functions = []string{""}
	}
	return list
}

// A tally is what some subjects take of a fact, at least and at most.
type tally struct{ least, most, metricsLeast, metricsMost int }

// tallyOf counts batches as Collect makes them; one of more metrics than a call
// takes is several calls, and one of none is none.
func tallyOf(info Info, reader Reader, subjects []Subject) tally {
	var t tally
	for batch := range slices.Chunk(subjects, info.Batch) {
		if info.Metrics == nil {
			t.least, t.most = t.least+1, t.most+1
			continue
		}
		least, most := 0, 0
		for i := range batch {
			l, m := info.Metrics(reader, &batch[i])
			least, most = least+l, most+m
		}
		t.least, t.most = t.least+inCalls(least, MetricsPerCall), t.most+inCalls(most, MetricsPerCall)
		t.metricsLeast, t.metricsMost = t.metricsLeast+least, t.metricsMost+most
	}
	return t
}

// inCalls returns how many calls it takes where each covers so many.
func inCalls(n, each int) int { return (n + each - 1) / each }

// PlannedTime is how long planned calls take.
type PlannedTime struct{ Least, Expected, Most time.Duration }

// PlanTime returns how long the planned calls take at a share of AWS's rates: as
// long as those of the region that takes longest.
func PlanTime(rows []Planned, share float64) PlannedTime {
	return PlannedTime{
		Least:    longest(rows, share, func(row Planned) int { return row.Least }),
		Expected: longest(rows, share, func(row Planned) int { return row.Expected }),
		Most:     longest(rows, share, func(row Planned) int { return row.Most }),
	}
}

// longest is the bound of the region whose calls take longest.
func longest(rows []Planned, share float64, calls func(Planned) int) time.Duration {
	byRegion := map[string][]CallCount{}
	for _, row := range rows {
		byRegion[row.Region] = append(byRegion[row.Region], CallCount{Service: row.Service, Operation: row.Operation, Calls: calls(row)})
	}
	var most time.Duration
	for _, list := range byRegion {
		most = max(most, bound(list, share))
	}
	return most
}
