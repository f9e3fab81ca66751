package views

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// The namespaces of the metrics that rules ask alarms for.
const (
	LambdaMetrics = "AWS/Lambda"
	QueueMetrics  = "AWS/SQS"
	StreamMetrics = "AWS/Kinesis"
	UsageMetrics  = "AWS/Usage"
)

// named are the dimensions that say whose a metric is, by namespace.
var named = map[string]string{LambdaMetrics: "FunctionName", QueueMetrics: "QueueName", StreamMetrics: "StreamName", UsageMetrics: "Resource"}

// A Watch is an alarm on a metric.
type Watch struct {
	Alarm     string // its name
	Statistic string // "" where it computes with more than the metric
	// Threshold is that of the metric itself; nil where a band decides, or an
	// expression.
	Threshold *float64
	// Notifies says that it calls somebody, itself or as part of another alarm.
	Notifies bool
	// Off says that its actions are switched off, and that it is part of no alarm
	// that calls somebody.
	Off bool
	// Unsure says that its query could not be read: it may watch the metric.
	Unsure bool
	except []string // names that it leaves out
}

// RegionAlarms are the alarms of a region by what they watch.
type RegionAlarms struct {
	watches map[metricKey][]Watch
	unread  []unreadQuery
}

type metricKey struct{ namespace, metric, name string }

// everything stands for the name in the key of an alarm that watches a metric
// whosever it is.
const everything = ""

// Alarms are the alarms of a region. The error says that there may be more.
var Alarms = audit.RegisterView(audit.View[RegionAlarms]{
	Name: "region-alarms", From: []audit.Dep{facts.Alarms},
	Compute: func(r audit.Reader, region string) (RegionAlarms, error) {
		var list []facts.Alarm
		_ = facts.Alarms.All(r, func(arn string, a facts.Alarm) { // other regions' are no matter here
			if parsed, _ := audit.ParseARN(arn); parsed.Region == region {
				list = append(list, a)
			}
		})
		alarms := RegionAlarms{watches: map[metricKey][]Watch{}}
		heard := notifying(list)
		for i := range list {
			alarms.add(&list[i], heard[list[i].Name], r.Header().Account)
		}
		if why := r.Swept(facts.Alarms, region); why != nil {
			return alarms, why
		}
		return alarms, nil
	},
})

// add notes what an alarm watches. An alarm that only adapts capacity is for
// nobody to read, so it does not count.
func (x *RegionAlarms) add(a *facts.Alarm, notifies bool, account string) {
	if !notifies && len(a.Actions) > 0 && !slices.ContainsFunc(a.Actions, isNotice) {
		return
	}
	w := Watch{Alarm: a.Name, Notifies: notifies, Off: a.Off && !notifies}
	if a.PromQL != "" {
		x.unread = append(x.unread, unreadQuery{a.PromQL, w})
	}
	for i := range a.Metrics {
		m := &a.Metrics[i]
		switch {
		case m.Account != "":
		case m.Name != "":
			x.addMetric(w, a, m)
		default:
			x.addExpression(w, m.Expression, account)
		}
	}
}

func (x *RegionAlarms) addMetric(w Watch, a *facts.Alarm, m *facts.AlarmMetric) {
	if len(a.Metrics) == 1 {
		w.Statistic, w.Threshold = m.Statistic, a.Threshold
	}
	key := metricKey{m.Namespace, m.Name, everything}
	if len(m.Dimensions) > 0 || m.Namespace != LambdaMetrics { // others have no metric of all together
		name, ok := m.Dimensions[named[m.Namespace]]
		if !ok {
			return // of a part that nobody asks for, such as one event source
		}
		key.name = name
	}
	x.watches[key] = append(x.watches[key], w)
}

// addExpression notes what a Metrics Insights query selects. Metric math needs
// none: the metrics that it computes with are listed with the alarm.
func (x *RegionAlarms) addExpression(w Watch, expression, account string) {
	q, ok := parseQuery(expression, account)
	switch {
	case !ok && isQuery(expression):
		x.unread = append(x.unread, unreadQuery{expression, w})
	case !ok || q.elsewhere:
	case q.partly:
		w.Unsure = true
		fallthrough
	default:
		w.except = q.except
		key := metricKey{q.namespace, q.metric, q.name}
		x.watches[key] = append(x.watches[key], w)
	}
}

// On are the alarms that watch a metric of the function, queue or resource of
// that name, also those that watch it of all together.
func (x *RegionAlarms) On(namespace, metric, name string) []Watch {
	list := slices.Clone(x.watches[metricKey{namespace, metric, name}])
	if name != everything {
		for _, w := range x.watches[metricKey{namespace, metric, everything}] {
			if !slices.Contains(w.except, name) {
				list = append(list, w)
			}
		}
	}
	for _, u := range x.unread {
		if u.mayMean(namespace, metric) {
			u.watch.Unsure = true
			list = append(list, u.watch)
		}
	}
	return list
}

// None reports whether no alarm that is switched on watches the metric, whosever
// it is.
func (x *RegionAlarms) None(namespace, metric string) bool {
	on := func(w Watch) bool { return !w.Off }
	for key, watches := range x.watches {
		if key.namespace == namespace && key.metric == metric && slices.ContainsFunc(watches, on) {
			return false
		}
	}
	return !slices.ContainsFunc(x.unread, func(u unreadQuery) bool { return on(u.watch) && u.mayMean(namespace, metric) })
}

// Within are the alarms that watch any metric of a namespace, or may, each once,
// by their names' order.
func (x *RegionAlarms) Within(namespace string) []Watch {
	byName := map[string]Watch{}
	for _, u := range x.unread {
		if u.mayMean(namespace, "") {
			u.watch.Unsure = true
			byName[u.watch.Alarm] = u.watch
		}
	}
	for key, watches := range x.watches {
		for _, w := range watches {
			if known, seen := byName[w.Alarm]; key.namespace == namespace && (!seen || known.Unsure) {
				byName[w.Alarm] = w
			}
		}
	}
	list := make([]Watch, 0, len(byName))
	for _, w := range byName {
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b Watch) int { return strings.Compare(a.Alarm, b.Alarm) })
	return list
}

// NotRead says that an alarm may watch something, and that its query could not be
// read.
func (w *Watch) NotRead() *audit.Unknown {
	return &audit.Unknown{Reason: audit.Opaque, Fact: facts.Alarms.Name,
		Message: fmt.Sprintf("the alarm %s may watch it: its query was not understood", w.Alarm)}
}
