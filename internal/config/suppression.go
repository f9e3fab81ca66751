package config

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// DefaultLongest is how many days ahead a suppression may end where the file does
// not say: what nobody has looked at for a year is forgotten.
const DefaultLongest = 366

// A suppression as the schema has it.
type suppression struct {
	Rule     string `json:"rule"`
	Function string `json:"function"`
	Tag      string `json:"tag"`
	Account  string `json:"account"`
	Region   string `json:"region"`
	Subject  string `json:"subject"`
	Locus    string `json:"locus"`
	Reason   string `json:"reason"`
	Owner    string `json:"owner"`
	Until    string `json:"until"`
}

type byTag struct {
	Allow bool           `json:"allow"`
	UpTo  rules.Severity `json:"up_to"`
}

// allowed is what tags may suppress; nil: nothing.
func (t byTag) allowed(longest int) *rules.ByTag {
	if !t.Allow {
		return nil
	}
	return &rules.ByTag{UpTo: cmp.Or(t.UpTo, rules.Medium), Longest: longest}
}

// suppression checks an entry and gives it its meaning. What must be there and is
// not was noted before.
func (r *reading) suppression(name string, s *suppression, longest int) rules.Suppression {
	if s.Rule != "" {
		_, err := r.choice.Meeting(s.Rule)
		r.refuse(r.places[name+".rule"], err)
	}
	for _, glob := range [][2]string{{"function", s.Function}, {"account", s.Account}, {"subject", s.Subject}, {"locus", s.Locus}} {
		r.checkGlob(name+"."+glob[0], glob[1])
	}
	if s.Region != "" && s.Region != audit.Global {
		r.refuse(r.places[name+".region"], audit.CheckRegions([]string{s.Region}))
	}
	at := r.places[name]
	return rules.Suppression{
		Where: fmt.Sprintf("%s:%d", r.path, at.Line), Rule: s.Rule, Function: s.Function, Tag: s.Tag, Account: s.Account,
		Region: s.Region, Subject: s.Subject, Locus: s.Locus, Reason: s.Reason, Owner: s.Owner, Until: r.until(name+".until", s.Until, longest),
	}
}

// until reads the day on which a suppression ends, which may not lie too far ahead.
func (r *reading) until(name, text string, longest int) rules.Date {
	if text == "" {
		return rules.Date{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		r.wrong(r.places[name], "as in 2027-03-31", "%s cannot be %q: there is no such day", name, text)
		return rules.Date{}
	}
	if last := r.now.UTC().AddDate(0, 0, longest); !r.now.IsZero() && day.After(last) {
		r.wrong(r.places[name], fmt.Sprintf("give %s or sooner, or set suppress_max_days", last.Format(time.DateOnly)),
			"%s is more than %d days ahead", name, longest)
	}
	return rules.Date{Time: day}
}

// Notes tells what is not wrong and yet does nothing: suppressions that have ended
// by now, and what is said of rules by which the file lets nobody judge.
func (f *File) Notes(now time.Time) []Problem {
	judging := f.judging()
	var notes Problems
	note := func(key, format string, args ...any) {
		notes = append(notes, Problem{Path: f.Path, Place: f.places[key], Message: fmt.Sprintf(format, args...)})
	}
	for i := range f.Suppress {
		s, key := &f.Suppress[i], fmt.Sprintf("suppress[%d]", i)
		if met, _ := f.choice.Meeting(s.Rule); !slices.ContainsFunc(met, judging) {
			note(key, "%s has nothing to suppress: no rule judges that is %s", key, s.Rule)
		}
		if s.Until.Reached(now) {
			note(key, "%s has expired: since %s what it met counts again", key, s.Until)
		}
	}
	for id := range f.Params {
		if rule, _ := f.choice.ByID(id); rule != nil && !judging(rule) {
			note("params."+id, "params.%s are for nothing: the rule does not judge", id)
		}
	}
	_ = notes.sorted()
	return notes
}

// judging reports which rules judge by what the file says.
func (f *File) judging() func(*rules.Rule) bool {
	chosen := rules.Selection{Also: f.Enable, Skip: f.Disable}
	if slices.Contains(f.Settings["unused"], "true") {
		chosen.With = []rules.When{rules.WithUsage}
	}
	list, _ := f.choice.Select(chosen) // the patterns are checked
	return func(r *rules.Rule) bool { return slices.Contains(list, r) }
}
