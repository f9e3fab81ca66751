//go:build integration

package integration

import (
	"slices"
	"strings"
)

// The regions of the planted account.
const (
	mainRegion  = "us-east-1"
	otherRegion = "eu-west-1"
)

// account is the planted account: ministack takes an access key of twelve
// digits for the account's id.
const account = "111122223333"

// chosen are the rules that the plan speaks of; rules that come later are
// left out of the run, so that they change nothing here.
var chosen = []string{
	"x86-architecture", "runtime-deprecated", "env-secret", "role-wildcard", "missing-dlq", "timeout-near-p99",
	"timeout-far-above-p99", "role-admin", "policy-public", "queue-missing-dlq", "error-rate", "throttled",
	"concurrency-near-limit", "exposed-and-powerful",
}

// A planted is one function of the plan, and what the audit must say of it:
// "rule severity" or "rule severity locus". No words mean that nothing may be
// found. What is left empty is python3.14 on arm64 under the role "plain", with
// a timeout of 10 s and 512 MB. python3.14, nodejs24.x, java25, dotnet10 and
// ruby4.0 are supported until 2028-04-30 at least (Lambda's runtime table as of
// 2026-10-20).
type planted struct {
	name       string
	runtime    string
	x86        bool
	image      bool
	role       string
	timeout    int32
	memory     int32
	deadLetter string // the name of a queue
	env        map[string]string
	with       []step // what is done once it exists
	want       []string
	wantLive   []string // of the function's alias "live"
}

// A step plants something more on a function that exists.
type step func(*seeder, *planted) error

// says lists the expected findings.
func says(words ...string) []string { return words }

// steps lists steps.
func steps(list ...step) []step { return list }

// plan is every function of a region.
var plan = map[string][]planted{
	mainRegion:  slices.Concat(runtimePlan, architecturePlan, secretPlan, lookAlikePlan, rolePlan, asyncPlan, queuePlan, exposurePlan, timePlan, ratePlan),
	otherRegion: otherPlan,
}

// lines are expected findings: rule, severity, region, subject and locus.
type lines []string

func (l *lines) add(region, subject string, words []string) {
	for _, w := range words {
		rule, rest, _ := strings.Cut(w, " ")
		severity, locus, _ := strings.Cut(rest, " ")
		*l = append(*l, line(rule, severity, region, subject, locus))
	}
}

func (l *lines) functions(region string, list []planted) {
	for _, f := range list {
		l.add(region, f.name, f.want)
		l.add(region, f.name+":live", f.wantLive)
	}
}

func line(rule, severity, region, subject, locus string) string {
	return strings.TrimSpace(strings.Join([]string{rule, severity, region, subject, locus}, " "))
}

// found puts a finding into the words of the plan. A finding about an alias
// belongs to the function's name and the alias's.
func found(f finding) string {
	region, subject := f.Subject, f.Subject
	if parts := strings.SplitN(f.Subject, ":", 6); len(parts) == 6 {
		region, subject = parts[3], strings.TrimPrefix(parts[5], "function:")
		subject = subject[strings.LastIndex(subject, "/")+1:]
	}
	if region == "" {
		region = "global"
	}
	severity := f.Severity
	if f.Outcome != "fail" {
		severity = f.Outcome
	}
	return line(f.Rule, severity, region, subject, f.Locus)
}
