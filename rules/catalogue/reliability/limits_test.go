package reliability

import (
	"slices"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

func TestTriggerLimitIsAsSureAsTheTriggerIsKnown(t *testing.T) {
	for name, c := range map[string]struct {
		given      []audit.Given
		confidence rules.Confidence
		want       []string
	}{
		"an API may wait longer": {awaited("apigateway.amazonaws.com", 60, sample.Busy(5000, 33_000, 41_000)), rules.Likely, []string{
			"p99 reached 33 s, beyond the limit on 14 days, and apigateway.amazonaws.com waits 29 s (a REST API that streams, or whose quota was raised: up to 900 s)",
			"invoked by apigateway.amazonaws.com", "timeout 60 s (wanted 29 s)", "aws apigateway update-integration", "aws apigateway create-deployment"}},
		"an API that streams may wait for all of it": {awaited("apigateway.amazonaws.com", 900, sample.Busy(5000, 310_000, 320_000)), rules.Likely, []string{"p99 reached 310 s"}},
		"a user pool never waits longer, but others with a role may have called": {awaited("cognito-idp.amazonaws.com", 10, sample.Busy(500, 7000, 8000)), rules.Likely, []string{
			"cognito-idp.amazonaws.com waits 5 s: its callers", "--invocation-type Event"}},
		"the setting of an API that may wait longer": {awaited("apigateway.amazonaws.com", 60, sample.Busy(5000, 900, 2000)), rules.Likely, []string{
			"its timeout of 60 s is longer than its trigger waits", "--timeout 28 ", "update-integration"}},
		"the setting, beyond what any contact's flow waits": {awaited("connect.amazonaws.com", 120, sample.Busy(5000, 900, 2000)), rules.Sure, []string{
			"waits 8 s (a flow block that does not wait for the answer: up to 60 s)"}},
		"an alias's": {awaitedByAlias("appsync.amazonaws.com", 10, 60), rules.Sure, []string{
			"its timeout of 60 s (that of version 7) is longer", "--timeout 29 ", "--name live --function-version VERSION"}},
		"other ways in": {[]audit.Given{lasting(60), sample.InvokedBy("appsync.amazonaws.com"), sample.NoAliases(), sample.Reads(sample.Queue, sample.Function),
			sample.Activity(14, sample.Busy(5000, 33_000, 41_000), nil)}, rules.Possible, []string{"unless those runs came by another way: " + sample.Queue}},
	} {
		t.Run(name, func(t *testing.T) {
			f := found(t, "timeout-above-trigger-limit", sample.TheFunction(), c.given...)[0]
			says(t, f, c.want, "--timeout SECONDS")
			if f.Confidence != c.confidence {
				t.Errorf("it is %v", f.Confidence)
			}
		})
	}
}

func TestDefaultTimeoutSaysWhatToSet(t *testing.T) {
	f := found(t, "timeout-default", sample.TheFunction(), sample.Timed(3, sample.Activity(14, sample.Busy(5000, 900, 2000), nil))...)[0]
	says(t, f, []string{"the timeout is the default of 3,000 ms, and the longest run took 2,000 ms; set 4 s", "--timeout 4 ", "n 70,000"}, "SECONDS")
}

func TestMemoryThatIsShortSaysWhatToSet(t *testing.T) {
	insights := func(memoryMB int, share float64) []audit.Given {
		return sample.Sized(memoryMB, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(memoryMB, share, 70_000))...)
	}
	recommended := sample.Sized(512, sample.NotMeasured(), facts.ComputeOptimizer.Is(sample.Function,
		facts.Advice{Finding: "NotOptimized", Reasons: []string{"MemoryUnderprovisioned"}, MemoryMB: 512, Invocations: 70_000, UsedMB: sample.Ptr(300), SizeMB: 1024}))
	for name, c := range map[string]struct {
		given []audit.Given
		want  []string
	}{
		"more than it has":  {insights(512, 0.97), []string{"it has 512 MB and used 496.6 MB at most, in 70,000 invocations; set 768 MB", "--memory-size 768 ", "memory used 97 %"}},
		"as recommended":    {recommended, []string{"Compute Optimizer finds that it needs more; set 1,024 MB", "--memory-size 1024 "}},
		"the most there is": {insights(10_240, 0.99), []string{"10,240 MB is the most that Lambda gives", "smaller batches"}},
		"more than that on managed instances": {append(insights(10_240, 0.99), sample.Config(func(c *facts.Config) {
			c.MemoryMB, c.Capacity = 10_240, "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:pool"
		})), []string{"set 14,336 MB"}},
		"close to the limit": {insights(9000, 0.99), []string{"set 10,240 MB"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, found(t, "memory-underprovisioned", sample.TheFunction(), c.given...)[0], c.want, "SIZE")
		})
	}
}
