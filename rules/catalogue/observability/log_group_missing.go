package observability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "log-group-missing", Title: "runs, and the log group that it should write to does not exist",
	Severity: rules.Medium, Pillar: rules.Observability,
	Why: "Lambda makes the log group at the first run. Where there is none after thousands of them, the role may not make it or write to it, and every line the function writes is lost.",
	Fix: logGroupFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Metrics, facts.LogGroups, views.Running, views.Watchers},
	Check:    checkLogGroup,
	Examples: []rules.Example{
		{Name: "it ran, and there is no group", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: ran(nil, group("/aws/lambda/orders", missing))},
		{Name: "its own group, which nobody made", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: ran(to("/shop/all"), group("/shop/all", missing))},
		{Name: "a group whose name only begins so is another one (CloudSploit, Service Screener)", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: ran(nil, group("/aws/lambda/orders", missing), group("/aws/lambda/orders-archive", facts.LogGroup{}))},
		{Name: "there is no group, and a vendor's extension may take the lines", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: append(ran(nil, group("/aws/lambda/orders", missing)), datadog())},
		{Name: "the group is there", Want: rules.Pass, Subject: sample.TheFunction(), Given: ran(nil, group("/aws/lambda/orders", facts.LogGroup{RetentionDays: 30}))},
		{Name: "a group of its own choice (CloudSploit and Service Screener look for the default's name)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: ran(to("/shop/all"), group("/shop/all", facts.LogGroup{}))},
		{Name: "it runs by its alias, and the version's group is there", Want: rules.Pass, Subject: sample.TheFunction(), Given: versioned(
			group("/aws/lambda/orders", facts.LogGroup{}), group("/shop/all", missing))},
		{Name: "it runs by its alias, and the version's group is not there", Want: rules.Fail, Subject: sample.TheFunction(), Given: versioned(
			group("/aws/lambda/orders", missing), group("/shop/all", facts.LogGroup{}))},
		{Name: "what ran is not known, and one of the groups is not there", Want: rules.Unknown, Subject: sample.TheFunction(), Given: append(
			versioned(group("/aws/lambda/orders", missing), group("/shop/all", facts.LogGroup{})),
			facts.Presence.IsUnknown(sample.Function, sample.Denied("cloudwatch:ListMetrics")))},
		{Name: "log groups are denied", Want: rules.Unknown, Subject: sample.TheFunction(), Given: ran(nil, facts.LogGroups.Broke(sample.Region, sample.Denied("logs:DescribeLogGroups")))},
		{Name: "never invoked: no run has made it yet", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: append(ran(nil, group("/aws/lambda/orders", missing)), sample.Idle())},
		{Name: "a replica of Lambda@Edge", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: ran(func(c *facts.Config) { c.Master = sample.Second }, group("/aws/lambda/orders", missing))},
	},
})

const logGroupFix = `# LOG_GROUP is the function's own: aws lambda get-function-configuration --function-name NAME --query LoggingConfig --region REGION
aws logs create-log-group --log-group-name LOG_GROUP --region REGION
aws logs put-retention-policy --log-group-name LOG_GROUP --retention-in-days 30 --region REGION
# and let the function's role write to it: logs:CreateLogStream and logs:PutLogEvents, as AWSLambdaBasicExecutionRole has
# SAM: LoggingConfig: {LogGroup: ...} and AWS::Logs::LogGroup      Terraform: aws_cloudwatch_log_group`

var missing = facts.LogGroup{Missing: true}

func group(name string, g facts.LogGroup) audit.Given {
	return facts.LogGroups.Is("arn:aws:logs:eu-west-1:111122223333:log-group:"+name, g)
}

func to(name string) func(*facts.Config) { return func(c *facts.Config) { c.LogGroup = name } }

// ran is a function that was called as $LATEST.
func ran(change func(*facts.Config), groups ...audit.Given) []audit.Given {
	return append([]audit.Given{sample.Config(change), sample.NoAliases(), facts.Presence.Is(sample.Function, facts.Seen{Active: true}),
		sample.Activity(14, sample.Busy(5000, 900, 2000), nil)}, groups...)
}

// versioned is a function that is called by an alias; $LATEST has another group.
func versioned(groups ...audit.Given) []audit.Given {
	return append(ran(to("/shop/all"), groups...), sample.Serving("7"), sample.VersionConfig("7", nil),
		facts.Presence.Is(sample.Function, facts.Seen{Active: true, Qualifiers: []string{"live"}}))
}

func checkLogGroup(in *rules.Input) []rules.Finding {
	activity, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	n := activity.Invocations()
	switch {
	case n == 0 && err != nil:
		return rules.One(rules.Undecided(err))
	case n == 0:
		return rules.One(rules.Inapplicable("it was not invoked in the window"))
	}
	runs, err := views.Running.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if slices.ContainsFunc(slices.Concat(runs.Ran, runs.Maybe), func(run views.Run) bool { return run.Master != "" }) {
		return rules.One(rules.Inapplicable("a replica of Lambda@Edge writes to its master's group in the region where it runs"))
	}
	unsure := runs.Open
	for _, run := range runs.Ran {
		g, err := groupOf(in, &run.Config)
		if err == nil && g.Missing {
			return rules.One(noLogGroup(in, &run, n))
		}
		unsure = cmp.Or(unsure, err)
	}
	if len(runs.Ran) == 0 {
		unsure = cmp.Or(unsure, anyMissing(in, runs.Maybe))
	}
	if unsure != nil {
		return rules.One(rules.Undecided(unsure))
	}
	return nil
}

func groupOf(in *rules.Input, c *facts.Config) (facts.LogGroup, error) {
	return facts.LogGroups.Of(in.Facts, facts.LogGroupARN(in.Subject.ID, c))
}

// anyMissing says why it cannot be told whether what ran has a group: one of those
// that may have run has none.
func anyMissing(in *rules.Input, runs []views.Run) error {
	var unsure error
	for i := range runs {
		g, err := groupOf(in, &runs[i].Config)
		if err == nil && g.Missing {
			err = &audit.Unknown{Reason: audit.NoData, Fact: facts.LogGroups.Name,
				Message: fmt.Sprintf("there is no log group %s, and whether what writes to it ran is not known", nameOf(facts.LogGroupARN(in.Subject.ID, &runs[i].Config)))}
		}
		unsure = cmp.Or(unsure, err)
	}
	return unsure
}

// ranAs is the ARN of the function, or of the version of it that ran.
func ranAs(function string, run *views.Run) string {
	if run.Version == "" || run.Version == "$LATEST" {
		return function
	}
	return function + ":" + run.Version
}

func noLogGroup(in *rules.Input, run *views.Run, n float64) rules.Finding {
	name := nameOf(facts.LogGroupARN(in.Subject.ID, &run.Config))
	f := rules.Failed(fmt.Sprintf("it ran %s times in the window, and there is no log group %s", rules.Number(n), name),
		rules.Configured("log group", "none of the name "+name, "one that its role may write to"), in.Measured("invocations", "Sum", n, nil, "", n))
	if by, _ := watchersIn(in, ranAs(in.Subject.ID, run)); len(by) > 0 { // who is not known ships nothing that is known
		f.Severity, f.Confidence = rules.Low, rules.Likely
		f.Message += "; " + strings.Join(by, ", ") + " may take its lines elsewhere"
	}
	f.Fix = strings.ReplaceAll(logGroupFix, "--log-group-name LOG_GROUP", "--log-group-name "+rules.InCommand(name, "LOG_GROUP"))
	return f
}
