//go:build integration

package integration

// asyncPlan are functions that events come to asynchronously, or not.
var asyncPlan = []planted{
	{name: "photo-resize", with: steps(invokedBy("s3"), events(500)), want: says("missing-dlq high")},
	{name: "order-mail", with: steps(invokedBy("sns"), events(500)), want: says("missing-dlq high")},
	{name: "nightly-close", with: steps(invokedBy("events"), events(1)), want: says("missing-dlq high")},
	{name: "inbound-mail", with: steps(invokedBy("ses"), events(20)), want: says("missing-dlq high")},
	{name: "sensor", with: steps(invokedBy("iot"), events(20)), want: says("missing-dlq high")},
	{name: "log-shipper", with: steps(invokedBy("logs"), events(20)), want: says("missing-dlq high")},
	{name: "drift-check", with: steps(invokedBy("config"), events(20)), want: says("missing-dlq high")},
	{name: "wired-only", with: steps(invokedBy("s3")), want: says("missing-dlq medium")},
	{name: "by-scheduler", with: steps(events(30)), want: says("missing-dlq high")}, // Scheduler invokes by role, so no policy shows it
	{name: "photo-resize-kept", deadLetter: "events-dlq", with: steps(invokedBy("s3"), events(500))},
	{name: "order-mail-kept", deadLetter: "events-dlq", with: steps(invokedBy("sns"), events(500))},
	{name: "nightly-close-kept", with: steps(invokedBy("events"), onFailure("events-failed"), events(1))},
	{name: "drift-check-kept", with: steps(invokedBy("config"), onFailure("events-failed"))},
	{name: "retries-only", with: steps(invokedBy("s3"), retries(0), events(5)), want: says("missing-dlq high")},
	{name: "web-api", with: steps(invokedBy("apigateway"), works(load{calls: 1000, typical: 300})[0])},
	{name: "sign-up-hook", with: steps(invokedBy("cognito-idp"))},
	{name: "never-called"},
	// By its alias it is invoked, and $LATEST's destination does not count there.
	{name: "alias-lost", with: steps(alias("live"), aliasInvokedBy("live", "s3"), onFailure("events-failed"), usedBy("live", 100)),
		want: says("missing-dlq high live")},
}

// A queue is an SQS queue of the plan.
type queue struct {
	name       string
	redrive    string // the name of its dead-letter queue
	receives   int    // after which a message goes there; 5 unless said
	visibility int    // seconds, 60 unless said
	gone       bool   // somebody has deleted it
	want       []string
	// unsure marks a queue that is read and has no redrive policy: only
	// ListDeadLetterSourceQueues, which ministack does not offer, tells whether
	// it is a dead-letter queue itself. There queue-missing-dlq must stay
	// unknown; told is what it finds where the question is answered.
	unsure bool
	told   []string
}

// queues come in an order in which every dead-letter queue exists when it is named.
var queues = []queue{
	{name: "events-dlq"},
	{name: "events-failed"},
	{name: "orders-dlq", unsure: true, want: says("alarm-dlq-depth-missing medium")},
	{name: "orders", redrive: "orders-dlq"},
	{name: "returns", unsure: true, told: says("queue-missing-dlq high")},
	{name: "stock", unsure: true, told: says("queue-missing-dlq high")},
	{name: "unread"}, // nobody reads it, so nobody judges it
}

// queuePlan are functions that queues feed. An event source mapping polls, so
// none of them is invoked asynchronously.
var queuePlan = []planted{
	{name: "orders-worker", with: steps(reads("orders"))},
	{name: "orders-mirror", with: steps(reads("orders"))},
	{name: "returns-worker", with: steps(reads("returns"))},
	{name: "stock-worker", with: steps(reads("stock"))},
	{name: "stock-audit", with: steps(reads("stock"))},
	{name: "dlq-drain", with: steps(reads("orders-dlq"))},
}
