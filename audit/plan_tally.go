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

// PlanBound returns the times that the planned calls take, at least and at most,
// at a share of AWS's rates: that of the region that takes longest.
func PlanBound(rows []Planned, share float64) (least, most time.Duration) {
	fewest, all := map[string][]CallCount{}, map[string][]CallCount{}
	for _, row := range rows {
		fewest[row.Region] = append(fewest[row.Region], CallCount{Service: row.Service, Operation: row.Operation, Calls: row.Least})
		all[row.Region] = append(all[row.Region], CallCount{Service: row.Service, Operation: row.Operation, Calls: row.Most})
	}
	for region := range all {
		least, most = max(least, bound(fewest[region], share)), max(most, bound(all[region], share))
	}
	return least, most
}
