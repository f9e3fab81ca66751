package report

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestOneRowAPermission(t *testing.T) {
	denied := func(action, fact, region string, subjects int) rules.ErrorRow {
		return rules.ErrorRow{Stamp: rules.Stamp{Region: region}, Reason: "denied", Action: action, Fact: fact, Subjects: subjects}
	}
	list := refusals([]rules.ErrorRow{
		denied("cloudwatch:GetMetricData", "metrics", "us-east-1", 7),
		denied("lambda:GetPolicy", "resource-policy", "us-east-1", 2),
		denied("cloudwatch:GetMetricData", "troubles", "us-east-1", 5),
		denied("cloudwatch:GetMetricData", "metrics", "eu-west-1", 1),
		{Reason: "error", Code: "ServiceException", Fact: "queues", Message: "it broke", Subjects: 1},
		{Reason: "error", Code: "ServiceException", Fact: "queues", Message: "it broke otherwise", Subjects: 1},
	})
	var got []string
	for _, r := range list {
		got = append(got, strings.Join(append([]string{refused(r.ErrorRow), r.Region, count(r.Subjects)}, r.facts...), " "))
	}
	want := []string{
		"cloudwatch:GetMetricData us-east-1 12 metrics troubles", "lambda:GetPolicy us-east-1 2 resource-policy",
		"cloudwatch:GetMetricData eu-west-1 1 metrics", "ServiceException  1 queues", "ServiceException  1 queues",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRuleIDsCanBeCopied(t *testing.T) {
	r := shop()
	last := &r.Result.Rules[slices.IndexFunc(r.Result.Rules, func(c rules.RuleCount) bool { return c.Rule == "tracing-off" })]
	last.Rule = "provisioned-concurrency-spillover" // the longest there is
	for columns, whole := range map[int]bool{80: true, 60: false} {
		page := string(written(t, table, with(r, Options{Width: columns})))
		if strings.Contains(page, last.Rule) != whole {
			t.Errorf("at %d columns the rule's id is shown in whole: %t, want %t\n%s", columns, !whole, whole, page)
		}
	}
}
