//go:build integration

package integration

import "slices"

// The regions of the planted account, by what is planted there.
const (
	mainRegion    = "us-east-1"      // who calls, how long it takes, what fails
	otherRegion   = "eu-west-1"      // names that are in use in the main one too; no alarm
	codeRegion    = "us-west-2"      // runtimes, packages, variables, roles
	eventRegion   = "ap-southeast-2" // queues, streams, events
	watchRegion   = "eu-central-1"   // alarms, logs, traces
	networkRegion = "sa-east-1"      // VPCs; alarms that tell nobody
)

// account is the planted account: ministack takes an access key of twelve
// digits for the account's id.
const account = "111122223333"

// chosen are the rules that the plan speaks of, by pillar. Rules that come later
// are left out of the run, so that they change nothing here; so are those whose
// questions no server answers truly, see [TestMinistack].
var chosen = slices.Concat(
	says("env-insecure-transport", "env-secret", "exposed-and-powerful", "layer-foreign", "policy-cross-account", "policy-excess-action", "policy-public",
		"policy-service-without-source", "role-admin", "role-privilege-escalation", "role-shared", "role-trust-too-wide", "role-wildcard", "runtime-deprecated", "runtime-ending-soon", "url-cors-wildcard", "url-public"),
	says("async-events-dropped", "concurrency-near-limit", "env-near-limit", "error-rate", "event-source-unhealthy", "failure-path-broken", "iterator-age",
		"missing-dlq", "partial-batch-off", "queue-concurrency-over-reserved", "queue-max-receive-low", "queue-missing-dlq", "recursion", "reserved-zero", "role-missing",
		"stream-poison-pill", "throttled", "timeout-above-trigger-limit", "timeout-default", "timeout-near-p99", "timeout-vs-visibility",
		"unreserved-headroom-low", "url-half-granted", "vpc-no-route", "vpc-single-az"),
	says("package-large", "snapstart-available", "snapstart-bypassed"),
	says("ephemeral-storage-large", "log-retention-unset", "timeout-far-above-p99", "vpc-endpoint-missing", "x86-architecture"),
	says("alarm-concurrency-missing", "alarm-dlq-depth-missing", "alarm-duration-missing", "alarm-errors-missing", "alarm-iterator-age-missing",
		"alarm-throttles-missing", "alarm-without-action", "log-group-missing", "role-cannot-log", "tracing-off"),
	says("duplicate-code", "infrastructure-as-code-missing", "many-purposes", "steady-load", "timeout-near-limit"),
)

// An area is what is planted in one region, and what must be said of the region
// itself.
type area struct {
	functions []planted
	queues    []queue
	alarms    []alarm
	networks  []network
	guards    guards
	peak      float64 // of all executions at once; 0: nothing is measured
	want      []string
}

// plan is everything that is planted in a region.
var plan = map[string]area{
	mainRegion: {
		functions: slices.Concat(asyncPlan, queuePlan, exposurePlan, urlPlan, timePlan, ratePlan), queues: queues,
		alarms: onAll("Errors", "Throttles", "Duration", "ConcurrentExecutions", "depth of events-dlq", "depth of events-failed"),
		peak:   910, want: says("concurrency-near-limit high"), // of 1000
	},
	otherRegion: {
		functions: otherPlan, peak: 12,
		want: says("alarm-errors-missing medium", "alarm-throttles-missing low", "alarm-duration-missing low", "alarm-concurrency-missing low", "unreserved-headroom-low medium"),
	},
	codeRegion: {
		functions: slices.Concat(runtimePlan, architecturePlan, secretPlan, lookAlikePlan, transportPlan, rolePlan, packagePlan, purposePlan),
		alarms:    onAll("Errors", "Throttles", "Duration"),
	},
	eventRegion: {
		functions: slices.Concat(mappingPlan, streamPlan, troublePlan), queues: eventQueues,
		alarms: slices.Concat(onAll("Errors", "Throttles", "Duration", "depth of failed", "depth of jobs-dlq"), eventAlarms),
	},
	watchRegion: {functions: slices.Concat(alarmPlan, logPlan, tracePlan), alarms: watchAlarms},
	networkRegion: {
		functions: slices.Concat(networkPlan, optionPlan), networks: networks, queues: []queue{{name: "failed"}},
		alarms: mute(onAll("Errors", "Throttles", "Duration", "depth of failed")), want: says("alarm-without-action medium"),
	},
}

// A planted is one function of the plan, and what the audit must say of it:
// "rule severity" or "rule severity locus". No words mean that nothing may be
// found. What is left empty is python3.14 on arm64 under the role "plain", with
// a timeout of 10 s and 512 MB, traced, with a mark of Terraform and a package of
// its own. python3.14, nodejs24.x, java25, dotnet10 and ruby4.0 are supported
// until 2028-04-30 at least (Lambda's runtime table as of 2026-10-20).
type planted struct {
	name        string
	runtime     string
	x86         bool
	image       bool
	role        string
	timeout     int32
	memory      int32
	storage     int32  // MB in /tmp
	deadLetter  string // the name of a queue
	env         map[string]string
	key         bool     // its variables are encrypted with a key of the account's own
	layers      []string // ARNs without the region, or names of layers of the account
	snapStart   bool
	untraced    bool
	tags        map[string]string // in place of Terraform's mark
	packageOf   string            // has the same package as every function that says so
	packageMB   int
	logGroup    string   // in place of its own
	subnets     []string // names in [networks]
	with        []step   // what is done once it exists
	want        []string
	wantLive    []string // of the function's alias "live"
	wantVersion []string // of its version 1
	wantMapping []string // of what feeds it
	wantLogs    []string // of its log group
	wantNamed   []string // where it is named, of the rules that are off
}

// A step plants something more on a function that exists.
type step func(*seeder, *planted) error

// says lists the expected findings.
func says(words ...string) []string { return words }

// steps lists steps.
func steps(list ...step) []step { return list }
