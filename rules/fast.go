package rules

import (
	"slices"

	"lambda-audit/audit"
)

// TooSlow names the facts that the rule, or one that it uses, cannot do without
// and that a fast run knows nothing of, sorted; none where it can be judged.
func TooSlow(r *Rule) []string {
	out := audit.OutOfReach()
	var names []string
	for _, used := range withUsed([]*Rule{r}) {
		names = append(names, missing(used, out)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// missing names the facts of the set without which the rule cannot be judged:
// those that it requires, and all of its alternatives where none is left.
func missing(r *Rule, out audit.Set) []string {
	needed := r.Requires
	if !slices.ContainsFunc(r.AnyOf, func(d audit.Dep) bool { return !restsOn(d, out) }) {
		needed = slices.Concat(needed, r.AnyOf)
	}
	var names []string
	for _, f := range audit.Reads(needed...) {
		if out[f] {
			names = append(names, f.Info().Name)
		}
	}
	return names
}

// OfFast returns what the snapshot of a fast run is judged by: of the same rules
// those that it can be judged by, and the others are not selected.
func (c Config) OfFast() Config {
	whole := c.Rules
	c.Fast, c.Rules, c.NotSelected = true, nil, nil
	for _, r := range whole {
		if len(TooSlow(r)) > 0 {
			c.NotSelected = append(c.NotSelected, r)
		} else {
			c.Rules = append(c.Rules, r)
		}
	}
	return c
}

// The modes of a run.
const (
	ModeFull  = "full"
	ModeFast  = "fast"
	ModeMixed = "mixed" // some of its accounts were read fast
)

// modeOf names how much a run asks.
func modeOf(fast bool) string {
	if fast {
		return ModeFast
	}
	return ModeFull
}

// mergedMode is the mode that the accounts judged have in common.
func (r *Result) mergedMode(fast bool) string {
	mode := modeOf(fast)
	for i, part := range r.parts {
		switch own := part.Run.Mode; {
		case i == 0:
			mode = own
		case own != mode:
			return ModeMixed
		}
	}
	return mode
}

// NotSelectedRow is a rule by which was not judged, because the run was fast.
type NotSelectedRow struct {
	Stamp
	Rule     string   `json:"rule"`
	Title    string   `json:"title"`
	Severity Severity `json:"severity"`
	Pillar   Pillar   `json:"pillar"`
	Needs    []string `json:"needs"` // facts that are asked subject by subject
}

// notSelectedRows say by which rules was not judged because the run was fast.
func (e *evaluation) notSelectedRows() []NotSelectedRow {
	list := []NotSelectedRow{}
	for _, r := range e.config.NotSelected {
		list = append(list, NotSelectedRow{e.stamp(audit.Global), r.ID, r.Title, e.severityOf(r), r.Pillar, TooSlow(r)})
	}
	return list
}

// severityOf returns how much the rule's findings hurt in this run.
func (e *evaluation) severityOf(r *Rule) Severity {
	if s := e.config.Severities[r.ID]; s != NoSeverity {
		return s
	}
	return r.Severity
}
