package facts_test

import (
	"errors"
	"slices"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// troubled is an account of one region in which much goes wrong.
func troubled(t testing.TB) *fixtures.Account {
	t.Helper()
	account, err := fixtures.Parse([]byte(`{"id":"111122223333","now":"2026-11-23T06:30:00Z",
	"roles":[{"name":"quiet"},{"name":"sender","inline":[{"name":"send","document":{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":["sqs:Send*"],"Resource":"arn:aws:sqs:eu-west-1:111122223333:orders"}]}}]}],
	"regions":[{"name":"eu-west-1","queues":[{"name":"orders"},{"name":"jobs"},{"name":"failed"}],"functions":[
		{"name":"events","role":"quiet","traffic":{"per_day":100,"events":1,"mean_ms":9},"reserved_concurrency":7,
		 "metrics":{"AsyncEventsDropped.Sum":[3,null,4],"AsyncEventAge.Maximum":[20000,null,7000000],"DeadLetterErrors.Sum":1,"DestinationDeliveryFailures.Sum":[2]}},
		{"name":"stream","role":"quiet","traffic":{"per_day":10,"mean_ms":9},"metrics":{"IteratorAge.Maximum":[100,8000000],"RecursiveInvocationsDropped.Sum":5}},
		{"name":"calm","role":"quiet","traffic":{"per_day":10,"mean_ms":9},"reserved_concurrency":50},
		{"name":"looping","role":"sender","traffic":{"per_day":10,"mean_ms":9},"recursive_loop":"Allow"},
		{"name":"capped","role":"quiet","traffic":{"per_day":10,"mean_ms":9},"reserved_concurrency":2},
		{"name":"shut","role":"quiet","metrics":{"Throttles.Sum":[null,2,3]},"reserved_concurrency":0},
		{"name":"squeezed","role":"quiet","traffic":{"per_day":100,"mean_ms":9,"throttles":0.5}},
		{"name":"broken","role":"quiet","package_type":"Image","state":"Failed","state_reason_code":"ImageDeleted","update_status":"Failed","update_reason":"gone"},
		{"name":"failing","role":"quiet","traffic":{"per_day":10,"errors":1,"mean_ms":9}},
		{"name":"asleep","role":"quiet"}],
	"event_sources":[
		{"source":"orders","function":"looping","batch_window":5},
		{"source":"jobs","function":"capped","maximum_concurrency":10},
		{"source":"kinesis:stream/clicks","function":"stream","state":"Disabled","state_reason":"Lambda action","last_result":"PROBLEM: no","on_failure":"failed",
		 "max_retries":3,"max_age":-1,"bisect":true,"last_modified":"2026-11-01T02:03:04Z"},
		{"function":"stream","extra":{"SelfManagedEventSource":{"Endpoints":{"KAFKA_BOOTSTRAP_SERVERS":["broker.example.com:9092"]}}}}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return account
}

func arnOf(name string) string { return "arn:aws:lambda:eu-west-1:111122223333:function:" + name }

// asked lists the functions that an operation was called for.
func asked(server *fixtures.Server, operation string) map[string]bool {
	names := map[string]bool{}
	for _, c := range server.Calls() {
		if c.Operation == operation {
			a, _ := audit.ParseARN(c.Key)
			names[a.Name()] = true
		}
	}
	return names
}

func TestTroubles(t *testing.T) {
	account := troubled(t)
	r := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.Troubles)).Reader()
	events, err := facts.Troubles.Of(r, arnOf("events"))
	if ages, days := events.Ages((*facts.TroubleDay).EventAge); err != nil || events.Dropped() != 7 || len(ages) != 2 || ages[1] != 7e6 || days[1] != 13 {
		t.Errorf("events: %+v, %v", events, err)
	}
	if last := events.Days[13]; last.DeadLetterErrors != 1 || last.DestinationErrors != 2 {
		t.Errorf("the last day of events: %+v", last)
	}
	stream, err := facts.Troubles.Of(r, arnOf("stream"))
	if ages, _ := stream.Ages((*facts.TroubleDay).IteratorAge); err != nil || len(ages) != 2 || stream.LoopsStopped() != 14*5 {
		t.Errorf("stream: %+v, %v", stream, err)
	}
	if calm, err := facts.Troubles.Of(r, arnOf("calm")); err != nil || len(calm.Days) != 0 {
		t.Errorf("calm: %+v, %v", calm, err)
	}
}

// told collects the ids of the subjects of which a fact was asked.
type told struct {
	fact string
	ids  []string
}

func (l *told) Line(line audit.Line) error {
	if line.Fact == l.fact {
		a, _ := audit.ParseARN(line.ID)
		l.ids = append(l.ids, a.Name())
	}
	return nil
}

// A function without any such metric is asked only where nobody knows that, or in
// spite of the gate.
func TestTroublesAreAskedWhereTheyMayBe(t *testing.T) {
	everyone := []string{"asleep", "broken", "calm", "capped", "events", "failing", "looping", "shut", "squeezed", "stream"}
	for name, c := range map[string]struct {
		deny   string
		askAll bool
		want   []string
	}{
		"listed":     {"", false, []string{"events", "stream"}},
		"not listed": {"ListMetrics", false, everyone},
		"all":        {"", true, everyone},
	} {
		account := troubled(t)
		server := serve(account)
		if c.deny != "" {
			deny(t, server, "cloudwatch", c.deny)
		}
		lines := told{fact: facts.Troubles.Name}
		s := open(t, server, account, func(o *audit.Options) { o.AskAll = c.askAll })
		known, err := audit.Collect(t.Context(), s, audit.NewSet(facts.Troubles), &lines)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Sort(lines.ids); !slices.Equal(lines.ids, c.want) {
			t.Errorf("%s: asked of %v, want %v", name, lines.ids, c.want)
		}
		if calm, err := facts.Troubles.Of(known.Reader(), arnOf("calm")); err != nil || len(calm.Days) != 0 {
			t.Errorf("%s: calm: %+v, %v", name, calm, err)
		}
	}
}

func TestFactsAreAskedOfSuspectsOnly(t *testing.T) {
	account := troubled(t)
	server := serve(account)
	known := collect(t, open(t, server, account, nil), audit.NewSet(facts.ReservedConcurrency, facts.RecursionGuard, facts.State))
	for operation, want := range map[string][]string{
		"GetFunctionConcurrency":     {"capped", "shut", "squeezed"},
		"GetFunctionRecursionConfig": {"looping"},
		"GetFunctionConfiguration":   {"broken", "failing"},
	} {
		got := asked(server, operation)
		for _, name := range want {
			if !got[name] {
				t.Errorf("%s was not asked of %s", operation, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s was asked of %v, want %v", operation, got, want)
		}
	}
	r := known.Reader()
	if kept, err := facts.ReservedConcurrency.Of(r, arnOf("shut")); err != nil || kept.Executions == nil || *kept.Executions != 0 {
		t.Errorf("shut: %+v, %v", kept, err)
	}
	if kept, err := facts.ReservedConcurrency.Of(r, arnOf("squeezed")); err != nil || kept.Executions != nil {
		t.Errorf("squeezed: %+v, %v", kept, err)
	}
	if guard, err := facts.RecursionGuard.Of(r, arnOf("looping")); err != nil || guard != facts.LoopsAllowed {
		t.Errorf("looping: %q, %v", guard, err)
	}
	if s, err := facts.State.Of(r, arnOf("broken")); err != nil || s != (facts.Status{State: "Failed", Code: "ImageDeleted", Update: "Failed", UpdateReason: "gone"}) {
		t.Errorf("broken: %+v, %v", s, err)
	}
}

func TestDenialOfWhatSuspectsAreAsked(t *testing.T) {
	account := troubled(t)
	server := serve(account)
	for _, operation := range []string{"GetFunctionConcurrency", "GetFunctionRecursionConfig", "GetFunctionConfiguration"} {
		deny(t, server, "lambda", operation)
	}
	r := collect(t, open(t, server, account, nil), audit.NewSet(facts.ReservedConcurrency, facts.RecursionGuard, facts.State)).Reader()
	_, err := facts.ReservedConcurrency.Of(r, arnOf("shut"))
	_, err2 := facts.RecursionGuard.Of(r, arnOf("looping"))
	_, err3 := facts.State.Of(r, arnOf("broken"))
	for _, err := range []error{err, err2, err3} {
		var why *audit.Unknown
		if !errors.As(err, &why) || why.Reason != audit.Denied || why.Action == "" {
			t.Errorf("%v: want a denial that names its action", err)
		}
	}
}

func TestMappings(t *testing.T) {
	account := troubled(t)
	r := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.Queues, facts.EventSources)).Reader()
	found := map[facts.SourceKind]facts.Mapping{}
	if err := facts.EventSources.All(r, func(_ string, m facts.Mapping) { found[m.Kind()] = m }); err != nil {
		t.Fatal(err)
	}
	stream := found[facts.SourceKinesis]
	if stream.StateReason != "Lambda action" || stream.LastResult != "PROBLEM: no" || *stream.MaxRetries != 3 || stream.MaxAgeS != nil ||
		!stream.Bisect || stream.Parallel != 1 || stream.LastModified != "2026-11-01T02:03:04Z" || !stream.Off() || !stream.Stream() {
		t.Errorf("stream: %+v", stream)
	}
	if broker := found[facts.SourceKafka]; !broker.SelfManaged || broker.MaxRetries != nil || !broker.Stream() {
		t.Errorf("broker: %+v", broker)
	}
	if queue := found[facts.SourceSQS]; queue.Off() || queue.Stream() || !queue.Queue() {
		t.Errorf("queue: %+v", queue)
	}
	if _, err := facts.Queues.Of(r, "arn:aws:sqs:eu-west-1:111122223333:failed"); err != nil {
		t.Errorf("where a stream's failures go: %v", err)
	}
}

func TestKindsOfSources(t *testing.T) {
	for source, want := range map[string]facts.SourceKind{
		"arn:aws:sqs:eu-west-1:111122223333:orders":                   facts.SourceSQS,
		"arn:aws:dynamodb:eu-west-1:111122223333:table/a/stream/2026": facts.SourceDynamoDB,
		"arn:aws:kafka:eu-west-1:111122223333:cluster/events/4c1e":    facts.SourceKafka,
		"arn:aws:mq:eu-west-1:111122223333:broker:jobs:b-1":           facts.SourceMQ,
		"arn:aws:rds:eu-west-1:111122223333:cluster:papers":           facts.SourceDocumentDB,
		"arn:aws:novelty:eu-west-1:111122223333:thing":                "",
		"": "",
	} {
		m := facts.Mapping{Source: source}
		if got := m.Kind(); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}
