package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"lambda-audit/audit"
)

// A RuleState is what two results are compared by: whether the rule was the same,
// and of which subjects it says nothing. A verdict's id is that of VerdictID.
type RuleState struct {
	Definition  string   `json:"definition"`  // a digest of what it judges, reads and shows in its examples
	Parameters  string   `json:"parameters"`  // a digest of those of the run and of all functions
	Severities  string   `json:"severities"`  // a digest of those for some functions; empty where there are none
	WindowDays  int      `json:"window_days"` // of the metrics that it reads; 0: it reads none
	Tables      []string `json:"tables"`
	UnknownIDs  []ID     `json:"unknown_ids"`  // verdicts that are unknown, listed or not, sorted
	DisabledIDs []ID     `json:"disabled_ids"` // verdicts that the configuration does not want, sorted
}

// ruleState tells how the rule was in this evaluation, and those that it uses.
func (e *evaluation) ruleState(j *judge) RuleState {
	s := RuleState{Severities: e.severitiesDigest(j), Tables: []string{}, UnknownIDs: sortedIDs(j.unknown), DisabledIDs: sortedIDs(j.disabled)}
	j.unknown, j.disabled = nil, nil // nobody asks for them again
	var definitions, parameters []string
	for _, used := range e.withUsed(j, nil) {
		definitions, parameters = append(definitions, used.digest()), append(parameters, e.paramsDigest(used))
		s.Tables = append(s.Tables, used.Tables...)
		s.WindowDays = max(s.WindowDays, e.windowOf(used.Rule))
	}
	s.Definition, s.Parameters = digest(definitions), digest(parameters)
	slices.Sort(s.Tables)
	s.Tables = slices.Compact(s.Tables)
	return s
}

// sortedIDs returns the ids in order, each once, in a list that has no room for more.
func sortedIDs(ids []ID) []ID {
	slices.Sort(ids)
	return append([]ID{}, slices.Compact(ids)...)
}

// withUsed adds a judge and all whose results it reads to those that were found.
func (e *evaluation) withUsed(j *judge, found []*judge) []*judge {
	if slices.Contains(found, j) {
		return found
	}
	found = append(found, j)
	for _, id := range j.Uses {
		found = e.withUsed(e.byID[id], found)
	}
	return found
}

// digest tells the rule from an earlier or later version of it, as far as its
// declarations tell. Its texts may be put better without its being another rule.
func (r *Rule) digest() string {
	type example struct {
		Name     string
		Want     Outcome
		Severity Severity
		Params   json.RawMessage
	}
	about := struct {
		ID              string
		Severity        Severity
		Kinds           []audit.KindName
		Requires, AnyOf []string
		Uses, Tables    []string
		Params          any
		Definition      string
		Examples        []example
	}{r.ID, r.Severity, r.Kinds, factNames(r.Requires), factNames(r.AnyOf), r.Uses, r.Tables, r.Params, r.Definition, nil}
	for i := range r.Examples {
		x := &r.Examples[i]
		about.Examples = append(about.Examples, example{x.Name, x.Want, x.Severity, x.Params})
	}
	return digest(about)
}

func factNames(deps []audit.Dep) []string {
	var names []string
	for _, f := range audit.Reads(deps...) {
		names = append(names, f.Info().Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// paramsDigest tells by which parameters, of the run and of some functions, the
// rule judged.
func (e *evaluation) paramsDigest(j *judge) string {
	type override struct {
		Name, Tag string
		Params    json.RawMessage
	}
	var overrides []override
	for i := range e.config.Overrides {
		o := &e.config.Overrides[i]
		if raw := o.Params[j.ID]; raw != nil {
			overrides = append(overrides, override{o.Name, o.Tag, raw})
		}
	}
	return digest([]any{j.params, overrides})
}

// severitiesDigest tells how much the rule's findings hurt some functions.
func (e *evaluation) severitiesDigest(j *judge) string {
	type override struct {
		Name, Tag string
		Severity  Severity
	}
	var overrides []override
	for i := range e.config.Overrides {
		o := &e.config.Overrides[i]
		if s := o.Severities[j.ID]; s != NoSeverity {
			overrides = append(overrides, override{o.Name, o.Tag, s})
		}
	}
	if overrides == nil {
		return ""
	}
	return digest(overrides)
}

// windowOf returns of how many days the metrics are that the rule reads; 0 where it
// reads none.
func (e *evaluation) windowOf(r *Rule) int {
	for _, f := range audit.Reads(slices.Concat(r.Requires, r.AnyOf)...) {
		if slices.Contains(f.Info().Operations, "CloudWatch.GetMetricData") {
			return e.known.Header.Window.Days
		}
	}
	return 0
}

// digest is a short hash of a value's JSON. What has no JSON has the digest of
// nothing: checkParams refuses such parameters before.
func digest(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		text = nil
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
