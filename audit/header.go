package audit

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// SchemaVersion is the version of the snapshot's format.
const SchemaVersion = 1

// Header is what a snapshot says of itself before its facts.
type Header struct {
	Schema    int       `json:"lambda_audit_snapshot"`
	RunID     string    `json:"run_id"`
	Version   string    `json:"version"`
	Account   string    `json:"account_id"`
	Partition string    `json:"partition"`
	Regions   []string  `json:"regions"`
	TakenAt   time.Time `json:"taken_at"`
	Window    Window    `json:"window"`
	Scope     Scope     `json:"scope"`
	Thorough  bool      `json:"thorough,omitempty"` // the calls were made too that gates would spare
	Facts     []string  `json:"facts"`
	// Data are the dates of the tables that the collector went by.
	Data map[string]string `json:"data_as_of"`
}

// Window is the time all metrics are asked for: whole days that end at a full hour.
type Window struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Days  int       `json:"days"`
}

// metricDelay is how long CloudWatch may take to show what happened.
const metricDelay = 15 * time.Minute

// NewWindow returns the window of whole days that ends at the last full hour at
// least fifteen minutes before now.
func NewWindow(now time.Time, days int) Window {
	end := now.UTC().Add(-metricDelay).Truncate(time.Hour)
	return Window{Start: end.AddDate(0, 0, -days), End: end, Days: days}
}

// Day returns the index of the window's day that holds t, oldest first; false
// where t lies outside.
func (w Window) Day(t time.Time) (int, bool) {
	if t.Before(w.Start) || !t.Before(w.End) {
		return 0, false
	}
	return int(t.Sub(w.Start) / (24 * time.Hour)), true
}

// Scope narrows a run to some functions. The zero Scope is all of them.
type Scope struct {
	Functions []string `json:"functions,omitempty"` // names, ARNs or globs
	Exclude   []string `json:"exclude,omitempty"`   // names, ARNs or globs
	Tags      []string `json:"tags,omitempty"`      // k=v, or k alone
}

// Canonical returns the scope with every function that is named outright in one
// form, its name or its ARN, once: AWS takes a name, an ARN or account:function:name,
// each with or without a qualifier, and a function is judged with all of them.
func (s Scope) Canonical() Scope {
	var names []string
	for _, name := range s.Functions {
		if !strings.ContainsAny(name, "*?[") {
			name = unqualified(name)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	s.Functions = names
	return s
}

func unqualified(name string) string {
	if _, ok := ParseARN(name); ok {
		function, _ := FunctionARN(name)
		return function
	}
	if _, rest, ok := strings.Cut(name, ":function:"); ok {
		name = rest
	}
	name, _, _ = strings.Cut(name, ":")
	return name
}

// regions are those that the named functions' ARNs lie in.
func (s Scope) regions() []string {
	var regions []string
	for _, name := range s.Functions {
		a, ok := ParseARN(name)
		if !ok {
			return nil // a bare name may lie anywhere
		}
		regions = append(regions, a.Region)
	}
	return regions
}

// check refuses an ARN that the run cannot reach.
func (s Scope) check(h *Header) error {
	for _, name := range s.Functions {
		a, ok := ParseARN(name)
		switch {
		case !ok || strings.ContainsAny(name, "*?["):
		case a.Account != h.Account:
			return &UsageError{fmt.Sprintf("%s belongs to another account than the credentials (%s)", name, h.Account), "give --profile or --role-arn"}
		case !slices.Contains(h.Regions, a.Region):
			return &UsageError{fmt.Sprintf("%s lies in a region that is not audited", name), "give --region " + a.Region}
		}
	}
	return nil
}

// Named returns the functions asked for where each is named outright, so that
// they can be asked for one by one; nil where something must be listed.
func (s Scope) Named() []string {
	for _, pattern := range s.Functions {
		if strings.ContainsAny(pattern, "*?[") {
			return nil
		}
	}
	if len(s.Functions) > maxNamed || len(s.Tags) > 0 {
		return nil
	}
	return s.Functions
}

// maxNamed is how many named functions are still asked for one by one: above
// it the region's listings take fewer calls.
const maxNamed = 10

// Includes reports whether the function is within the scope, as far as its name
// and ARN tell.
func (s Scope) Includes(name, arn string) bool {
	if matchesAny(s.Exclude, name, arn) {
		return false
	}
	return len(s.Functions) == 0 || matchesAny(s.Functions, name, arn)
}

// IncludesTags reports whether every asked tag is there.
func (s Scope) IncludesTags(tags map[string]string) bool {
	for _, want := range s.Tags {
		key, value, withValue := strings.Cut(want, "=")
		got, ok := tags[key]
		if !ok || withValue && got != value {
			return false
		}
	}
	return true
}

func matchesAny(patterns []string, name, arn string) bool {
	for _, p := range patterns {
		for _, s := range []string{name, arn} {
			if ok, err := path.Match(p, s); p == s || err == nil && ok {
				return true
			}
		}
	}
	return false
}
