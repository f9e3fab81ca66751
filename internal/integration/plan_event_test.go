//go:build integration

package integration

import "slices"

// eventQueues are queues whose settings go well with their readers, or do not.
// A reader works on a message for 10 s, so 60 s leave it time to try again.
var eventQueues = []queue{
	{name: "failed"},
	{name: "jobs-dlq"},
	{name: "jobs", redrive: "jobs-dlq"},
	{name: "impatient", redrive: "jobs-dlq", receives: 2, want: says("queue-max-receive-low medium")},
	{name: "hasty", redrive: "jobs-dlq", visibility: 5, want: says("timeout-vs-visibility high")},
	{name: "brief", redrive: "jobs-dlq", visibility: 30, want: says("timeout-vs-visibility low")},
	{name: "brief-throttled", redrive: "jobs-dlq", visibility: 30, want: says("timeout-vs-visibility medium")},
	{name: "windowed", redrive: "jobs-dlq", visibility: 65},
	{name: "windowed-short", redrive: "jobs-dlq", want: says("timeout-vs-visibility low")},
	// That it is gone is said of the function that fails to it.
	{name: "gone", gone: true},
	{name: "round", redrive: "jobs-dlq"},
	{name: "round-guarded", redrive: "jobs-dlq"},
}

// mappingPlan are functions that queues feed.
var mappingPlan = []planted{
	{name: "jobs-worker", with: steps(reads("jobs"))},
	{name: "jobs-whole", with: steps(feeds("sqs", "jobs", mapping{whole: true})), wantMapping: says("partial-batch-off medium")},
	{name: "jobs-single", with: steps(feeds("sqs", "jobs", mapping{whole: true, batch: 1}))},
	{name: "jobs-over-reserved", with: steps(reserved(5), feeds("sqs", "jobs", mapping{workers: 10})), wantMapping: says("queue-concurrency-over-reserved medium")},
	{name: "jobs-as-reserved", with: steps(reserved(10), feeds("sqs", "jobs", mapping{workers: 10}))},
	{name: "jobs-unreserved", with: steps(feeds("sqs", "jobs", mapping{workers: 10}))},
	// The configuration file counts a pause from its first minute.
	{name: "jobs-paused", with: steps(feeds("sqs", "jobs", mapping{off: true})), wantMapping: says("event-source-unhealthy low")},
	{name: "reads-nothing", with: steps(reads("gone")), wantMapping: says("event-source-unhealthy high")},
	{name: "impatient-worker", with: steps(reads("impatient"))},
	{name: "hasty-worker", with: steps(reads("hasty"))},
	{name: "brief-worker", with: steps(reads("brief"))},
	{name: "brief-throttled-worker", with: append(works(load{calls: 1000, typical: 900, throttles: 2}), reads("brief-throttled"))},
	{name: "windowed-worker", with: steps(feeds("sqs", "windowed", mapping{window: 5}))},
	{name: "windowed-short-worker", with: steps(feeds("sqs", "windowed-short", mapping{window: 5}))},
	// Lambda is told not to stop a loop of the one, and stops that of the other.
	{name: "round-worker", role: "looper", with: steps(reads("round"), loops()), want: says("recursion high")},
	{name: "round-guarded-worker", role: "looper", with: steps(reads("round-guarded"))},
	{name: "jobs-worker-unguarded", with: steps(reads("jobs"), loops())}, // its role may not write there
}

// safe is a stream's mapping that loses and holds up nothing.
var safe = mapping{onFailure: "failed", retries: new(int32(3)), bisect: true}

