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

// maxTimeout is the longest timeout in seconds that Lambda takes (developer
// guide, quotas, 2026-11).
const maxTimeout = 900

// waits are how long synchronous triggers wait, in seconds (their developer
// guides, 2026-11; API Gateway's can be raised for regional REST APIs).
var waits = map[string]float64{
	"apigateway.amazonaws.com":  29,
	"appsync.amazonaws.com":     30,
	"cognito-idp.amazonaws.com": 5,
}

// Suggest says which timeout would do: half above the p99, a tenth above the
// maximum, within what the trigger waits for. It is a lower bound where the
// timeout has cut durations off.
func (k *Clock) Suggest(in *rules.Input) string {
	seconds := math.Ceil(max(1.5*k.P99, 1.1*k.Highest, 3000) / 1000)
	limit, trigger := triggerLimit(in)
	text := "set "
	if k.Cut > 0 && seconds < limit {
		text += "at least "
	}
	text += fmt.Sprintf("%.0f s", min(seconds, limit))
	if seconds > limit {
		text += ", which is all that " + trigger
	}
	if queues := sourceQueues(in); len(queues) > 0 {
		text += fmt.Sprintf(", and the visibility timeout of %s to %.0f s", strings.Join(queues, ", "), 6*min(seconds, limit))
	}
	return text
}

// triggerLimit is the longest timeout that makes sense, and who sets it.
func triggerLimit(in *rules.Input) (seconds float64, who string) {
	seconds, who = maxTimeout, "Lambda takes"
	targets, _ := views.Targets.Of(in.Facts, in.Subject.ID) // an unread policy limits nothing that is known
	for _, t := range targets {
		for _, service := range t.Sync {
			if wait, ok := waits[service]; ok && wait-1 < seconds {
				seconds, who = wait-1, service+" waits for"
			}
		}
	}
	return seconds, who
}

// sourceQueues are the names of the queues that feed the function.
func sourceQueues(in *rules.Input) []string {
	mappings, _ := views.Mappings.Of(in.Facts, in.Subject.ID) // an unlisted mapping is not named
	var queues []string
	for _, m := range mappings {
		if m.Queue() {
			queues = append(queues, nameOf(&m))
		}
	}
	slices.Sort(queues)
	return slices.Compact(queues)
}

func nameOf(m *facts.Mapping) string { return m.Source[strings.LastIndexByte(m.Source, ':')+1:] }
