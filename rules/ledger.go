package rules

import (
	"cmp"
	"slices"

	"lambda-audit/audit"
)

// CallRow says how often an operation was called.
type CallRow struct {
	Stamp
	Service   string `json:"service"`
	Operation string `json:"operation"`
	Calls     int    `json:"calls"`
	Repeated  int    `json:"repeated"`
	Throttled int    `json:"throttled"`
	Failed    int    `json:"failed"`
	Refused   int    `json:"refused"` // calls that a cap kept from being made
	Metrics   int    `json:"metrics"` // asked for, which CloudWatch charges for
}

// callRows copies the ledger of the run that took the snapshot.
func (e *evaluation) callRows() []CallRow {
	list := make([]CallRow, len(e.known.Calls))
	for i, c := range e.known.Calls {
		list[i] = CallRow{e.stamp(audit.Global), c.Service, c.Operation, c.Calls, c.Repeated, c.Throttled, c.Failed, c.Refused, c.Metrics}
	}
	slices.SortStableFunc(list, func(a, b CallRow) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation))
	})
	return list
}