// streamPlan are functions that read streams. The streams themselves are not
// planted: ministack takes a mapping without, and nothing is read.
var streamPlan = []planted{
	{name: "clicks", with: append(works(load{calls: 10, typical: 300}), feeds("kinesis", "stream/clicks", safe))},
	{name: "orders-stream", with: steps(feeds("dynamodb", "table/orders/stream/2026-01-01T00:00:00.000", safe))},
	{name: "clicks-single", with: steps(feeds("kinesis", "stream/clicks", mapping{batch: 1, onFailure: "failed", retries: new(int32(3))}))},
	{name: "clicks-bare", with: append(works(load{calls: 10, typical: 300}), feeds("kinesis", "stream/clicks", mapping{whole: true})), wantMapping: says("stream-poison-pill medium"),
		want: says("alarm-iterator-age-missing medium")},
	{name: "clicks-dropped", with: steps(feeds("kinesis", "stream/clicks", mapping{retries: new(int32(2))})), wantMapping: says("stream-poison-pill high")},
	{name: "clicks-late", with: append(measures("IteratorAge", 9*hourMS), feeds("kinesis", "stream/clicks", safe)), want: says("iterator-age high")},
	{name: "clicks-in-time", with: append(measures("IteratorAge", 9000), feeds("kinesis", "stream/clicks", safe))},
	{name: "clicks-waiting", with: append(rises("IteratorAge", 60_000, 30*60_000), feeds("kinesis", "stream/clicks", mapping{onFailure: "failed", retries: new(int32(3)), whole: true})),
		wantMapping: says("stream-poison-pill high")},
	{name: "clicks-may-not-send", role: "exact", with: steps(feeds("kinesis", "stream/clicks", safe)),
		want: says("failure-path-broken high " + queueARN(eventRegion, "failed"))},
}

// eventAlarms watch how far the readers of streams fall behind, all but one.
var eventAlarms = func() []alarm {
	var list []alarm
	for _, f := range streamPlan {
		if f.name != "clicks-bare" {
			list = append(list, alarm{metric: "IteratorAge", function: f.name})
		}
	}
	return list
}()

// hourMS is an hour in milliseconds.
const hourMS = 3_600_000

// troublePlan are functions whose events wait, are dropped or do not arrive, that
// were stopped in a loop, or that refuse every call.
var troublePlan = []planted{
	{name: "dropped", with: steps(invokedBy("s3"), events(500), measures("AsyncEventsDropped", 3)[0]), want: says("missing-dlq high", "async-events-dropped high")},
	{name: "dropped-kept", deadLetter: "failed", with: steps(invokedBy("s3"), events(500), measures("AsyncEventsDropped", 3)[0]), want: says("async-events-dropped medium")},
	{name: "late", deadLetter: "failed", with: steps(invokedBy("s3"), events(500), measures("AsyncEventAge", 5.5*hourMS)[0]), want: says("async-events-dropped high")},
	{name: "late-for-its-hour", deadLetter: "failed", with: steps(invokedBy("s3"), events(500), measures("AsyncEventAge", 50*60_000)[0], eventAge(3600)), want: says("async-events-dropped high")},
	{name: "in-time", deadLetter: "failed", with: steps(invokedBy("s3"), events(500), measures("AsyncEventAge", 50*60_000)[0])},
	{name: "undelivered", deadLetter: "failed", with: steps(invokedBy("s3"), events(500), measures("DeadLetterErrors", 1)[0]), want: says("failure-path-broken high")},
	{name: "undelivered-results", with: steps(invokedBy("s3"), events(500), onFailure("failed"), measures("DestinationDeliveryFailures", 1)[0]), want: says("failure-path-broken high")},
	{name: "queue-gone", deadLetter: "gone", with: steps(invokedBy("s3"), events(500)), want: says("failure-path-broken high " + queueARN(eventRegion, "gone"))},
	{name: "may-not-send", role: "exact", deadLetter: "failed", with: steps(invokedBy("s3"), events(500)), want: says("failure-path-broken high " + queueARN(eventRegion, "failed"))},
	{name: "may-not-send-unused", role: "exact", deadLetter: "failed"}, // no event comes
	{name: "stopped-in-a-loop", with: append(works(load{calls: 1000, typical: 300}), measures("RecursiveInvocationsDropped", 16)[0]), want: says("recursion high")},
	{name: "reserved-nothing", with: append(works(load{throttles: 20}), reserved(0)), want: says("reserved-zero medium", "throttled high")},
	{name: "reserved-some", with: append(works(load{throttles: 20}), reserved(3)), want: says("throttled high")},
	{name: "throttled-with-growing-age", deadLetter: "failed", with: slices.Concat(works(load{calls: 1000, typical: 300, throttles: 50, arrived: 1000}),
		steps(invokedBy("s3")), rises("AsyncEventAge", 1000, 20*60_000)), want: says("throttled high")},
	{name: "throttled-and-tried-again", deadLetter: "failed", with: append(works(load{calls: 1000, typical: 300, throttles: 50, arrived: 1000}), invokedBy("s3")), want: says("throttled low")},
}
