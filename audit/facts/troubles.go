package facts

import (
	"cmp"
	"context"
	"fmt"

	"lambda-audit/audit"
)

// Trouble is what went wrong around a function in the window, day by day: events
// that were given up, failures that could not be told, loops, and how long events
// and records waited.
type Trouble struct {
	Days []TroubleDay `json:"days,omitempty"` // those with any data, oldest first
}

// TroubleDay is one day of the window. A count that CloudWatch did not report is
// 0; an age that it did not report is null.
type TroubleDay struct {
	Index             int      `json:"day"`                          // 0 is the window's first
	Dropped           float64  `json:"dropped,omitempty"`            // asynchronous events that were given up
	EventAgeMS        *float64 `json:"event_age_ms,omitempty"`       // longest wait of an asynchronous event
	DeadLetterErrors  float64  `json:"dead_letter_errors,omitempty"` // failures that did not reach the dead-letter queue
	DestinationErrors float64  `json:"destination_errors,omitempty"` // results that did not reach a destination
	IteratorAgeMS     *float64 `json:"iterator_age_ms,omitempty"`    // longest wait of a stream's record
	LoopsStopped      float64  `json:"loops_stopped,omitempty"`      // invocations refused because they led back to themselves
}

// Total adds up a count over the days.
func (t *Trouble) Total(count func(*TroubleDay) float64) float64 {
	sum := 0.0
	for i := range t.Days {
		sum += count(&t.Days[i])
	}
	return sum
}

// Dropped is how many asynchronous events were given up in the window.
func (t *Trouble) Dropped() float64 {
	return t.Total(func(d *TroubleDay) float64 { return d.Dropped })
}

// LoopsStopped is how many invocations were refused in the window because they
// led back to themselves.
func (t *Trouble) LoopsStopped() float64 {
	return t.Total(func(d *TroubleDay) float64 { return d.LoopsStopped })
}

// Ages returns an age of each day that has one, in milliseconds, and the index of
// that day.
func (t *Trouble) Ages(age func(*TroubleDay) *float64) (ages []float64, days []int) {
	for i := range t.Days {
		if v := age(&t.Days[i]); v != nil {
			ages, days = append(ages, *v), append(days, t.Days[i].Index)
		}
	}
	return ages, days
}

// EventAge is the longest wait of an asynchronous event on the day.
func (d *TroubleDay) EventAge() *float64 { return d.EventAgeMS }

// IteratorAge is the longest wait of a stream's record on the day.
func (d *TroubleDay) IteratorAge() *float64 { return d.IteratorAgeMS }

// troubleMetrics are asked of the functions that have them.
var troubleMetrics = []struct {
	metric, statistic string
	set               func(*TroubleDay, float64)
}{
	{"AsyncEventsDropped", "Sum", func(d *TroubleDay, v float64) { d.Dropped = v }},
	{eventAge, "Maximum", func(d *TroubleDay, v float64) { d.EventAgeMS = &v }},
	{"DeadLetterErrors", "Sum", func(d *TroubleDay, v float64) { d.DeadLetterErrors = v }},
	{"DestinationDeliveryFailures", "Sum", func(d *TroubleDay, v float64) { d.DestinationErrors = v }},
	{"IteratorAge", "Maximum", func(d *TroubleDay, v float64) { d.IteratorAgeMS = &v }},
	{"RecursiveInvocationsDropped", "Sum", func(d *TroubleDay, v float64) { d.LoopsStopped = v }},
}

// eventAge is the one of them that every asynchronously invoked function has.
const eventAge = "AsyncEventAge"

