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

// Merge returns a copy of the rule's parameters with the overrides, JSON
// objects, put over them one after the other; the defaults stay as they are. A
// field that the rule has not is an audit.UsageError, and nil is no override.
func (r *Rule) Merge(overrides ...json.RawMessage) (any, error) {
	overrides = slices.DeleteFunc(slices.Clone(overrides), func(raw json.RawMessage) bool { return raw == nil })
	if r.Params == nil {
		if len(overrides) == 0 {
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
	for _, override := range overrides {
		err := strictly(override, merged)
		if wrong := checkMembers(override, defaults); wrong != nil {
			err = wrong // it says more than the decoder does
		}
		if err != nil {
			return nil, &audit.UsageError{
				Message: fmt.Sprintf("the parameters of %s: %v", r.ID, err),
				Hint:    paramHint(override, defaults),
			}
		}
	}
	return merged, nil
}

// checkMembers refuses names that are none of the defaults', to the letter, and
// numbers that no rule can mean.
func checkMembers(override, defaults json.RawMessage) error {
	given, known := members(override), members(defaults)
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if known[name] == nil {
			return fmt.Errorf("none is named %q", name)
		}
		if err := checkNumber(given[name], known[name]); err != nil {
			return fmt.Errorf("%s %w", name, err)
		}
	}
	return nil
}

// checkNumber refuses what is below zero, and what is above one where the default
// is a share: somebody meant percent. What is no number is left to the decoder.
func checkNumber(given, usual json.RawMessage) error {
	var number, share float64
	if json.Unmarshal(given, &number) != nil || json.Unmarshal(usual, &share) != nil {
		return nil
	}
	switch {
	case number < 0:
		return fmt.Errorf("cannot be %v: it must not be negative", number)
	case share > 0 && share < 1 && number > 1:
		return fmt.Errorf("cannot be %v: it is a share, from 0 to 1", number)
	}
	return nil
}

// members takes a JSON object apart; what is none has no members.
func members(object json.RawMessage) map[string]json.RawMessage {
	var byName map[string]json.RawMessage
	if json.Unmarshal(object, &byName) != nil {
		return nil
	}
	return byName
}

// paramHint names the parameters that a rule has, and the one that was meant.
func paramHint(override, defaults json.RawMessage) string {
	names, suggestion := slices.Sorted(maps.Keys(members(defaults))), ""
	for _, written := range slices.Sorted(maps.Keys(members(override))) {
		if suggestion == "" && !slices.Contains(names, written) {
			suggestion = audit.Suggest(written, names)
		}
	}
	return suggestion + "its parameters are " + strings.Join(names, ", ")
}

// checkOverrides refuses overrides of rules that nobody knows, and severities
// that a finding cannot have.
func checkOverrides(c *Config, known []*Rule) error {
	ids := slices.Concat(slices.Collect(maps.Keys(c.Params)), slices.Collect(maps.Keys(c.Severities)))
	severities := []map[string]Severity{c.Severities}
	for i := range c.Overrides {
		o := &c.Overrides[i]
		ids = slices.Concat(ids, o.Disable, slices.Collect(maps.Keys(o.Params)), slices.Collect(maps.Keys(o.Severities)))
		severities = append(severities, o.Severities)
	}
	slices.Sort(ids)
	known = slices.Concat(known, c.Known)
	for _, id := range slices.Compact(ids) {
		if err := mustKnow(id, known); err != nil {
			return err
		}
	}
	for _, byRule := range severities {
		for _, id := range slices.Sorted(maps.Keys(byRule)) {
			if !slices.Contains(Severities, byRule[id]) {
				return &audit.UsageError{
					Message: fmt.Sprintf("the severity of %s cannot be %s", id, byRule[id]),
					Hint:    "to leave a rule out, skip it",
				}
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
