package reliability

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// found is what a rule says of a subject in a world of what is given.
func found(t *testing.T, id string, s audit.Subject, given ...audit.Given) []rules.Finding {
	t.Helper()
	all := rules.All()
	r := all[slices.IndexFunc(all, func(r *rules.Rule) bool { return r.ID == id })]
	e := rules.Example{Subject: s, Given: given}
	known, err := e.World(r)
	if err != nil {
		t.Fatal(err)
	}
	return e.Judge(r, known, e.About(r, known))
}

// says wants each of the texts in one of a finding's sentences, and none of the
// others in any.
func says(t *testing.T, f rules.Finding, wanted []string, unwanted ...string) {
	t.Helper()
	text := strings.Join([]string{f.Message, rules.EvidenceText(f.Evidence), f.Fix}, "\n")
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	for _, not := range unwanted {
		if strings.Contains(text, not) {
			t.Errorf("it says %q:\n%s", not, text)
		}
	}
}

func TestThrottledClaimsARetryOnlyWhereItIsProven(t *testing.T) {
	queue, elsewhere := sample.Reads(sample.Queue, sample.Function), sample.Reads(sample.Queue, sample.Second)
	stopped := sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.State = "Disabled" })
	for name, c := range map[string]struct {
		policy, mapping audit.Given
		want, not       string
	}{
		"direct":       {sample.NoPolicy(), elsewhere, "its callers got the error", "tried again"},
		"api":          {sample.InvokedBy("apigateway.amazonaws.com"), elsewhere, "its callers got the error: apigateway.amazonaws.com", "tried again"},
		"url":          {sample.OpenURL(), elsewhere, "its callers got the error: *", "tried again"},
		"queue":        {sample.NoPolicy(), queue, "what comes from orders is tried again", "got the error"},
		"stopped":      {sample.NoPolicy(), stopped, "saw it is not known", "tried again"},
		"mixed":        {sample.InvokedBy("apigateway.amazonaws.com"), queue, "how much of it the synchronous callers saw is not known: apigateway", "got the error"},
		"unknown mode": {sample.InvokedBy("novelty.amazonaws.com"), queue, "whether synchronous callers saw it is not known", "got the error"},
	} {
		t.Run(name, func(t *testing.T) {
			list := found(t, "throttled", sample.TheFunction(), called(throttledDays(900, 100), c.policy, c.mapping)...)
			if len(list) != 1 {
				t.Fatalf("%+v", list)
			}
			says(t, list[0], []string{c.want}, c.not)
		})
	}
}

func TestErrorRateSaysHowTriesCount(t *testing.T) {
	day := facts.Day{Invocations: 300, Errors: 300}
	list := found(t, "error-rate", sample.TheFunction(), sample.Activity(14, day, nil))
	says(t, list[0], []string{"4,200 of 4,200 invocations failed"}, "tried again")
	day.AsyncEvents = 100
	list = found(t, "error-rate", sample.TheFunction(), sample.Activity(14, day, nil))
	says(t, list[0], []string{"left out of the lower bound", "lower bound at 95 %, 14 days, n 1,400", "asynchronous events 1,400, Sum"})
}

func TestConcurrencyCallsDaysDays(t *testing.T) {
	list := found(t, "concurrency-near-limit", sample.TheRegion(), peak(1000, 300, 910)...)
	says(t, list[0], []string{"concurrent executions 910 (wanted below 800), highest daily Maximum, 14 days, n 2; limit 1,000"})
}

func TestQueueFixNamesTheQueueAndItsKind(t *testing.T) {
	fifo := sample.Queue + ".fifo"
	s := sample.TheQueue()
	s.ID = fifo
	given := append(read(sample.Reads(fifo, sample.Function), facts.Queue{}, sample.Config(nil)),
		facts.Queues.Is(fifo, facts.Queue{ARN: fifo, FIFO: true}), facts.DeadLetterSources.Is(fifo, nil))
	says(t, found(t, "queue-missing-dlq", s, given...)[0],
		[]string{"--queue-name orders-dlq.fifo --attributes MessageRetentionPeriod=1209600,FifoQueue=true", `eu-west-1:111122223333:orders-dlq.fifo\"`})
	list := found(t, "queue-missing-dlq", sample.TheQueue(), read(sample.Reads(sample.Queue, sample.Function), facts.Queue{}, sample.Config(nil))...)
	says(t, list[0], []string{"--queue-name orders-dlq --attributes", `eu-west-1:111122223333:orders-dlq\"`}, "fifo", "disabled")
}

func TestQueueCountsFunctionsAndNotMappings(t *testing.T) {
	second := sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.ARN += "2"; m.State = "Disabled" })
	list := found(t, "queue-missing-dlq", sample.TheQueue(),
		append(read(sample.Reads(sample.Queue, sample.Function), facts.Queue{}, sample.Config(nil)), second)...)
	says(t, list[0], []string{"one function reads from it: orders (1 of 2 mappings disabled)"})
}
