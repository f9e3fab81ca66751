//go:build integration

package integration

// timePlan are functions whose durations come near their timeout, or stay far
// from it. Each load is that of every day of the window, unless it says less.
var timePlan = []planted{
	{name: "checkout", with: works(load{calls: 1000, typical: 900})},
	{name: "slow-search", with: works(load{calls: 1000, typical: 1200, slow: 8500, slowCalls: 30}), want: says("timeout-near-p99 high")},
	{name: "cut-off", with: works(load{calls: 1000, typical: 1200, slow: 10_000, slowCalls: 40}), want: says("timeout-near-p99 high")},
	{name: "cut-rarely", with: works(load{calls: 1000, typical: 1200, slow: 10_000, slowCalls: 1}), want: says("timeout-near-p99 high")},
	{name: "cut-once", with: works(load{calls: 1000, typical: 1200}, load{days: 1, calls: 1, typical: 10_000}), want: says("timeout-near-p99 medium")},
	{name: "slow-one-day", with: works(load{calls: 1000, typical: 1200}, load{days: 1, calls: 100, typical: 8500})},
	{name: "slow-two-days", with: works(load{calls: 1000, typical: 1200}, load{days: 2, calls: 100, typical: 8500}), want: says("timeout-near-p99 high")},
	{name: "peaks-below", with: works(load{calls: 1000, typical: 1200, slow: 9500, slowCalls: 2})},
	{name: "half-way", with: works(load{calls: 1000, typical: 1200, slow: 7500, slowCalls: 100})},
	{name: "few-and-fast", with: works(load{days: 3, calls: 5, typical: 1200})},
	{name: "few-and-slow", with: works(load{days: 3, calls: 5, typical: 9000})}, // too few to tell
	{name: "minute-for-nothing", timeout: 60, with: works(load{calls: 1000, typical: 900}), want: says("timeout-far-above-p99 low")},
	{name: "quarter-of-an-hour", timeout: 900, with: works(load{calls: 200, typical: 2000}), want: says("timeout-far-above-p99 low")},
	{name: "needs-its-minute", timeout: 60, with: works(load{calls: 1000, typical: 900, slow: 45_000, slowCalls: 1})},
	{name: "behind-api", timeout: 60, with: append(works(load{calls: 200, typical: 35_000}), invokedBy("apigateway")), want: says("timeout-above-trigger-limit high")},
	{name: "behind-api-so-far", timeout: 60, with: append(works(load{calls: 200, typical: 15_000}), invokedBy("apigateway")), want: says("timeout-above-trigger-limit low")},
	{name: "behind-api-and-short", timeout: 28, with: append(works(load{calls: 200, typical: 15_000}), invokedBy("apigateway"))},
	{name: "behind-nothing", timeout: 60, with: works(load{calls: 200, typical: 35_000})},
	{name: "three-seconds", timeout: 3, with: works(load{calls: 1000, typical: 900, slow: 2000, slowCalls: 1}), want: says("timeout-default low")},
	{name: "three-seconds-enough", timeout: 3, with: works(load{calls: 1000, typical: 300})},
	{name: "twelve-minutes", timeout: 900, with: works(load{calls: 120, typical: 700_000}), want: says("timeout-near-limit medium")},
	{name: "eight-minutes", timeout: 900, with: works(load{calls: 120, typical: 480_000})},
	// One execution at all hours, at 10 GB: a container costs half of that.
	{name: "steady", timeout: 60, memory: 10240, with: append(works(load{calls: 4320, typical: 20_000}), runsAtOnce(1, 1)), want: says("steady-load low")},
	{name: "bursty", timeout: 60, memory: 10240, with: append(works(load{calls: 4320, typical: 20_000}), runsAtOnce(1, 12))},
	{name: "short-anyway", timeout: 29, with: works(load{calls: 1000, typical: 100})},
}

// ratePlan are functions that fail or are throttled.
var ratePlan = []planted{
	{name: "failing", with: works(load{calls: 1000, typical: 900, errors: 150}), want: says("error-rate high")},
	{name: "failing-some", with: works(load{calls: 1000, typical: 900, errors: 30}), want: says("error-rate medium")},
	{name: "failing-little", with: works(load{calls: 1000, typical: 900, errors: 5})},
	{name: "failing-few", with: works(load{days: 1, calls: 8, typical: 900, errors: 4})},                                      // four errors are no rate
	{name: "failing-unsure", with: works(load{days: 1, calls: 40, typical: 900, errors: 6}), want: says("error-rate medium")}, // surely above 7 %
	{name: "throttled-api", with: append(works(load{calls: 1000, typical: 900, throttles: 50}), invokedBy("apigateway")), want: says("throttled high")},
	{name: "throttled-worker", with: works(load{calls: 1000, typical: 900, throttles: 50}), want: says("throttled high")},
	{name: "throttled-little", with: append(works(load{calls: 1000, typical: 900, throttles: 5}), invokedBy("apigateway"))},
	{name: "switched-off", with: works(load{throttles: 20}), want: says("throttled high")},
}
