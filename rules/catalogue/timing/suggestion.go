package timing

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// A Suggestion is the timeout that would do, in seconds, and what else has to be
// said of it. Where no timeout helps, Seconds is 0 and Steps are to be taken
// instead.
type Suggestion struct {
	Seconds float64
	Text    string
	Steps   string // comments and commands
}

// Filled puts the suggested timeout into a fix.
func Filled(fix string, s Suggestion) string {
	return strings.ReplaceAll(fix, "SECONDS", fmt.Sprintf("%.0f", s.Seconds))
}

// Longer says what to do about a timeout that is too short: half above the p99, a
// tenth above the maximum, within what the trigger waits for. It is a lower bound
// where the timeout has cut durations off. Where the trigger waits no longer than
// the timeout, a longer one would not help.
func (k *Clock) Longer(in *rules.Input) Suggestion {
	current := k.Timeout / 1000
	limit := k.tightest(in)
	if limit.within() <= current {
		return limit.Instead()
	}
	wanted := max(k.wanted(), math.Floor(current)+1)
	s := Suggestion{Seconds: min(wanted, limit.within()), Text: "set "}
	if len(k.Cut) > 0 && wanted < limit.within() {
		s.Text += "at least "
	}
	s.Text += fmt.Sprintf("%.0f s", s.Seconds) + limit.because(wanted)
	if queues, window := sourceQueues(in); len(queues) > 0 {
		s.Text += fmt.Sprintf(", and the visibility timeout of %s to at least %.0f s", strings.Join(queues, ", "), visibilityTimes*s.Seconds+window)
	}
	return s
}

// visibilityTimes is how many times the timeout, beside the batch window, a
// queue's visibility timeout should last (developer guide, services-sqs-configure).
const visibilityTimes = 6

// Shorter says which timeout would do in place of one that is far too long. A
// trigger that waits less long than runs have taken does not shorten it: whatever
// else invokes the function would be cut off.
func (k *Clock) Shorter(in *rules.Input) Suggestion {
	wanted, limit := k.wanted(), k.tightest(in)
	if limit.within()*1000 < k.Highest {
		limit = k.ownLimit()
	}
	s := Suggestion{Seconds: min(wanted, limit.within())}
	s.Text = fmt.Sprintf("set %.0f s", s.Seconds) + limit.because(wanted)
	return s
}

// wanted is the timeout in seconds that the durations ask for.
func (k *Clock) wanted() float64 {
	return math.Ceil(max(1.5*k.P99, 1.1*k.Highest, 3000) / 1000)
}

// sourceQueues are the names of the queues that feed the function, and the longest
// time in seconds that it waits for a batch of any.
func sourceQueues(in *rules.Input) (queues []string, window float64) {
	mappings, _ := views.Mappings.Of(in.Facts, in.Subject.ID) // an unlisted mapping is not named
	for _, m := range mappings {
		if m.Queue() {
			queues = append(queues, nameOf(&m))
			window = max(window, float64(m.BatchWindowS))
		}
	}
	slices.Sort(queues)
	return slices.Compact(queues), window
}

func nameOf(m *facts.Mapping) string { return m.Source[strings.LastIndexByte(m.Source, ':')+1:] }
