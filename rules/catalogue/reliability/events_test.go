package reliability

import (
	"testing"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

func TestGrowingWaits(t *testing.T) {
	for name, c := range map[string]struct {
		hours []float64
		want  bool
	}{
		"doubles":            {[]float64{1, 1, 1, 2}, true},
		"grows from nothing": {[]float64{0, 0, 0, 5}, true},
		"steady":             {[]float64{3, 3, 3, 3}, false},
		"comes and goes":     {[]float64{1, 9, 2, 9}, false},
		"shrinks":            {[]float64{9, 5, 2, 1}, false},
		"seconds":            {[]float64{0.001, 0.001, 0.01, 0.02}, false},
		"three days":         {[]float64{1, 2, 9}, false},
		"no data":            {nil, false},
	} {
		var a ages
		for day, h := range c.hours {
			a.values, a.days = append(a.values, h*3_600_000), append(a.days, day)
		}
		if got := a.growing(300); got != c.want {
			t.Errorf("%s: growing %v, want %v", name, got, c.want)
		}
	}
}

func TestStreamNames(t *testing.T) {
	for arn, want := range map[string]string{
		sample.Stream: "clicks",
		"arn:aws:kinesis:eu-west-1:111122223333:stream/clicks/consumer/lambda:1700000000":            "clicks",
		"arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000":        "orders",
		"arn:aws:kafka:eu-west-1:111122223333:cluster/events/4c1e8d0a-0a62-4f5e-9d3b-8f6a0b2f7c11-3": "events",
		"arn:aws:kinesis:eu-west-1:111122223333:clicks":                                              "clicks",
	} {
		if got := streamName(arn); got != want {
			t.Errorf("%s: %q, want %q", arn, got, want)
		}
	}
}

func TestVisibilitySaysHowLongItMustBe(t *testing.T) {
	list := found(t, "timeout-vs-visibility", sample.TheQueue(), visible(30, 60, 5, nil)...)
	says(t, list[0], []string{"a message comes back after 30 s, while orders may work on it for 65 s; set 365 s",
		"VisibilityTimeout=365 --region", "timeout of orders 60 s", "batch window of orders 5 s"})
	list = found(t, "timeout-vs-visibility", sample.TheQueue(), append(visible(60, 30, 0, nil), throttledDays(900, 1))...)
	says(t, list[0], []string{"no time to try again after a throttle; set 180 s", "throttles of orders 14"})
}

func TestFailurePathFixNamesRoleAndTarget(t *testing.T) {
	list := found(t, "failure-path-broken", sample.TheFunction(), kept(mayDo("sqs:ReceiveMessage", sample.Failures), sample.Calm(), there())...)
	if len(list) != 1 || list[0].Locus != sample.Failures || list[0].Confidence != rules.Likely {
		t.Fatalf("%+v", list)
	}
	says(t, list[0], []string{"the role orders may not send to " + sample.Failures, "--role-name orders", `"Action":"sqs:SendMessage","Resource":"` + sample.Failures + `"`})
}

func TestFailurePathTellsWhatWasLost(t *testing.T) {
	lost := sample.Troubled(2, facts.TroubleDay{DeadLetterErrors: 4, DestinationErrors: 1}, nil)
	list := found(t, "failure-path-broken", sample.TheFunction(), kept(mayDo("sqs:SendMessage", sample.Failures), lost, there())...)
	says(t, list[0], []string{"8 failed events did not reach the dead-letter queue, and 2 results did not reach their destination"})
}

func TestThrottledTellsTheLimit(t *testing.T) {
	given := called(throttledDays(900, 100), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second))
	says(t, found(t, "throttled", sample.TheFunction(), given...)[0], []string{"reserved concurrency none: the region's limit holds"})
	says(t, found(t, "throttled", sample.TheFunction(), append(given, sample.Reserved(3))...)[0], []string{"its own reservation lets it run 3 at once"})
}

func TestReservedZeroExplainsThrottles(t *testing.T) {
	all := rules.All()
	throttled := rules.Found{Ref: rules.Ref{Rule: "throttled", Subject: sample.Function}, Severity: rules.Low}
	for _, r := range all {
		if r.ID != "reserved-zero" {
			continue
		}
		e := rules.Example{Subject: sample.TheFunction(), Found: map[string][]rules.Found{"throttled": {throttled}}}
		e.Given = append(e.Given, throttledDays(0, 20), sample.Reserved(0))
		known, err := e.World(r)
		if err != nil {
			t.Fatal(err)
		}
		list := e.Judge(r, known, e.About(r, known))
		if len(list) != 1 || len(list[0].Explains) != 1 || list[0].Explains[0] != throttled.Ref {
			t.Errorf("%+v", list)
		}
		says(t, list[0], []string{"280 calls were refused on 14 days", "2026-11-09 to 2026-11-22"})
	}
}

func TestDroppedEventsSayWhatBecameOfThem(t *testing.T) {
	list := found(t, "async-events-dropped", sample.TheFunction(), evented(waitedFor(50*60), facts.Async{Qualifier: "live", MaxAgeS: new(3600)})...)
	if list[0].Confidence != rules.Likely {
		t.Errorf("the wait may be $LATEST's, which has six hours: %+v", list[0])
	}
	says(t, list[0], []string{"an asynchronous event waited 50 min, and is dropped after 1 h", "age of asynchronous events 50 min (wanted below 48), Maximum"})
}
