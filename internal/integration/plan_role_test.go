//go:build integration

package integration

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A role is an execution role of the plan.
type role struct {
	name     string
	inline   []string // statements of an inline policy, each with a Sid
	attached []string // ARNs, or names of policies below
	boundary string   // the same
	trusts   []string // statements of the trust policy beside the one on Lambda
	bare     bool     // has no policy on its log but what is above
	shared   string   // what sharing it weighs; medium unless said
	want     []string
	// unbounded is found too where ministack lists the account's roles, because
	// its list leaves boundaries out; asked for the role alone it tells them.
	unbounded []string
	// unlisted is found too where the account's roles may not be listed.
	unlisted []string
}

// plainRole is the role of functions that name none.
const plainRole = "plain"

// awsPolicy is the ARN of a policy of AWS's own.
func awsPolicy(name string) string { return "arn:aws:iam::aws:policy/" + name }

// allow is a statement: actions and resource are JSON.
func allow(sid, actions, resource string) string {
	return fmt.Sprintf(`{"Sid":%q,"Effect":"Allow","Action":%s,"Resource":%s}`, sid, actions, resource)
}

func deny(sid, actions, resource string) string {
	return fmt.Sprintf(`{"Sid":%q,"Effect":"Deny","Action":%s,"Resource":%s}`, sid, actions, resource)
}

// sendsTo lets a function send to the queues.
func sendsTo(queues ...string) string {
	return allow("send", `"sqs:SendMessage"`, `["`+strings.Join(queues, `","`)+`"]`)
}

// one lets a function do one thing with one resource of the region of code.
func one(action, resource string) string {
	service, name, _ := strings.Cut(action, ":")
	return allow(name, strconv.Quote(action), strconv.Quote("arn:aws:"+service+":"+codeRegion+":"+account+":"+resource))
}

// ownLogs lets a function write its log; every role has it unless it is bare.
var ownLogs = allow("log", `["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"]`, `"arn:aws:logs:*:`+account+`:*"`)

// everything is what is said of a role whose statement allows all there is.
func everything(statement string) []string {
	return says("role-admin critical "+statement, "role-wildcard high "+statement, "role-privilege-escalation critical "+statement+": self",
		"role-privilege-escalation high "+statement+": pass-role", "role-privilege-escalation medium "+statement+": existing")
}

// policies are the account's own managed policies: the default version, and
// versions before it.
var policies = []struct {
	name, document string
	older          []string
}{
	{name: "logs-only", document: document(allow("logs", `["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"]`, `"*"`))},
	{name: "queue-everything", document: document(allow("queues", `"sqs:*"`, `"*"`))},
	{name: "tightened", document: document(allow("one", `"s3:GetObject"`, `"arn:aws:s3:::shop-orders/*"`)),
		older: []string{document(allow("all", `"s3:*"`, `"*"`))}},
}

// roles are the roles that functions of the plan run under.
var roles = slices.Concat(usedRoles, escalatingRoles, trustingRoles, loggingRoles)

