package observability

import (
	"cmp"
	"fmt"

	"lambda-audit/rules/views"
)

// watchedBy reports whether one of the alarms tells of what it watches; if none
// does, why those that are there cannot, and why it is not certain. An alarm may
// miss for a reason of its own.
func watchedBy(list []views.Watch, misses func(*views.Watch) (string, error)) (silent []string, unsure error, watched bool) {
	for i := range list {
		w := &list[i]
		why, err := missedBy(w, misses)
		switch {
		case err != nil:
			unsure = cmp.Or(unsure, err)
		case why == "":
			return nil, nil, true
		default:
			silent = append(silent, why)
		}
	}
	return silent, unsure, false
}

func missedBy(w *views.Watch, misses func(*views.Watch) (string, error)) (string, error) {
	switch {
	case w.Off:
		return fmt.Sprintf("the actions of the alarm %s are switched off", w.Alarm), nil
	case w.Unsure:
		return "", w.NotRead()
	}
	return misses(w)
}

// never is the reason of alarms that miss nothing.
func never(*views.Watch) (string, error) { return "", nil }
