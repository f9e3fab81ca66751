package views

import (
	"errors"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// FailsTo are the ARNs of the functions whose failed events go to a queue: it is
// their dead-letter queue, or the destination of their failures or of those of a
// stream they read. The error says that there may be more.
var FailsTo = audit.RegisterView(audit.View[[]string]{
	Name: "fails-to", From: []audit.Dep{failureIndex},
	Compute: func(r audit.Reader, queue string) ([]string, error) {
		index, err := failureIndex.Of(r, "")
		list := slices.Clone(index.functions[queue])
		for _, function := range index.idle[queue] {
			list = with(list, function)
		}
		return list, first(err, index.unsure[queue])
	},
})

// FailsNow are those functions of FailsTo that have anything to fail on: a
// dead-letter queue takes events that were handed over asynchronously, and no
// others. The error says that there may be more.
var FailsNow = audit.RegisterView(audit.View[[]string]{
	Name: "fails-now", From: []audit.Dep{failureIndex},
	Compute: func(r audit.Reader, queue string) ([]string, error) {
		index, err := failureIndex.Of(r, "")
		return index.functions[queue], first(err, first(index.unsure[queue], index.doubt[queue]))
	},
})

// TakesEvents reports whether a function is handed events asynchronously: any
// were counted, or a policy lets a service do so. One that cannot be parsed lets
// in nobody that is known.
var TakesEvents = audit.RegisterView(audit.View[bool]{
	Name: "takes-events", From: []audit.Dep{facts.Metrics, Targets},
	Compute: func(r audit.Reader, function string) (bool, error) {
		activity, err := facts.Metrics.Of(r, function)
		if activity.AsyncEvents() > 0 {
			return true, nil
		}
		targets, more := Targets.Of(r, function)
		err = first(err, more)
		for _, t := range targets {
			if len(t.Async) > 0 {
				return true, nil
			}
			if reasonOf(t.Err) != audit.Opaque {
				err = first(err, t.Err)
			}
		}
		return false, err
	},
})

// failures are the functions that fail to a queue, by its ARN.
type failures struct {
	functions map[string][]string
	idle      map[string][]string // whose dead-letter queue it is, and that take no events as far as is known
	unsure    map[string]error    // more may fail to it
	doubt     map[string]error    // an idle one may take events
}

var failureIndex = audit.RegisterView(audit.View[failures]{
	Name: "failure-index", From: []audit.Dep{facts.Functions, facts.VersionConfig, facts.EventSources, facts.AsyncSettings, TakesEvents},
	Compute: func(r audit.Reader, _ string) (failures, error) {
		index := failures{map[string][]string{}, map[string][]string{}, map[string]error{}, map[string]error{}}
		unsure := facts.Functions.All(r, func(arn string, c facts.Config) { index.addDeadLetter(r, c.DeadLetter, arn) })
		unsure = first(unsure, facts.EventSources.All(r, func(_ string, m facts.Mapping) { index.add(m.OnFailure, m.Function) }))
		unsure = first(unsure, index.addServed(r))
		functions, more := r.Subjects(facts.KindFunction)
		unsure = first(unsure, more)
		for _, f := range functions {
			unsure = first(unsure, index.addDestinations(r, f.ID))
		}
		return index, unsure
	},
})

func (x *failures) add(target, function string) {
	if target != "" {
		x.functions[target] = with(x.functions[target], function)
	}
}

// addDeadLetter adds a function by its dead-letter queue.
func (x *failures) addDeadLetter(r audit.Reader, queue, function string) {
	if queue == "" {
		return
	}
	takes, unsure := TakesEvents.Of(r, function)
	if takes {
		x.add(queue, function)
		return
	}
	x.idle[queue] = with(x.idle[queue], function)
	x.doubt[queue] = first(x.doubt[queue], unsure)
}

// addServed adds the dead-letter queues of the versions that aliases serve.
func (x *failures) addServed(r audit.Reader) error {
	versions, unsure := r.Subjects(facts.KindVersion)
	for _, v := range versions {
		c, err := facts.VersionConfig.Of(r, v.ID)
		if reasonOf(err) != audit.Gone {
			unsure = first(unsure, err)
		}
		x.addDeadLetter(r, c.DeadLetter, v.Functions[0])
	}
	return unsure
}

// addDestinations adds where a function's failed asynchronous events go. The
// settings of one that takes none say nothing: they are not even asked for.
func (x *failures) addDestinations(r audit.Reader, function string) error {
	settings, err := facts.AsyncSettings.Of(r, function)
	if reasonOf(err) == audit.Gone {
		return nil
	}
	for _, s := range settings {
		if s.OnFailure == "" {
			continue
		}
		takes, unsure := TakesEvents.Of(r, function)
		if takes {
			x.add(s.OnFailure, function)
		}
		x.unsure[s.OnFailure] = first(x.unsure[s.OnFailure], unsure)
	}
	return err
}

// reasonOf is why something is not known; "" where it is.
func reasonOf(err error) audit.Reason {
	if why := (*audit.Unknown)(nil); errors.As(err, &why) {
		return why.Reason
	}
	return ""
}

// first returns the first of two errors, if there is one.
func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
