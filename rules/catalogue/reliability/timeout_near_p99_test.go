package reliability

import (
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// near is the one thing that the rule says of a function with that timeout.
func near(t *testing.T, timeout int, policy, activity audit.Given) rules.Finding {
	t.Helper()
	list := found(t, "timeout-near-p99", sample.TheFunction(), sample.Config(func(c *facts.Config) { c.TimeoutS = timeout }),
		activity, policy, sample.NoAliases(), sample.Reads(sample.Queue, sample.Function))
	if len(list) != 1 {
		t.Fatalf("%+v", list)
	}
	return list[0]
}

func TestTimeoutSuggestion(t *testing.T) {
	api, userPool := sample.InvokedBy("apigateway.amazonaws.com"), sample.InvokedBy("cognito-idp.amazonaws.com")
	for name, c := range map[string]struct {
		timeout       int
		policy        audit.Given
		p99, highest  float64
		want, wantFix string
	}{
		"nobody limits it": {10, sample.NoPolicy(), 9100, 9900,
			"; set 14 s, and the visibility timeout of orders to at least 84 s", "--timeout 14 --region REGION"},
		"durations are cut off": {10, sample.NoPolicy(), 9100, 10_000,
			"; set at least 14 s, and", "--timeout 14 "},
		"within what the API waits": {20, api, 19_000, 20_000,
			"; set 28 s, because apigateway.amazonaws.com waits 29 s, and", "--timeout 28 "},
		"longer than the API waits": {29, api, 28_000, 28_500,
			"a longer timeout does not help those who call through apigateway.amazonaws.com, which waits 29 s: shorten the work, or do it asynchronously, or let the API wait longer",
			"aws apigateway update-integration"},
		"longer than the user pool waits": {10, userPool, 9100, 9900,
			"cognito-idp.amazonaws.com, which waits 5 s: shorten the work", "--invocation-type Event"},
		"the longest there is": {900, sample.NoPolicy(), 850_000, 890_000,
			"900 s is the longest that Lambda takes: shorten the work, or split it", "Step Functions"},
	} {
		t.Run(name, func(t *testing.T) {
			f := near(t, c.timeout, c.policy, sample.Activity(14, sample.Busy(5000, c.p99, c.highest), nil))
			says(t, f, []string{c.want, c.wantFix}, "--timeout SECONDS")
		})
	}
}

func TestTimeoutTellsTheDaysThatDecide(t *testing.T) {
	f := near(t, 10, sample.NoPolicy(), sample.Activity(14, sample.Busy(5000, 900, 2000), func(a *facts.Activity) {
		a.Days[1].P99MS = sample.Ptr(8500)
		a.Days[2].Samples, a.Days[2].Invocations = 40, 40
		for _, day := range []int{3, 4, 5, 9} {
			a.Days[day].MaxMS = sample.Ptr(10_000)
		}
	}))
	says(t, f, []string{
		"p99 reached 8,500 ms of a timeout of 10 s, on 1 day, and the timeout of 10 s was met on 4 days",
		"duration 8,500 ms, p99 of the slowest of 13 days with enough samples, 14 days, n 65,000",
		"days with a p99 near the timeout 2026-11-10, p99",
		"days on which the timeout was met 2026-11-12 to 2026-11-14, 2026-11-18, Maximum, 14 days, n 65,040",
	})
}

func TestTimeoutShowsNoP99WhereThereIsNone(t *testing.T) {
	f := near(t, 10, sample.NoPolicy(), sample.Activity(14, sample.Busy(1, 10_000, 10_000), nil))
	says(t, f, []string{"the timeout of 10 s was met on 14 days"}, "p99")
}

func TestTimeoutWithoutDurationsIsNoDataAndNotIdle(t *testing.T) {
	f := near(t, 10, sample.NoPolicy(), sample.Activity(14, facts.Day{Invocations: 500}, nil))
	if f.Unknown == nil || f.Unknown.Reason != audit.NoData {
		t.Errorf("%+v", f)
	}
	says(t, f, []string{"7,000 invocations and tells no duration"})
}

func TestTimeoutSaysTrulyWhatIsTooFew(t *testing.T) {
	f := near(t, 10, sample.NoPolicy(), sample.Activity(14, sample.Busy(50, 9900, 9950), nil))
	says(t, f, []string{"a p99 takes 100 invocations a day: 0 days had so many (700 invocations in the window), and at least 2 must"})
}

func TestTimeoutSaysWhoseItIs(t *testing.T) {
	list := found(t, "timeout-near-p99", sample.TheFunction(), sample.TimedVersion(60, 10, sample.Activity(14, sample.Busy(5000, 9100, 9900), nil))...)
	f := list[0]
	says(t, f, []string{
		"p99 reached 9,100 ms of a timeout of 10 s (that of version 7), on 14 days", "timeout of version 7 10 s",
		"aws lambda update-alias --function-name NAME --name live --function-version VERSION",
	}, "--name ALIAS")
	if f.Confidence != rules.Likely {
		t.Errorf("it is %v that version 7 ran so long", f.Confidence)
	}
}

func TestTimeoutSaysWhoMayHaveRun(t *testing.T) {
	list := found(t, "timeout-near-p99", sample.TheFunction(), sample.TimedVersion(10, 60, sample.Activity(14, sample.Busy(5000, 9100, 9900), nil))...)
	says(t, list[0], []string{"by version 7 it would be a pass, by $LATEST it would be a fail, and CloudWatch does not tell which of them ran so"})
}

func TestTimeoutOnManagedInstancesMayBeLonger(t *testing.T) {
	list := found(t, "timeout-near-p99", sample.TheFunction(), sample.Config(func(c *facts.Config) {
		c.TimeoutS, c.Capacity = 900, "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:pool"
	}), sample.Activity(14, sample.Busy(5000, 850_000, 890_000), nil), sample.NoPolicy(), sample.NoAliases(), sample.Reads(sample.Queue, sample.Second))
	says(t, list[0], []string{"; set 1275 s", "--timeout 1275 "}, "the longest that Lambda takes")
}

func TestTimeoutSuggestionLeavesTheQueueItsBatchWindow(t *testing.T) {
	windowed := sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.BatchWindowS = 20 })
	f := found(t, "timeout-near-p99", sample.TheFunction(), sample.Config(func(c *facts.Config) { c.TimeoutS = 10 }),
		sample.Activity(14, sample.Busy(5000, 9100, 9900), nil), sample.NoPolicy(), sample.NoAliases(), windowed)[0]
	says(t, f, []string{"; set 14 s, and the visibility timeout of orders to at least 104 s"})
}

// $LATEST cannot have run so long, and who looks at it sees another timeout.
func TestTimeoutSaysWhoseItIsWhereOnlyOneRan(t *testing.T) {
	f := found(t, "timeout-near-p99", sample.TheFunction(), sample.TimedVersion(10, 60, sample.Activity(14, sample.Busy(5000, 55_000, 58_000), nil))...)[0]
	says(t, f, []string{"p99 reached 55 s of a timeout of 60 s (that of version 7)"})
	if f.Confidence != rules.Sure {
		t.Errorf("it is %v that version 7 ran so long", f.Confidence)
	}
}
