package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// checkParams refuses parameters that overrides could not be merged into.
func checkParams(params any) error {
	if params == nil {
		return nil
	}
	t := reflect.TypeOf(params)
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct || t.Elem().Name() == "" {
		return errors.New("its parameters must be a pointer to a named struct")
	}
	if _, err := json.Marshal(params); err != nil {
		return fmt.Errorf("its parameters have no JSON: %w", err)
	}
	return nil
}

// Merge returns a copy of the rule's parameters with the override, a JSON
// object, put over them; the defaults stay as they are. A field that the rule
// has not is an audit.UsageError.
func (r *Rule) Merge(override json.RawMessage) (any, error) {
	if r.Params == nil {
		if override == nil {
			return nil, nil
		}
		return nil, &audit.UsageError{Message: fmt.Sprintf("the rule %s has no parameters", r.ID)}
	}
	defaults, err := json.Marshal(r.Params)
	if err != nil {
		return nil, fmt.Errorf("copy the parameters of %s: %w", r.ID, err)
	}
	merged := reflect.New(reflect.TypeOf(r.Params).Elem()).Interface()
	if err := json.Unmarshal(defaults, merged); err != nil {
		return nil, fmt.Errorf("copy the parameters of %s: %w", r.ID, err)
	}
	if override == nil {
		return merged, nil
	}
	if err := strictly(override, merged); err != nil {
		return nil, &audit.UsageError{
			Message: fmt.Sprintf("the parameters of %s: %v", r.ID, err),
			Hint:    paramHint(err, defaults),
		}
	}
	return merged, nil
}

// paramHint names the parameters that a rule has.
func paramHint(wrong error, defaults json.RawMessage) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(defaults, &fields) != nil {
		return ""
	}
	names := slices.Sorted(maps.Keys(fields))
	suggestion := ""
	if _, field, ok := strings.Cut(wrong.Error(), "unknown field "); ok {
		suggestion = audit.Suggest(strings.Trim(field, `"`), names)
	}
	return suggestion + "its parameters are " + strings.Join(names, ", ")
}

// checkOverrides refuses overrides of rules that nobody knows, and severities
// that a finding cannot have.
func checkOverrides(c *Config, known []*Rule) error {
	for _, id := range slices.Sorted(maps.Keys(c.Params)) {
		if err := mustKnow(id, known); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.Severities)) {
		if err := mustKnow(id, known); err != nil {
			return err
		}
		if !slices.Contains(Severities, c.Severities[id]) {
			return &audit.UsageError{
				Message: fmt.Sprintf("the severity of %s cannot be %s", id, c.Severities[id]),
				Hint:    "to leave a rule out, skip it",
			}
		}
	}
	return nil
}

// mustKnow accepts overrides of registered rules that are not selected, too: one
// configuration serves many runs.
func mustKnow(id string, known []*Rule) error {
	if registered[id] != nil || slices.Contains(idsOf(known), id) {
		return nil
	}
	return unknownRule(id, slices.Concat(known, All()))
}
