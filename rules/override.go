package rules

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// An Override changes how the functions that it meets are judged: those of the
// name and with the tag. Where several meet a function all hold, and the later
// one where they differ. One by tag does not hold where the tags are unknown.
type Override struct {
	Name       string                     `json:"name,omitempty"`       // glob of the name or the ARN; empty: any
	Tag        string                     `json:"tag,omitempty"`        // k=v, or k alone; empty: any
	Disable    []string                   `json:"disable,omitempty"`    // rules
	Severities map[string]Severity        `json:"severities,omitempty"` // by rule, as Config.Severities
	Params     map[string]json.RawMessage `json:"params,omitempty"`     // by rule: put over the run's
	Reason     string                     `json:"reason,omitempty"`     // for people
}

// ReadTags reports whether any of the overrides chooses functions by their tags:
// a run must know facts.Tags then.
func ReadTags(overrides []Override) bool {
	return slices.ContainsFunc(overrides, func(o Override) bool { return o.Tag != "" })
}

// meets reports whether the override holds for the function.
func (o *Override) meets(known *audit.Known, arn string) bool {
	if !glob(o.Name, arn) && !glob(o.Name, functionName(arn)) {
		return false
	}
	if o.Tag == "" {
		return true
	}
	tags, err := facts.Tags.Of(known.Reader(), arn)
	return err == nil && audit.Scope{Tags: []string{o.Tag}}.IncludesTags(tags)
}

// A stance is what the overrides that meet a function come to. Functions that
// the same ones meet share it.
type stance struct {
	disabled   map[string]bool
	severities map[string]Severity
	params     map[string]any
}

// takeStances finds out which overrides hold for which function.
func (e *evaluation) takeStances() error {
	if len(e.config.Overrides) == 0 {
		return nil
	}
	e.stances = make([]*stance, len(e.functions))
	taken := map[string]*stance{}
	merged := map[string]any{}
	for i := range e.functions {
		met := e.overridesOf(e.functions[i].ID)
		key := fmt.Sprint(met)
		if _, there := taken[key]; !there {
			s, err := e.stanceOf(met, merged)
			if err != nil {
				return err
			}
			taken[key] = s
		}
		e.stances[i] = taken[key]
	}
	return nil
}

// overridesOf returns the indices of the overrides that meet a function.
func (e *evaluation) overridesOf(arn string) []int {
	var met []int
	for i := range e.config.Overrides {
		if e.config.Overrides[i].meets(e.known, arn) {
			met = append(met, i)
		}
	}
	return met
}

// stanceOf puts overrides together. What was merged is kept by its texts, so
// that the same parameters are one value wherever they come from.
func (e *evaluation) stanceOf(met []int, merged map[string]any) (*stance, error) {
	s := &stance{map[string]bool{}, map[string]Severity{}, map[string]any{}}
	params := map[string][]json.RawMessage{}
	for _, i := range met {
		o := &e.config.Overrides[i]
		for _, id := range o.Disable {
			s.disabled[id] = true
		}
		maps.Copy(s.severities, o.Severities)
		for id, raw := range o.Params {
			params[id] = append(params[id], raw)
		}
	}
	for id, texts := range params {
		j := e.byID[id]
		if j == nil {
			continue // it is not judged in this run
		}
		key := id + fmt.Sprintf("%q", texts)
		if merged[key] == nil {
			value, err := j.Merge(append([]json.RawMessage{e.config.Params[id]}, texts...)...)
			if err != nil {
				return nil, err
			}
			merged[key] = value
		}
		s.params[id] = merged[key]
	}
	return s, nil
}
