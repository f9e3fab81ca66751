package observability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// A functionAlarm is an alarm that each function that is called should have.
// Where a region has none such at all, the region is told once in place of each
// of its functions.
type functionAlarm struct {
	metric string // of AWS/Lambda
	what   string // as a message calls it
	calls  func(*facts.Activity) float64
	// applies ends the check of a function to which the alarm is of no use.
	applies func(*rules.Input) *rules.Finding
	// also are alarms on other metrics that tell the same.
	also func(*rules.Input, *views.RegionAlarms) []views.Watch
	// misses says why an alarm cannot go off; "" where it can.
	misses func(*rules.Input, *views.Watch) (string, error)
	// severity is by the calls; none: the rule's.
	severity  func(in *rules.Input, calls float64) rules.Severity
	regionFix string // "": only functions are judged
}

// functionAlarmReads are what the rules on a function's alarms rest on.
var functionAlarmReads = []audit.Dep{facts.Functions, facts.Aliases, facts.Metrics, views.Alarms, views.Elsewhere, views.Watchers, views.Running}

func (m *functionAlarm) check(in *rules.Input) []rules.Finding {
	if in.Subject.Kind == audit.KindRegion {
		return rules.One(m.judgeRegion(in))
	}
	if m.applies != nil {
		if f := m.applies(in); f != nil {
			return rules.One(*f)
		}
	}
	calls, err := m.callsOf(in, in.Subject.ID)
	switch {
	case calls == 0 && err != nil:
		return rules.One(rules.Undecided(err))
	case calls == 0:
		return rules.One(rules.Inapplicable("nobody called it in the window"))
	}
	region := in.Subject.Region
	alarms, unlisted := views.Alarms.Of(in.Facts, region)
	late, unsure, watched := watchedBy(m.watches(in, &alarms), func(w *views.Watch) (string, error) {
		if m.misses == nil {
			return "", nil
		}
		return m.misses(in, w)
	})
	switch err := cmp.Or(unlisted, unsure); {
	case watched:
		return nil
	case err != nil:
		return rules.One(rules.Undecided(err))
	case m.toldOfRegion(in, &alarms):
		return rules.One(rules.Inapplicable("no alarm of " + region + " watches the " + m.what + " of any function: it is said of the region"))
	}
	return rules.One(m.unwatched(in, calls, late))
}

// toldOfRegion reports whether the finding is the region's: that is not judged
// where functions are named.
func (m *functionAlarm) toldOfRegion(in *rules.Input, alarms *views.RegionAlarms) bool {
	return m.regionFix != "" && in.Facts.Header().Scope.Named() == nil && alarms.None(views.LambdaMetrics, m.metric)
}

// watches are the alarms that watch the function, or may.
func (m *functionAlarm) watches(in *rules.Input, alarms *views.RegionAlarms) []views.Watch {
	list := alarms.On(views.LambdaMetrics, m.metric, nameOf(in.Subject.ID))
	if m.also != nil {
		list = append(list, m.also(in, alarms)...)
	}
	return list
}

// unwatched is the finding about a function that no alarm watches, unless
// somebody may watch it elsewhere.
func (m *functionAlarm) unwatched(in *rules.Input, calls float64, late []string) rules.Finding {
	within, unseen := watchersOf(in, in.Subject.ID)
	outside, unread := views.Elsewhere.Of(in.Facts, in.Subject.Region)
	if by := cmp.Or(strings.Join(within, ", "), outside); by != "" {
		return perhapsElsewhere("no alarm watches its "+m.what, by)
	}
	f := rules.Failed(fmt.Sprintf("no alarm watches its %s; it was called %s times in the window", m.what, rules.Number(calls)),
		rules.Configured("alarm on "+m.metric, "none", "one that notifies somebody"), in.Measured("calls", "Sum", calls, nil, "", calls))
	if len(late) > 0 {
		f.Message = "no alarm can go off on its " + m.what + ": " + strings.Join(late, "; ")
		f.Evidence[0].Got = late
	}
	if m.severity != nil {
		f.Severity = m.severity(in, calls)
	}
	return unlessElsewhere(f, cmp.Or(unseen, unread))
}

// perhapsElsewhere is the answer where somebody may watch what no alarm does.
func perhapsElsewhere(what, by string) rules.Finding {
	return rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Alarms.Name,
		Message: what + "; it may be watched elsewhere: " + by})
}

// unlessElsewhere is less sure of a finding where it could not be seen whether
// somebody watches elsewhere.
func unlessElsewhere(f rules.Finding, unread error) rules.Finding {
	if unread != nil {
		f.Confidence = rules.Likely
		f.Message += ", unless it is watched from outside the account's alarms, which could not be seen"
	}
	return f
}

// watchersOf are the products that watch a function, or what its aliases serve,
// from within.
func watchersOf(in *rules.Input, function string) ([]string, error) {
	ids := []string{function}
	aliases, unsure := facts.Aliases.Of(in.Facts, function)
	for _, a := range aliases {
		for _, number := range a.Versions {
			if number != "$LATEST" {
				ids = append(ids, function+":"+number)
			}
		}
	}
	names, err := watchersIn(in, ids...)
	return names, cmp.Or(unsure, err)
}

// watchersIn are the products that watch these functions or versions from within.
func watchersIn(in *rules.Input, ids ...string) ([]string, error) {
	var names []string
	var unsure error
	for _, id := range ids {
		list, err := views.Watchers.Of(in.Facts, id)
		unsure = cmp.Or(unsure, err)
		for _, w := range list {
			names = append(names, w.Name+" ("+w.By+")")
		}
	}
	slices.Sort(names)
	return slices.Compact(names), unsure
}

func (m *functionAlarm) callsOf(in *rules.Input, function string) (float64, error) {
	activity, err := facts.Metrics.Of(in.Facts, function)
	return m.calls(&activity), err
}

func nameOf(arn string) string {
	a, _ := audit.ParseARN(arn)
	return a.Name()
}
