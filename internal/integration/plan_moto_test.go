//go:build integration

package integration

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// motoPlan is what moto keeps: no function has metrics, but every region has its
// concurrency; none has asynchronous
// settings, whose dates moto sends in a form the SDK refuses, or a policy on an
// alias, which moto puts on the function; it takes no layer of another account.
var motoPlan = map[string]area{
	mainRegion: {
		functions: slices.Concat(runtimePlan, withoutSteps(architecturePlan), secretPlan, lookAlikePlan, transportPlan, rolePlan, queuePlan, motoMappings, motoVersions, motoNetworkPlan,
			named(exposurePlan, "public", "public-all", "organisation", "own-topic", "any-topic", "own-account", "partner", "partner-role", "partner-deploys", "own-role-deploys", "own-role-invokes"),
			named(purposePlan, "three-triggers", "two-triggers", "eight-services"),
			named(packagePlan, "copy-a", "copy-b", "own-layer", "by-hand", "by-nobody", "by-pulumi", "variables-full", "variables-half", "runtime-ending"),
			named(tracePlan, "untraced", "untraced-image"), named(logPlan, "logs-for-ever", "never-logged"), named(alarmPlan, "watched")),
		queues: slices.Concat(queues, motoQueues), networks: motoNetworks,
		guards: guards{inspected: true, network: true},
		alarms: []alarm{{metric: "ConcurrentExecutions", math: true, action: "none"}}, want: says("alarm-without-action medium"),
	},
	otherRegion: {functions: []planted{{name: "legacy-report"}}, guards: guards{inspected: true, network: true},
		alarms: []alarm{{metric: "ConcurrentExecutions", query: true}}},
	watchRegion: {functions: []planted{{name: "legacy-report"}}, guards: guards{detector: true},
		want: says("guardduty-off low", "inspector-off low", "alarm-concurrency-missing low")},
}

// named are the rows of those names.
func named(list []planted, names ...string) []planted {
	return slices.DeleteFunc(slices.Clone(list), func(f planted) bool { return !slices.Contains(names, f.name) })
}

// withoutSteps leaves out the functions that steps make what they are.
func withoutSteps(list []planted) []planted {
	return slices.DeleteFunc(slices.Clone(list), func(f planted) bool { return f.with != nil })
}

// motoQueues and motoMappings are the queues and readers of the region of events
// that take neither metrics nor what moto does not offer.
var motoQueues = slices.DeleteFunc(slices.Clone(eventQueues), func(q queue) bool {
	return !slices.Contains([]string{"jobs-dlq", "jobs", "impatient", "hasty", "brief", "windowed", "windowed-short"}, q.name)
})

var motoMappings = named(mappingPlan, "jobs-worker", "jobs-whole", "jobs-single", "jobs-over-reserved", "jobs-as-reserved", "jobs-unreserved",
	"impatient-worker", "hasty-worker", "brief-worker", "windowed-worker", "windowed-short-worker")

// motoVersions are functions with versions, which only moto lists.
var motoVersions = []planted{
	{name: "secret-left", env: vars("DATABASE_URL", secret("postgres-url")), with: steps(published(), updated(withoutVariables)), want: says("old-version-secrets low")},
	{name: "secret-served", env: vars("DATABASE_URL", secret("postgres-url")), with: steps(alias("live"), updated(withoutVariables)), wantVersion: says("env-secret critical DATABASE_URL")},
	{name: "secret-everywhere", env: vars("DB_PASSWORD", secret("password")), with: steps(published()), want: says("env-secret high DB_PASSWORD", "old-version-secrets low")},
	{name: "harmless-left", env: vars("TABLE", "orders"), with: steps(published(), updated(withoutVariables))},
	{name: "runtime-left", runtime: "python3.9", with: steps(published(), updated(&lambda.UpdateFunctionConfigurationInput{Runtime: types.RuntimePython314}))},
	{name: "runtime-served", runtime: "python3.9", with: steps(alias("live"), updated(&lambda.UpdateFunctionConfigurationInput{Runtime: types.RuntimePython314})),
		wantVersion: says("runtime-deprecated high")},
}

// motoNetworks has subnets of every size, whose free addresses moto counts.
var motoNetworks = []network{{name: "sized", zones: map[string]string{"wide-a": "a", "wide-a2": "a", "wide-b": "b", "small-b-tiny": "b"}, wantTiny: says("subnet-addresses-low medium")}}

var motoNetworkPlan = []planted{
	{name: "in-two-zones", role: "aws-vpc", subnets: []string{"wide-a", "wide-b"}},
	{name: "in-one-zone", role: "aws-vpc", subnets: []string{"wide-a", "wide-a2"}, want: says("vpc-single-az medium")},
	{name: "in-a-tiny-subnet", role: "aws-vpc", subnets: []string{"wide-a", "small-b-tiny"}},
}
