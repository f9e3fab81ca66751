package rules

import (
	"cmp"
	"slices"

	"lambda-audit/audit"
)

// CallRow says how often an operation was called.
type CallRow struct {
	Stamp
	audit.CallCount
}

// callRows copies the ledger of the run that took the snapshot.
func (e *evaluation) callRows() []CallRow {
	list := make([]CallRow, len(e.known.Calls))
	for i, c := range e.known.Calls {
		list[i] = callRow(e.stamp(audit.Global), c)
	}
	slices.SortStableFunc(list, compareCalls)
	return list
}

// metricsOf adds up the metrics that CloudWatch was asked for, and what it charges.
func metricsOf(calls []CallRow, d *Data) (metrics int, cost float64) {
	for i := range calls {
		metrics += calls[i].Metrics
	}
	return metrics, *rounded(float64(metrics)*d.Prices.MetricData, 4)
}

// compareCalls puts calls in order: by account, then as callRows does.
func compareCalls(a, b CallRow) int {
	return cmp.Or(cmp.Compare(a.AccountID, b.AccountID), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation))
}

func callRow(s Stamp, c audit.CallCount) CallRow {
	return CallRow{s, c}
}

// addCalls adds calls to the account's row of that operation, or makes one.
func (r *Result) addCalls(more CallRow) {
	same := func(c CallRow) bool {
		return c.AccountID == more.AccountID && c.Service == more.Service && c.Operation == more.Operation
	}
	i := slices.IndexFunc(r.APICalls, same)
	if i < 0 {
		r.APICalls = append(r.APICalls, more)
		slices.SortStableFunc(r.APICalls, compareCalls)
		return
	}
	r.APICalls[i].Add(more.CallCount)
}