// usedRoles are judged by what they may do.
var usedRoles = []role{
	{name: plainRole, inline: []string{sendsTo(queueARN(mainRegion, "events-dlq"), queueARN(mainRegion, "events-failed"),
		queueARN(eventRegion, "failed"), queueARN(eventRegion, "gone"))}},
	{name: "looper", inline: []string{sendsTo(queueARN(eventRegion, "round"), queueARN(eventRegion, "round-guarded"))}},
	{name: "octopus", inline: []string{sendsTo(queueARN(codeRegion, "jobs")),
		one("dynamodb:GetItem", "table/orders"), one("kinesis:PutRecord", "stream/clicks"), one("sns:Publish", "news"), one("states:StartExecution", "stateMachine:orders"),
		one("events:PutEvents", "event-bus/shop"), one("ses:SendEmail", "identity/shop.example.com"), one("secretsmanager:GetSecretValue", "secret:shop/db-a1B2c3")}},
	{name: "aws-basic", bare: true, attached: []string{awsPolicy("service-role/AWSLambdaBasicExecutionRole")}},
	{name: "aws-vpc", bare: true, shared: "low", attached: []string{awsPolicy("service-role/AWSLambdaVPCAccessExecutionRole")}},
	{name: "vpc-and-queue", inline: []string{sendsTo(queueARN(networkRegion, "failed"))}, attached: []string{awsPolicy("service-role/AWSLambdaVPCAccessExecutionRole")}},
	{name: "admin", shared: "high", attached: []string{awsPolicy("AdministratorAccess")},
		want: everything("aws:AdministratorAccess/Allow * on *")},
	{name: "admin-inline", inline: []string{allow("all", `"*"`, `"*"`)}, want: everything("inline:inline/all")},
	{name: "admin-colon", inline: []string{allow("all", `["*:*"]`, `["*"]`)}, want: everything("inline:inline/all")},
	{name: "admin-bounded", attached: []string{awsPolicy("AdministratorAccess")}, boundary: "logs-only",
		unbounded: everything("aws:AdministratorAccess/Allow * on *")},
	{name: "s3-all", inline: []string{allow("buckets", `"s3:*"`, `"*"`)}, want: says("role-wildcard high inline:inline/buckets")},
	{name: "table-all", inline: []string{allow("table", `"dynamodb:*"`, `"arn:aws:dynamodb:us-east-1:`+account+`:table/orders"`)}, want: says("role-wildcard medium inline:inline/table")},
	{name: "tables-scan", inline: []string{allow("tables", `"dynamodb:Scan"`, `"arn:aws:dynamodb:us-east-1:`+account+`:table/*"`)}, want: says("role-wildcard high inline:inline/tables")},
	{name: "secrets-any", inline: []string{allow("secrets", `"secretsmanager:GetSecretValue"`, `"*"`)}, want: says("role-wildcard high inline:inline/secrets")},
	{name: "s3-get", inline: []string{allow("read", `"s3:Get*"`, `"*"`)}, want: says("role-wildcard high inline:inline/read")},
	{name: "logs-all", inline: []string{allow("logs", `"logs:*"`, `"*"`)}, want: says("role-wildcard low inline:inline/logs")},
	{name: "xray-all", inline: []string{allow("traces", `"xray:*"`, `"*"`)}, want: says("role-wildcard low inline:inline/traces")},
	{name: "s3-denied", inline: []string{allow("buckets", `"s3:*"`, `"*"`), deny("none", `"s3:*"`, `"*"`)}},
	{name: "exact", inline: []string{allow("orders", `["dynamodb:GetItem","dynamodb:PutItem"]`, `"arn:aws:dynamodb:us-east-1:`+account+`:table/orders"`)}},
	{name: "no-resource-level", inline: []string{allow("telemetry", `["xray:PutTraceSegments","cloudwatch:PutMetricData"]`, `"*"`)}},
	{name: "customer-managed", attached: []string{"queue-everything"}, want: says("role-wildcard high customer:queue-everything/queues")},
	{name: "tightened", attached: []string{"tightened"}},
}

// rolePlan are functions under those roles: findings are the roles', one each,
// however many functions share one.
var rolePlan = slices.Concat(permissionPlan, escalationPlan, trustPlan, loggingPlan)

var permissionPlan = []planted{
	{name: "uses-aws-basic", role: "aws-basic"}, {name: "uses-aws-vpc", role: "aws-vpc"},
	{name: "uses-admin", role: "admin"}, {name: "uses-admin-too", role: "admin"},
	{name: "uses-admin-inline", role: "admin-inline"}, {name: "uses-admin-colon", role: "admin-colon"},
	{name: "uses-admin-bounded", role: "admin-bounded"}, {name: "uses-s3-all", role: "s3-all"},
	{name: "uses-table-all", role: "table-all"}, {name: "uses-tables-scan", role: "tables-scan"},
	{name: "uses-secrets-any", role: "secrets-any"}, {name: "uses-s3-get", role: "s3-get"},
	{name: "uses-logs-all", role: "logs-all"}, {name: "uses-xray-all", role: "xray-all"},
	{name: "uses-s3-denied", role: "s3-denied"}, {name: "uses-exact", role: "exact"},
	{name: "uses-no-resource-level", role: "no-resource-level"}, {name: "uses-customer-managed", role: "customer-managed"},
	{name: "uses-tightened", role: "tightened"},
}