// Troubles are what went wrong around each function in the window.
var Troubles = audit.RegisterFact(audit.Fact[Trouble]{
	Name: "troubles", Doc: "dropped events, failed deliveries of failures, stopped loops, and the age of events and records, by day of the window",
	Kind:       KindFunction,
	Operations: []string{"CloudWatch.GetMetricData"},
	Actions:    []string{"cloudwatch:GetMetricData"},
	Needs:      []audit.Dep{Functions, Presence, Metrics},
	Batch:      queriesPerCall / len(troubleMetrics),
	Metrics: func(r audit.Reader, s *audit.Subject) (least, most int) {
		n := len(askedTroubles(r, s.ID))
		if r.AsksAll() {
			return min(n, 1), len(troubleMetrics)
		}
		return n, n
	},
	Likely: func(r audit.Reader, s *audit.Subject) bool {
		seen, err := Presence.Of(r, s.ID)
		return err != nil || seen.Async || len(seen.Rare) > 0
	},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[Trouble] {
		if len(troublesOf(r, s.ID)) > 0 {
			return audit.Ask[Trouble]()
		}
		return audit.Settled(Trouble{}, "CloudWatch lists no such metric of it, and no event was handed over asynchronously")
	},
	GateDoc: "ListMetrics lists every metric that had a data point in the last two weeks, which is the window but for its " +
		"first hour, so that the five rare metrics are asked of those functions only that have them. AsyncEventAge is " +
		"measured of events that AsyncEventsReceived counts: where that is known to be nothing there is none. The age of " +
		"an event that came before the window and was tried again in it, within six hours, can be missed.",
	Collect: collectTroubles,
	Example: audit.Example{
		Reply:  `{"MetricDataResults":[{"Id":"q0","Timestamps":["2026-11-22T06:00:00Z"],"Values":[17],"StatusCode":"Complete"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
	},
})

// troublesOf are the metrics that the function may have data of, as indices of
// troubleMetrics: all of them where nothing tells.
func troublesOf(r audit.Reader, function string) []int {
	seen, unseen := Presence.Of(r, function)
	activity, uncounted := Metrics.Of(r, function)
	unlisted := unseen != nil || r.Header().Window.Days > PresenceDays
	var list []int
	for i, m := range troubleMetrics {
		possible := unlisted || seen.Has(m.metric)
		if m.metric == eventAge {
			possible = uncounted != nil || activity.AsyncEvents() > 0
		}
		if possible {
			list = append(list, i)
		}
	}
	return list
}

// A troubleSeries is one metric of one function of a batch, as indices.
type troubleSeries struct{ function, metric int }

func collectTroubles(ctx context.Context, s *audit.Session, r audit.Reader, functions []audit.Subject, put audit.Put[Trouble]) error {
	var asked []troubleSeries
	var wanted []series
	for i, f := range functions {
		a, _ := audit.ParseARN(f.ID)
		for _, m := range askedTroubles(r, f.ID) {
			asked = append(asked, troubleSeries{i, m})
			wanted = append(wanted, series{troubleMetrics[m].metric, troubleMetrics[m].statistic, ofFunction(a.Name())})
		}
	}
	days := make(byDay[TroubleDay], len(functions))
	open, err := metricDays(ctx, s, functions[0].Region, wanted, func(i, index int, value float64) {
		d := days.at(asked[i].function, index)
		d.Index = index
		troubleMetrics[asked[i].metric].set(d, value)
	})
	if err != nil {
		return fmt.Errorf("get the troubles of %d functions in %s: %w", len(functions), functions[0].Region, err)
	}
	unsure := make([]error, len(functions))
	for i, a := range asked {
		unsure[a.function] = cmp.Or(unsure[a.function], open[i])
	}
	for i, f := range functions {
		put(f.ID, Trouble{days.of(i)}, audit.AtLeast(unsure[i]))
	}
	return nil
}

// askedTroubles are the metrics to ask of a function: what it may have, and all
// of them where it is asked although the gate would not.
func askedTroubles(r audit.Reader, function string) []int {
	list := troublesOf(r, function)
	if len(list) > 0 {
		return list
	}
	for i := range troubleMetrics {
		list = append(list, i)
	}
	return list
}
