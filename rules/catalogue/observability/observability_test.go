package observability

import (
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// judge is the one thing that a rule says of a subject.
func judge(t *testing.T, id string, header audit.Header, s audit.Subject, given ...audit.Given) rules.Finding {
	t.Helper()
	r, err := rules.ByID(id)
	if err != nil {
		t.Fatal(err)
	}
	known, err := audit.Pretend(header, audit.NewSet(r.Requires...), given...)
	if err != nil {
		t.Fatal(err)
	}
	e := rules.Example{Subject: s}
	list := e.Judge(r, known, s)
	if len(list) != 1 {
		t.Fatalf("%+v", list)
	}
	return list[0]
}

func TestRegionIsToldOnceOfAllItsFunctions(t *testing.T) {
	second := facts.Functions.Is(sample.Second, facts.Config{Name: "invoices", ARN: sample.Second})
	more := facts.Activity{Days: []facts.Day{{Invocations: 90_000}}}
	f := judge(t, "alarm-errors-missing", rules.ExampleHeader(), sample.TheRegion(), append(busy(sample.NoAlarms()),
		second, facts.Metrics.Is(sample.Second, more), facts.Aliases.Is(sample.Second, nil))...)
	if want := "no alarm of eu-west-1 watches the errors of any function, and 2 were called in the window"; f.Message != want {
		t.Errorf("%s, want %s", f.Message, want)
	}
	if text := rules.EvidenceText(f.Evidence); !strings.Contains(text, "invoices, orders") || !strings.Contains(text, "160,000") {
		t.Error(text)
	}
	if strings.Contains(f.Fix, "FunctionName") || !strings.Contains(f.Fix, "--region REGION") || f.Confidence != rules.Sure {
		t.Errorf("%s\n%s", f.Fix, f.Confidence)
	}
}

func TestRegionNamesWhatAVendorMayWatch(t *testing.T) {
	second := facts.Functions.Is(sample.Second, facts.Config{Name: "invoices", ARN: sample.Second, Layers: []string{"arn:aws:lambda:eu-west-1:451483290750:layer:NewRelicPython313:4"}})
	f := judge(t, "alarm-throttles-missing", rules.ExampleHeader(), sample.TheRegion(), append(busy(sample.NoAlarms()), second,
		facts.Metrics.Is(sample.Second, facts.Activity{Days: []facts.Day{{Invocations: 9}}}), facts.Aliases.Is(sample.Second, nil))...)
	if !strings.Contains(f.Message, "(1 of them may be watched elsewhere: New Relic (layer NewRelicPython313))") {
		t.Error(f.Message)
	}
}

// A run of named functions judges no region, so each function is told itself, and
// nobody has looked whether somebody watches it from outside.
func TestNamedFunctionsAreToldThemselves(t *testing.T) {
	header := rules.ExampleHeader()
	header.Scope.Functions = []string{"orders"}
	given := []audit.Given{sample.Config(nil), sample.NoAliases(), sample.Activity(14, sample.Busy(5000, 900, 2000), nil), sample.NoAlarms()}
	f := judge(t, "alarm-errors-missing", header, sample.TheFunction(), given...)
	if f.Outcome != rules.Fail || f.Confidence != rules.Likely || !strings.Contains(f.Message, "unless it is watched from outside") {
		t.Errorf("%s %s: %s", f.Outcome, f.Confidence, f.Message)
	}
}

func TestDurationAlarmsThatNeverGoOff(t *testing.T) {
	f := judge(t, "alarm-duration-missing", rules.ExampleHeader(), sample.TheFunction(), busy(slow("orders", 30_000), slow("", 10_000))...)
	want := "no alarm can go off on its duration: the alarm Duration of orders waits for 30 s, and the timeout is 10 s; the alarm Duration of all waits for 10 s, and the timeout is 10 s"
	if f.Message != want {
		t.Errorf("%s, want %s", f.Message, want)
	}
	for statistic, is := range map[string]bool{"Average": true, "p99": true, "tm90": true, "TM(10%:90%)": true, "IQM": true,
		"Sum": false, "TS(80%:)": false, "tc90": false, "PR(:300)": false} {
		if isDuration(statistic) != is {
			t.Errorf("%s is a duration: %v", statistic, !is)
		}
	}
}

func TestAlarmsThatAreSwitchedOffAreNamed(t *testing.T) {
	for id, c := range map[string]struct {
		subject audit.Subject
		given   []audit.Given
		want    string
	}{
		"alarm-errors-missing": {sample.TheFunction(), busy(sample.AlarmOn("Errors", "orders", off), sample.AlarmOn("Errors", "invoices", nil)),
			"no alarm can go off on its errors: the actions of the alarm Errors of orders are switched off"},
		"alarm-concurrency-missing": {sample.TheRegion(), used(sample.AlarmOn("ConcurrentExecutions", "", off)),
			"; the actions of the alarm ConcurrentExecutions of all are switched off"},
	} {
		if f := judge(t, id, rules.ExampleHeader(), c.subject, c.given...); !strings.HasSuffix(f.Message, c.want) {
			t.Errorf("%s: %s", id, f.Message)
		}
	}
}

func TestMissingGroupNamesWhoMayTakeItsLines(t *testing.T) {
	f := judge(t, "log-group-missing", rules.ExampleHeader(), sample.TheFunction(), append(ran(nil, group("/aws/lambda/orders", missing)), datadog())...)
	if !strings.HasSuffix(f.Message, "; Datadog (layer Datadog-Extension-ARM) may take its lines elsewhere") || f.Confidence != rules.Likely {
		t.Errorf("%s: %s", f.Confidence, f.Message)
	}
}

func TestQueuesAreToldWhatTheyTake(t *testing.T) {
	f := judge(t, "alarm-dlq-depth-missing", rules.ExampleHeader(), failures(),
		append(redriven(onQueue("NumberOfMessagesSent", "orders-failed")), deadLetters(sample.NoAlarms())...)...)
	want := "no alarm watches the queue that takes what failed of orders, the queue orders; the alarm NumberOfMessagesSent counts messages sent, and what a redrive policy moves is not sent"
	if f.Message != want {
		t.Errorf("%s, want %s", f.Message, want)
	}
}

func TestMissingGroupIsNamedInTheFix(t *testing.T) {
	f := judge(t, "log-group-missing", rules.ExampleHeader(), sample.TheFunction(), ran(to("/shop/all"), group("/shop/all", missing))...)
	if f.Message != "it ran 70,000 times in the window, and there is no log group /shop/all" || !strings.Contains(f.Fix, "create-log-group --log-group-name /shop/all --region") {
		t.Errorf("%s\n%s", f.Message, f.Fix)
	}
}

func TestRoleIsGivenWhatItLacks(t *testing.T) {
	lacks := func(group audit.Given, policy ...string) rules.Finding {
		return judge(t, "role-cannot-log", rules.ExampleHeader(), sample.TheFunction(), loggedAs(group, policy...)...)
	}
	for name, c := range map[string]struct {
		finding       rules.Finding
		message, want string
	}{
		"streams": {lacks(there, may(ownGroup+"-archive:*")), "its role orders may not use logs:CreateLogStream on the log group /aws/lambda/orders",
			`aws iam put-role-policy --role-name orders --policy-name write-log --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"` + ownGroup + `:*"}]}'`},
		"the group": {lacks(notThere, may(ownGroup+":*")), "its role orders may not use logs:CreateLogGroup on the log group /aws/lambda/orders, which does not exist",
			"aws logs create-log-group --log-group-name /aws/lambda/orders --region"},
		"denied": {lacks(there, may("*"), `{"Effect":"Deny","Action":"logs:PutLogEvents","Resource":"*"}`),
			"its role orders may not use logs:PutLogEvents on the log group /aws/lambda/orders; a Deny takes it away, as if on purpose", "# first take the Deny away"},
		"bounded": {judge(t, "role-cannot-log", rules.ExampleHeader(), sample.TheFunction(), bounded(may("*"))...),
			"its role orders may not use logs:CreateLogStream on the log group /aws/lambda/orders; its permissions boundary limits leaves it out", "# first let the permissions boundary " + limits + " allow it, too: nothing that the role's policies allow goes beyond it\naws iam put-role-policy"},
		"bounded, and not allowed either": {judge(t, "role-cannot-log", rules.ExampleHeader(), sample.TheFunction(), bounded(may(ownGroup+"-archive:*"))...),
			"its role orders may not use logs:CreateLogStream on the log group /aws/lambda/orders; its permissions boundary limits leaves it out", "# first let the permissions boundary"},
	} {
		if f := c.finding; f.Message != c.message || !strings.Contains(f.Fix, c.want) {
			t.Errorf("%s: %s\n%s", name, f.Message, f.Fix)
		}
	}
}
