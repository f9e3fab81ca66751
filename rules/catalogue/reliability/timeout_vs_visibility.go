package reliability

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

// VisibilityParams are the thresholds of timeout-vs-visibility.
type VisibilityParams struct {
	Times       int `json:"times"`        // of the timeout that the visibility should last
	MinReceives int `json:"min_receives"` // with fewer a short visibility costs messages
}

var _ = rules.Register(rules.Rule{
	ID: "timeout-vs-visibility", Title: "reads from a queue that hands out messages again while they are worked on",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "A message that comes back before its function is done is processed twice at once, and the second time counts as a receive: slow messages end in the dead-letter queue though nothing failed. Throttled polls are tried again within the visibility timeout too, so AWS asks for six times the function's timeout.",
	Fix: visibilityFix("SECONDS"),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
		"https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html",
	},
	Kinds:    []audit.KindName{facts.KindQueue},
	Requires: []audit.Dep{facts.Queues, facts.Metrics, views.Consumers, views.Serves},
	Params:   &VisibilityParams{Times: 6, MinReceives: 5},
	Check:    checkVisibility,
	Examples: visibilityExamples,
})

func visibilityFix(seconds string) string {
	return strings.ReplaceAll(`aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes VisibilityTimeout=SECONDS --region REGION
# SAM: VisibilityTimeout: SECONDS      Terraform: visibility_timeout_seconds = SECONDS`, "SECONDS", seconds)
}

// maxVisibility is the longest visibility timeout, twelve hours (SQS API
// reference, SetQueueAttributes, 2026-11).
const maxVisibility = 12 * 60 * 60

// A reader is what one mapping works on messages with.
type reader struct {
	function, name  string
	timeout, window int // seconds
}

// busy is how long the reader may hold a message, in seconds.
func (r *reader) busy() int { return r.timeout + r.window }

// wanted is the visibility timeout that leaves it time to try again, in seconds.
func (r *reader) wanted(times int) int { return min(times*r.timeout+r.window, maxVisibility) }

func checkVisibility(in *rules.Input) []rules.Finding {
	mappings, ended, unsure := readersOf(in)
	if ended != nil {
		return ended
	}
	q, err := facts.Queues.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if q.VisibilityS == nil {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Queues.Name, Message: "SQS told no visibility timeout"}))
	}
	p := rules.Params[VisibilityParams](in)
	var slow []reader
	wanted := 0
	for _, m := range mappings {
		r, err := readerOf(in, &m)
		unsure = cmp.Or(unsure, err)
		if wanted = max(wanted, r.wanted(p.Times)); *q.VisibilityS < r.wanted(p.Times) {
			slow = append(slow, r)
		}
	}
	switch {
	case len(slow) > 0:
		return rules.One(tooVisible(in, &q, slow, wanted))
	case unsure != nil:
		return rules.One(rules.Undecided(unsure))
	}
	return nil
}

// readerOf reads the longest timeout of what the mapping invokes; 0 where none is
// known. The error says that there may be a longer one.
func readerOf(in *rules.Input, m *facts.Mapping) (reader, error) {
	id := qualified(m.Function, m.Qualifier)
	r := reader{function: m.Function, name: functionPart(id), window: m.BatchWindowS}
	configs, unsure := views.Serves.Of(in.Facts, id)
	for i := range configs {
		if configs[i].TimeoutS == 0 {
			unsure = cmp.Or[error](unsure, &audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "AWS told no timeout"})
		}
		r.timeout = max(r.timeout, configs[i].TimeoutS)
	}
	if r.timeout == 0 {
		return reader{}, unsure
	}
	return r, unsure
}

// functionPart is the name of the function in an ARN, with its qualifier.
func functionPart(arn string) string { return arn[strings.Index(arn, ":function:")+len(":function:"):] }

func tooVisible(in *rules.Input, q *facts.Queue, slow []reader, wanted int) rules.Finding {
	worst := slices.MaxFunc(slow, func(a, b reader) int { return cmp.Compare(a.busy(), b.busy()) })
	f := rules.Failed("", seconds("visibility timeout", *q.VisibilityS, wanted))
	for _, r := range slow {
		f.Evidence = append(f.Evidence, seconds("timeout of "+r.name, r.timeout, nil), seconds("batch window of "+r.name, r.window, nil))
	}
	f.Fix = visibilityFix(fmt.Sprint(wanted))
	if *q.VisibilityS < worst.busy() {
		f.Message = fmt.Sprintf("a message comes back after %d s, while %s may work on it for %d s; set %d s", *q.VisibilityS, worst.name, worst.busy(), wanted)
		return f
	}
	f.Severity = rules.Low
	f.Message = fmt.Sprintf("a message comes back after %d s, and %s may work on it for %d s: that leaves no time to try again after a throttle; set %d s", *q.VisibilityS, worst.name, worst.busy(), wanted)
	return withHarm(in, f, q, slow)
}

// withHarm raises a visibility that is short, and not too short, where it costs
// messages.
func withHarm(in *rules.Input, f rules.Finding, q *facts.Queue, slow []reader) rules.Finding {
	if q.Redrive != "" && q.MaxReceives > 0 && q.MaxReceives < rules.Params[VisibilityParams](in).MinReceives {
		f.Severity = rules.Medium
		f.Evidence = append(f.Evidence, rules.Configured("maxReceiveCount", q.MaxReceives, nil))
	}
	for _, r := range slow {
		a, _ := facts.Metrics.Of(in.Facts, r.function) // throttles that are not known raise nothing
		if throttles := a.Total(func(d *facts.Day) float64 { return d.Throttles }); throttles > 0 {
			f.Severity = rules.Medium
			f.Evidence = append(f.Evidence, in.Measured("throttles of "+r.name, "Sum", throttles, nil, "", throttles+a.Invocations()))
		}
	}
	return f
}

// seconds is evidence of a setting in seconds.
func seconds(field string, got, want any) rules.Evidence {
	e := rules.Configured(field, got, want)
	e.Unit = "s"
	return e
}
