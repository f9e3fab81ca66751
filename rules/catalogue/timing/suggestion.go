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
	apiGateway:                  29,
	"appsync.amazonaws.com":     30,
	"cognito-idp.amazonaws.com": 5,
}

const apiGateway = "apigateway.amazonaws.com"

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
	limit := limitOf(in)
	if limit.seconds <= current {
		return limit.instead()
	}
	wanted := max(k.wanted(), math.Floor(current)+1)
	s := Suggestion{Seconds: min(wanted, limit.seconds), Text: "set "}
	if len(k.Cut) > 0 && wanted < limit.seconds {
		s.Text += "at least "
	}
	s.Text += fmt.Sprintf("%.0f s", s.Seconds) + limit.because(wanted)
	if queues := sourceQueues(in); len(queues) > 0 {
		s.Text += fmt.Sprintf(", and the visibility timeout of %s to at least %.0f s", strings.Join(queues, ", "), 6*s.Seconds)
	}
	return s
}

// Shorter says which timeout would do in place of one that is far too long.
func (k *Clock) Shorter(in *rules.Input) Suggestion {
	wanted, limit := k.wanted(), limitOf(in)
	s := Suggestion{Seconds: min(wanted, limit.seconds)}
	s.Text = fmt.Sprintf("set %.0f s", s.Seconds) + limit.because(wanted)
	return s
}

// wanted is the timeout in seconds that the durations ask for.
func (k *Clock) wanted() float64 {
	return math.Ceil(max(1.5*k.P99, 1.1*k.Highest, 3000) / 1000)
}

// A limit is the longest timeout that makes sense, in seconds, and who sets it:
// "" is Lambda itself.
type limit struct {
	seconds float64
	trigger string
}

func limitOf(in *rules.Input) limit {
	l := limit{seconds: maxTimeout}
	targets, _ := views.Targets.Of(in.Facts, in.Subject.ID) // an unread policy limits nothing that is known
	for _, t := range targets {
		for _, service := range t.Sync {
			if wait, ok := waits[service]; ok && wait-1 < l.seconds {
				l = limit{wait - 1, service}
			}
		}
	}
	return l
}

// because says who cuts a longer timeout short; "" where nobody does.
func (l limit) because(wanted float64) string {
	switch {
	case wanted <= l.seconds:
		return ""
	case l.trigger == "":
		return ", which is the longest that Lambda takes"
	}
	return fmt.Sprintf(", because %s waits %.0f s", l.trigger, waits[l.trigger])
}

// instead says what to do where a longer timeout would not help.
func (l limit) instead() Suggestion {
	switch l.trigger {
	case "":
		return Suggestion{
			Text:  "900 s is the longest that Lambda takes: shorten the work, or split it",
			Steps: "# no timeout is longer than 900 s: split the work into steps (Step Functions), or run it as a container task",
		}
	case apiGateway:
		return Suggestion{
			Text: l.pointless() + ", or raise the integration's timeout",
			Steps: l.steps() + `
# or let a regional REST API wait longer, within its quota; HTTP APIs cannot
aws apigateway update-integration --rest-api-id API_ID --resource-id RESOURCE_ID --http-method METHOD --patch-operations op=replace,path=/timeoutInMillis,value=MILLISECONDS --region REGION`,
		}
	}
	return Suggestion{Text: l.pointless(), Steps: l.steps()}
}

func (l limit) pointless() string {
	return fmt.Sprintf("a longer timeout does not help those who call through %s, which waits %.0f s: shorten the work, or do it asynchronously", l.trigger, waits[l.trigger])
}

func (l limit) steps() string {
	return fmt.Sprintf(`# %s waits %.0f s, whatever the timeout: shorten the work,
# or answer at once and hand the work to a queue or to an asynchronous invocation
aws lambda invoke --function-name NAME --invocation-type Event --cli-binary-format raw-in-base64-out --payload file://event.json /dev/stdout --region REGION`,
		l.trigger, waits[l.trigger])
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
