package observability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// A survey is what is known of a region's functions that were called.
type survey struct {
	called  []call
	watched int      // of them, how many a product watches from within
	by      []string // these products
	unseen  error    // more may be watched so
	unsure  error    // more may have been called
}

// A call is a function that was called so often.
type call struct {
	function string
	times    float64
}

func (m *functionAlarm) survey(in *rules.Input) survey {
	var s survey
	functions, unlisted := in.Facts.Subjects(facts.KindFunction)
	s.unsure = unlisted
	for _, f := range functions {
		if f.Region != in.Subject.Region {
			continue
		}
		times, err := m.callsOf(in, f.ID)
		s.unsure = cmp.Or(s.unsure, err)
		if times == 0 {
			continue
		}
		s.called = append(s.called, call{f.ID, times})
		names, err := watchersOf(in, f.ID)
		s.unseen = cmp.Or(s.unseen, err)
		if len(names) > 0 {
			s.watched++
			s.by = append(s.by, names...)
		}
	}
	slices.SortStableFunc(s.called, func(a, b call) int { return cmp.Compare(b.times, a.times) })
	slices.Sort(s.by)
	s.by = slices.Compact(s.by)
	return s
}

// judgeRegion says once of a region that it has no such alarm.
func (m *functionAlarm) judgeRegion(in *rules.Input) rules.Finding {
	region := in.Subject.ID
	alarms, unlisted := views.Alarms.Of(in.Facts, region)
	switch {
	case !alarms.None(views.LambdaMetrics, m.metric):
		return rules.Inapplicable("an alarm of " + region + " watches the " + m.what + " of some: its functions are judged one by one")
	case unlisted != nil:
		return rules.Undecided(unlisted)
	}
	s := m.survey(in)
	switch {
	case len(s.called) == 0 && s.unsure != nil:
		return rules.Undecided(s.unsure)
	case len(s.called) == 0:
		return rules.Inapplicable("nobody called a function of " + region + " in the window")
	}
	outside, unread := views.Elsewhere.Of(in.Facts, region)
	switch {
	case outside != "":
		return perhapsElsewhere(fmt.Sprintf("no alarm of %s watches the %s of any function", region, m.what), outside)
	case s.watched == len(s.called):
		return perhapsElsewhere(fmt.Sprintf("no alarm of %s watches the %s of any function", region, m.what), strings.Join(s.by, ", "))
	}
	return unlessElsewhere(m.unwatchedRegion(in, &s), cmp.Or(unread, s.unseen))
}

// busiest is how many functions a region's finding names.
const busiest = 5

func (m *functionAlarm) unwatchedRegion(in *rules.Input, s *survey) rules.Finding {
	var names []string
	calls := 0.0
	for i, c := range s.called {
		if i < busiest {
			names = append(names, nameOf(c.function))
		}
		calls += c.times
	}
	f := rules.Failed(fmt.Sprintf("no alarm of %s watches the %s of any function, and %s called in the window",
		in.Subject.ID, m.what, were(len(s.called))),
		rules.Configured("alarms on "+m.metric, "none", "one that notifies somebody"),
		in.Measured("calls", "Sum", calls, nil, "", calls), rules.Configured("busiest functions", names, nil))
	if s.watched > 0 {
		f.Message += fmt.Sprintf(" (%d of them may be watched elsewhere: %s)", s.watched, strings.Join(s.by, ", "))
	}
	if m.severity != nil {
		f.Severity = m.severity(in, s.called[0].times)
	}
	f.Fix = m.regionFix
	return f
}

func were(functions int) string {
	if functions == 1 {
		return "one was"
	}
	return rules.Number(float64(functions)) + " were"
}
