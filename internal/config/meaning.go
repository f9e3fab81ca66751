package config

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// A document is the file as the schema has it.
type document struct {
	Rules struct {
		Enable  []string `json:"enable"`
		Disable []string `json:"disable"`
	} `json:"rules"`
	judgement
	Trust struct {
		Accounts        []string `json:"accounts"`
		Organizations   []string `json:"organizations"`
		LayerPublishers []string `json:"layer_publishers"`
	} `json:"trust"`
	Regions         []string      `json:"regions"`
	Suppress        []suppression `json:"suppress"`
	SuppressByTag   byTag         `json:"suppress_by_tag"`
	SuppressMaxDays int           `json:"suppress_max_days"`
	Functions       []override    `json:"functions"`
	CustomRules     []string      `json:"custom_rules"`
}

// judgement is what is said of rules, for all functions or for some.
type judgement struct {
	Severities map[string]rules.Severity             `json:"severities"` // by pattern
	Params     map[string]map[string]json.RawMessage `json:"params"`
}

type override struct {
	Name    string   `json:"name"`
	Tag     string   `json:"tag"`
	Disable []string `json:"disable"`
	Reason  string   `json:"reason"`
	judgement
}

// file gives the document its meaning, and notes what has none. What is empty
// was refused before.
func (r *reading) file(d *document) *File {
	custom := r.customRules(d.CustomRules)
	r.checkPatterns("rules.enable", d.Rules.Enable)
	r.checkPatterns("rules.disable", d.Rules.Disable)
	r.checkRegions(d.Regions)
	f := &File{
		Path: r.path, places: r.places, Custom: custom, Enable: d.Rules.Enable, Disable: d.Rules.Disable,
		Severities: r.severities("severities", d.Severities), Params: r.params("params", d.Params),
		Trust: rules.Trust(d.Trust),
	}
	longest := cmp.Or(d.SuppressMaxDays, DefaultLongest)
	for i := range d.Suppress {
		f.Suppress = append(f.Suppress, r.suppression(fmt.Sprintf("suppress[%d]", i), &d.Suppress[i], longest))
	}
	f.SuppressByTag = d.SuppressByTag.allowed(longest)
	for i := range d.Functions {
		f.Overrides = append(f.Overrides, r.override(fmt.Sprintf("functions[%d]", i), &d.Functions[i]))
	}
	return f
}

func (r *reading) override(name string, o *override) rules.Override {
	r.checkGlob(name+".name", o.Name)
	made := rules.Override{
		Name: o.Name, Tag: o.Tag, Reason: o.Reason,
		Severities: r.severities(name+".severities", o.Severities), Params: r.params(name+".params", o.Params),
	}
	for _, list := range r.checkPatterns(name+".disable", o.Disable) {
		for _, rule := range list {
			made.Disable = append(made.Disable, rule.ID)
		}
	}
	return made
}

// checkGlob notes a glob that can meet nothing.
func (r *reading) checkGlob(name, glob string) {
	if _, err := path.Match(glob, ""); err != nil {
		r.wrong(r.places[name], "* stands for any text, ? for one character, [a-c] for one of them", "the glob %q is malformed", glob)
	}
}

// checkPatterns returns the rules that each pattern meets.
func (r *reading) checkPatterns(name string, patterns []string) [][]*rules.Rule {
	met := make([][]*rules.Rule, len(patterns))
	for i, p := range patterns {
		if p == "" {
			continue
		}
		list, err := r.choice.Meeting(p)
		r.refuse(r.places[fmt.Sprintf("%s[%d]", name, i)], err)
		met[i] = list
	}
	return met
}

// refuse notes an error of another package, if there is one.
func (r *reading) refuse(at Place, err error) {
	var wrong *audit.UsageError
	switch {
	case errors.As(err, &wrong):
		r.wrong(at, wrong.Hint, "%s", wrong.Message)
	case err != nil:
		r.wrong(at, "", "%v", err)
	}
}

func (r *reading) checkRegions(patterns []string) {
	for i, p := range patterns {
		if p != "" {
			r.refuse(r.places[fmt.Sprintf("regions[%d]", i)], audit.CheckRegions([]string{p}))
		}
	}
}

// severities spreads patterns over the rules that they meet: an id outweighs a
// glob, and a glob a pillar. Two that weigh the same must say the same.
func (r *reading) severities(name string, byPattern map[string]rules.Severity) map[string]rules.Severity {
	said := map[string]string{} // the pattern that a rule's severity comes from
	maps.DeleteFunc(byPattern, func(_ string, s rules.Severity) bool { return s == rules.NoSeverity })
	for _, pattern := range slices.SortedFunc(maps.Keys(byPattern), lightest) {
		at := r.places[name+"."+pattern]
		list, err := r.choice.Meeting(pattern)
		r.refuse(at, err)
		for _, rule := range list {
			before, twice := said[rule.ID]
			if twice && weight(before) == weight(pattern) && byPattern[before] != byPattern[pattern] {
				r.wrong(at, "name the rule outright", "%s and %s say different things of %s", before, pattern, rule.ID)
			}
			said[rule.ID] = pattern
		}
	}
	byRule := make(map[string]rules.Severity, len(said))
	for id, pattern := range said {
		byRule[id] = byPattern[pattern]
		r.places[name+"."+id] = r.places[name+"."+pattern]
	}
	return byRule
}

// weight is how much a pattern counts beside others.
func weight(pattern string) int {
	switch {
	case strings.HasPrefix(pattern, "pillar:"):
		return 0
	case strings.ContainsAny(pattern, "*?["):
		return 1
	}
	return 2
}

func lightest(a, b string) int {
	return cmp.Or(cmp.Compare(weight(a), weight(b)), cmp.Compare(a, b))
}

// params checks each parameter by itself, so that a mistake is told where it
// stands, and returns them by rule.
func (r *reading) params(name string, byRule map[string]map[string]json.RawMessage) map[string]json.RawMessage {
	all := make(map[string]json.RawMessage, len(byRule))
	for _, id := range slices.Sorted(maps.Keys(byRule)) {
		within := name + "." + id
		rule, err := r.choice.ByID(id)
		if err != nil {
			r.refuse(r.places[within], err)
			continue
		}
		for _, param := range slices.Sorted(maps.Keys(byRule[id])) {
			if string(byRule[id][param]) == "null" {
				continue
			}
			_, err := rule.Merge(object(map[string]json.RawMessage{param: byRule[id][param]}))
			r.refuse(r.places[within+"."+param], err)
		}
		all[id] = object(byRule[id])
	}
	return all
}

// object writes members as one JSON object, in the order of their names.
func object(members map[string]json.RawMessage) json.RawMessage {
	raw, err := json.Marshal(members)
	if err != nil {
		return nil // they were JSON before
	}
	return raw
}
