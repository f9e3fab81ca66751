package views

import (
	"fmt"
	"slices"
	"testing"

	"lambda-audit/audit/facts"
)

func TestMetricsInsightsQueries(t *testing.T) {
	for text, want := range map[string]string{
		`SELECT SUM(Errors) FROM "AWS/Lambda"`: "AWS/Lambda Errors",
		`select sum("Errors") from schema("AWS/Lambda", FunctionName) group by FunctionName order by sum() desc limit 10`:                   "AWS/Lambda Errors",
		`SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda")`:                                                                                      "AWS/Lambda Errors",
		`SELECT MAX(Duration) FROM SCHEMA("AWS/Lambda", FunctionName, Resource) WHERE FunctionName = 'orders' AND Resource = 'orders:live'`: "AWS/Lambda Duration of orders partly",
		`SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName='orders' GROUP BY FunctionName`:                      "AWS/Lambda Errors of orders",
		`SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName != 'noisy' AND "FunctionName" != 'old'`:              "AWS/Lambda Errors but [noisy old]",
		`SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE tag.team = 'shop'`:                                                "AWS/Lambda Errors partly",
		`SELECT SUM(Errors) FROM "AWS/Lambda" WHERE AWS.AccountId = '111122223333'`:                                                         "AWS/Lambda Errors",
		`SELECT SUM(Errors) FROM "AWS/Lambda" WHERE AWS.AccountId = '999988887777'`:                                                         "AWS/Lambda Errors elsewhere",
		`SELECT SUM(Errors) FROM "AWS/Lambda" WHERE AWS.AccountId != '111122223333'`:                                                        "AWS/Lambda Errors elsewhere",
		`SELECT MAX(ApproximateNumberOfMessagesVisible) FROM SCHEMA("AWS/SQS", QueueName) WHERE QueueName = 'dead'`:                         "AWS/SQS ApproximateNumberOfMessagesVisible of dead",
		`SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName LIKE 'a%'`:                                           "not understood",
		`SELECT SUM(Errors) FROM`:        "not understood",
		`SUM(METRICS())`:                 "not understood",
		`errors / calls * 100`:           "not understood",
		`ANOMALY_DETECTION_BAND(m1, 2)`:  "not understood",
		`SELECT SUM(Errors) FROM custom`: "custom Errors",
	} {
		got := "not understood"
		if q, ok := parseQuery(text, "111122223333"); ok {
			got = q.namespace + " " + q.metric
			if q.name != "" {
				got += " of " + q.name
			}
			if len(q.except) > 0 {
				got += fmt.Sprint(" but ", q.except)
			}
			if q.partly {
				got += " partly"
			}
			if q.elsewhere {
				got += " elsewhere"
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestExpressionsThatSelectByThemselves(t *testing.T) {
	for text, want := range map[string]bool{
		"SELECT SUM(": true, `  select x`: true, `SUM(SEARCH('{AWS/Lambda,FunctionName} MetricName="Errors"', 'Sum'))`: true,
		"m1 / m2": false, "ANOMALY_DETECTION_BAND(m)": false, "RESEARCHED(m)": false,
	} {
		if isQuery(text) != want {
			t.Errorf("%s: %v", text, !want)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	f.Add(`SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName = 'x' AND a != 'b' GROUP BY FunctionName LIMIT 3`)
	f.Fuzz(func(t *testing.T, text string) {
		if q, ok := parseQuery(text, "111122223333"); ok && (q.metric == "" || !isQuery(text)) {
			t.Errorf("%q: %+v", text, q)
		}
	})
}

func TestMembersOfCompositeAlarms(t *testing.T) {
	for rule, want := range map[string][]string{
		`ALARM(a)`:                                                     {"a"},
		`ALARM("a b") OR alarm ( "c(d)" )`:                             {"a b", "c(d)"},
		`ALARM(a) AND NOT ALARM(deploying)`:                            {"a"},
		`(ALARM(a) OR ALARM(b)) AND OK(net)`:                           {"a", "b"},
		`ALARM("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a b")`: {"a b"},
		`AT_LEAST(2, ALARM, (a, "b", c))`:                              {"a", "b", "c"},
		`AT_LEAST(50%, OK, (a, b))`:                                    nil,
		`NOT AT_LEAST(1, ALARM, (a))`:                                  nil,
		`INSUFFICIENT_DATA(a) OR TRUE`:                                 nil,
		`ALARM("say \"hi\"")`:                                          {`say "hi"`},
		`ALARM(`:                                                       nil,
	} {
		if got := members(rule); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
}

func FuzzMembers(f *testing.F) {
	f.Add(`ALARM("a") OR (NOT ALARM(b) AND AT_LEAST(2, ALARM, (c, "d")))`)
	f.Fuzz(func(_ *testing.T, rule string) { members(rule) })
}

func TestAlarmsThatSomebodyHears(t *testing.T) {
	sns := []string{"sns"}
	heard := notifying([]facts.Alarm{
		{Name: "loud", Actions: sns}, {Name: "off", Actions: sns, Off: true}, {Name: "mute"}, {Name: "scales", Actions: []string{"autoscaling"}},
		{Name: "part"}, {Name: "whole", Rule: "ALARM(part) OR ALARM(inner)", Actions: sns}, {Name: "inner", Rule: "ALARM(deep) OR ALARM(whole)"}, {Name: "deep"},
		{Name: "spare"}, {Name: "quiet", Rule: "ALARM(spare)"},
	})
	for name, want := range map[string]bool{
		"loud": true, "off": false, "mute": false, "scales": false, "part": true, "whole": true, "inner": true, "deep": true, "spare": false, "quiet": false,
	} {
		if heard[name] != want {
			t.Errorf("%s is heard: %v", name, heard[name])
		}
	}
}
