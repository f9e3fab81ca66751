package rules

import (
	"cmp"
	"slices"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// A Suppression says that some findings are known and accepted until a day. Rule
// is an id, a glob of ids or a pillar as Meeting takes it; Function, Account,
// Region, Subject and Locus are globs. What is empty meets everything.
type Suppression struct {
	Where    string `json:"-"` // the file and its line
	Rule     string `json:"rule"`
	Function string `json:"function,omitempty"` // name or ARN
	Tag      string `json:"tag,omitempty"`      // of the function: k=v, or k alone
	Account  string `json:"account,omitempty"`
	Region   string `json:"region,omitempty"` // of the function, or of what concerns none
	Subject  string `json:"subject,omitempty"`
	Locus    string `json:"locus,omitempty"`
	Reason   string `json:"reason"`
	Owner    string `json:"owner,omitempty"`
	Until    Date   `json:"until"` // the first day on which it no longer holds; none: for ever
}

// ByTag lets functions say by a tag of their own which of their findings are
// accepted: the key is TagPrefix and a rule's id, the value a day and a reason.
type ByTag struct {
	UpTo    Severity // what is worse cannot be suppressed so
	Longest int      // days that a tag may hold from the snapshot on; 0: any number
}

// TagPrefix begins the key of a tag that suppresses a rule.
const TagPrefix = "lambda-audit:ignore:"

// ReadsTags reports whether the configuration goes by the functions' tags, beside
// what rules read: a run must know facts.Tags then.
func (c *Config) ReadsTags() bool {
	return c.SuppressByTag != nil || ReadTags(c.Overrides) ||
		slices.ContainsFunc(c.Suppress, func(s Suppression) bool { return s.Tag != "" })
}

// A standing is a suppression in one evaluation.
type standing struct {
	Suppression
	function  string            // ARN of the one whose tag says it; empty: the configuration does
	limit     Severity          // what is worse stays; NoSeverity: nothing does
	malformed string            // why it never holds
	judges    map[string]*judge // of the rules it names, as far as they judge
	met       map[string]bool   // functions, by ARN
	findings  int               // failures that it meets
	lifted    bool
	spared    Severity // the worst that was above the limit
	unsure    bool     // it meets what nobody could judge
}

// expired reports whether its time has come.
func (s *standing) expired(at time.Time) bool { return s.Until.Reached(at) }

// meets reports whether it is about a row of one of its rules, whichever
// functions that concerns.
func (s *standing) meets(r *row) bool {
	return glob(s.Locus, r.locus) && (glob(s.Subject, r.subject.ID) || glob(s.Subject, nameOf(r.subject.ID)))
}

// meetsFunction reports whether it is about a function.
func (e *evaluation) meetsFunction(s *standing, arn string) bool {
	met, known := s.met[arn]
	if !known {
		met = e.isAbout(s, arn)
		s.met[arn] = met
	}
	return met
}

func (e *evaluation) isAbout(s *standing, arn string) bool {
	if s.function != "" && s.function != arn || !glob(s.Function, arn) && !glob(s.Function, functionName(arn)) {
		return false
	}
	if s.Region != "" && !glob(s.Region, regionOf(arn)) {
		return false
	}
	if s.Tag == "" {
		return true
	}
	tags, err := facts.Tags.Of(e.known.Reader(), arn)
	s.unsure = s.unsure || err != nil
	return err == nil && audit.Scope{Tags: []string{s.Tag}}.IncludesTags(tags)
}

// meetsBeyond reports whether it is about a subject itself: one that concerns no
// function, or more functions than are known.
func (e *evaluation) meetsBeyond(s *standing, of *audit.Subject) bool {
	return s.Function == "" && s.Tag == "" && s.function == "" && glob(s.Region, e.stamp(of.Region).Region)
}

// concerns returns the functions of a subject, and "" where it concerns none or
// may concern more.
func concerns(s *audit.Subject) []string {
	if len(s.Functions) == 0 || s.Open {
		return append(slices.Clip(s.Functions), "")
	}
	return s.Functions
}

// suppression returns what suppresses a row for every function it concerns, or
// nil where it still counts for any.
func (e *evaluation) suppression(at int, of *audit.Subject) *Suppression {
	var first *Suppression
	for _, arn := range concerns(of) {
		l := e.lifts[lift{at, arn}]
		if l != nil && l.disabled {
			continue // it is not reported there
		}
		if l == nil || l.suppression == nil {
			return nil
		}
		if first == nil {
			first = l.suppression
		}
	}
	return first
}

// suppressedFor returns the names of the functions for which a row is suppressed.
func (e *evaluation) suppressedFor(at int, functions []string) []string {
	names := []string{}
	for _, arn := range functions {
		if l := e.lifts[lift{at, arn}]; l != nil && l.suppression != nil {
			names = append(names, cmp.Or(functionName(arn), arn))
		}
	}
	return names
}

// regionOf returns the region that an ARN names.
func regionOf(arn string) string {
	a, _ := audit.ParseARN(arn)
	return a.Region
}
