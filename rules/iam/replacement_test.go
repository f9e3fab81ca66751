package iam

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

const (
	ownGroup  = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders"
	ownQueue  = "arn:aws:sqs:eu-west-1:111122223333:orders"
	deadQueue = "arn:aws:sqs:eu-west-1:111122223333:orders-dead"
	ownTable  = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
	ownStream = ownTable + "/stream/2026-01-01T00:00:00.000"
	ownKey    = "arn:aws:kms:eu-west-1:111122223333:key/1234"
)

// written gives each statement of the replacements as a line of JSON, with the service's account written short.
func written(list []Replacement) string {
	var lines []string
	for _, r := range list {
		for _, s := range r.Statements {
			text, _ := json.Marshal(s)
			lines = append(lines, strings.ReplaceAll(string(text), `"Effect":"Allow",`, ""))
		}
	}
	return strings.ReplaceAll(strings.Join(lines, "\n"), "eu-west-1:111122223333", "HERE")
}

// replaced replaces all that is too wide about a role.
func replaced(r Role, known Known) []Replacement {
	return r.Replace(slices.Concat(r.Wildcards(KnownSensitive()), r.Admin()), known)
}

func TestReplaceFillsWhatIsKnown(t *testing.T) {
	known := Known{
		LogGroups: []string{ownGroup}, EventSources: []string{ownQueue, ownStream}, Failures: []string{deadQueue},
		Keys: []string{ownKey}, Named: map[string][]string{"dynamodb": {ownTable}, "s3": {"arn:aws:s3:::orders"}},
	}
	for name, test := range map[string]struct{ policy, want string }{
		"reading and sending": {allow("sqs:*", "*", ""),
			`{"Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],"Resource":["arn:aws:sqs:HERE:orders"]}
{"Action":["sqs:SendMessage"],"Resource":["arn:aws:sqs:HERE:orders-dead"]}`},
		"a table and its stream": {allow("dynamodb:*", "*", ""),
			`{"Action":["dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:GetShardIterator"],"Resource":["arn:aws:dynamodb:HERE:table/orders/stream/2026-01-01T00:00:00.000"]}
{"Action":["dynamodb:GetItem","dynamodb:BatchGetItem","dynamodb:Query","dynamodb:PutItem","dynamodb:UpdateItem","dynamodb:DeleteItem","dynamodb:BatchWriteItem"],"Resource":["arn:aws:dynamodb:HERE:table/orders"]}`},
		"in another case":  {allow("SQS:receivemessage", "*", ""), `{"Action":["SQS:receivemessage"],"Resource":["arn:aws:sqs:HERE:orders"]}`},
		"the log group":    {allow("logs:*", "*", ""), `{"Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":["arn:aws:logs:HERE:log-group:/aws/lambda/orders:*"]}`},
		"the key":          {allow("kms:Decrypt", "*", ""), `{"Action":["kms:Decrypt"],"Resource":["arn:aws:kms:HERE:key/1234"]}`},
		"objects":          {allow("s3:Get*", "*", ""), `{"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::orders/*"]}`},
		"and their bucket": {allow("s3:PutBucketPolicy", "*", ""), `{"Action":["s3:PutBucketPolicy"],"Resource":["arn:aws:s3:::orders"]}`},
		"not elsewhere":    {allow("kms:Decrypt", "arn:aws:kms:us-east-1:*:key/*", ""), `{"Action":["kms:Decrypt"],"Resource":["arn:aws:kms:us-east-1:111122223333:key/KEY_ID"]}`},
		"a state machine":  {allow("states:StartExecution", "*", ""), `{"Action":["states:StartExecution"],"Resource":["arn:aws:states:HERE:stateMachine:STATE_MACHINE"]}`},
		"an ECS service":   {allow("ecs:UpdateService", "*", ""), `{"Action":["ecs:UpdateService"],"Resource":["arn:aws:ecs:HERE:service/CLUSTER/SERVICE_NAME"]}`},
		"only written names stay": {`{"Statement":{"Sid":"all","Effect":"Allow","Action":["s3:GetBucketLocation","s3:GetObject","sns:*"],"Resource":"*"}}`,
			`{"Sid":"all","Action":["s3:GetBucketLocation"],"Resource":["*"]}
{"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::orders/*"]}
{"Action":["sns:Publish"],"Resource":["arn:aws:sns:HERE:TOPIC"]}`},
		"an administrator": {administrator,
			`{"Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":["arn:aws:logs:HERE:log-group:/aws/lambda/orders:*"]}
{"Action":["dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:GetShardIterator"],"Resource":["arn:aws:dynamodb:HERE:table/orders/stream/2026-01-01T00:00:00.000"]}
{"Action":["dynamodb:GetItem","dynamodb:BatchGetItem","dynamodb:Query","dynamodb:PutItem","dynamodb:UpdateItem","dynamodb:DeleteItem","dynamodb:BatchWriteItem"],"Resource":["arn:aws:dynamodb:HERE:table/orders"]}
{"Action":["kms:Decrypt","kms:GenerateDataKey"],"Resource":["arn:aws:kms:HERE:key/1234"]}
{"Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::orders/*"]}
{"Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],"Resource":["arn:aws:sqs:HERE:orders"]}
{"Action":["sqs:SendMessage"],"Resource":["arn:aws:sqs:HERE:orders-dead"]}`},
	} {
		if got := written(replaced(roleOf(t, test.policy), known)); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, test.want)
		}
	}
}

func TestReplaceMarksWhatIsNot(t *testing.T) {
	for name, test := range map[string]struct{ policy, want, holes string }{
		"usual actions": {allow("s3:*", "*", ""), `{"Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::BUCKET/*"]}`, "BUCKET"},
		"an action by name": {allow("dynamodb:Scan", "arn:aws:dynamodb:eu-west-1:*:table/*", ""),
			`{"Action":["dynamodb:Scan"],"Resource":["arn:aws:dynamodb:HERE:table/TABLE"]}`, "TABLE"},
		"a service of which nothing is usual": {allow("glue:*", "*", ""), `{"Action":["glue:ACTION"],"Resource":["RESOURCE_ARN"]}`, "ACTION RESOURCE_ARN"},
		"part of a service":                   {allow("s3:Delete*", "*", ""), `{"Action":["s3:DeleteACTION"],"Resource":["arn:aws:s3:::BUCKET/*"]}`, "ACTION BUCKET"},
		"but for one letter":                  {allow("s3:DeleteObjec?", "*", ""), `{"Action":["s3:DeleteObjec?"],"Resource":["arn:aws:s3:::BUCKET/*"]}`, "BUCKET"},
		"part of every service":               {allow("*:Get*", "*", ""), `{"Action":["SERVICE:GetACTION"],"Resource":["RESOURCE_ARN"]}`, "SERVICE ACTION RESOURCE_ARN"},
		"on one bucket": {`{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::orders","arn:aws:s3:::orders/*"]}}`,
			`{"Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::orders/*"]}`, ""},
		"everything on one bucket": {allow("*", "arn:aws:s3:::orders/*", ""), `{"Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::orders/*"]}`, ""},
		"logs in China":            {allow("logs:*", "arn:aws-cn:logs:*:*:*", ""), `{"Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":["arn:aws-cn:logs:REGION:111122223333:log-group:/aws/lambda/NAME:*"]}`, "REGION NAME"},
		"the condition stays": {allow("sns:*", "*", `,"Condition":{"Bool":{"aws:SecureTransport":true}}`),
			`{"Action":["sns:Publish"],"Resource":["arn:aws:sns:REGION:111122223333:TOPIC"],"Condition":{"Bool":{"aws:SecureTransport":["true"]}}}`, "REGION TOPIC"},
		"no resource level": {allow("xray:*", "*", ""), `{"Action":["xray:PutTraceSegments","xray:PutTelemetryRecords"],"Resource":["*"]}`, ""},
		"passing a role": {allow("iam:PassRole", "*", ""),
			`{"Action":["iam:PassRole"],"Resource":["arn:aws:iam::111122223333:role/PASSED_ROLE"],"Condition":{"StringEquals":{"iam:PassedToService":["SERVICE.amazonaws.com"]}}}`, "PASSED_ROLE SERVICE"},
		"passing a role to Lambda": {allow("iam:PassRole", "*", `,"Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}`),
			`{"Action":["iam:PassRole"],"Resource":["arn:aws:iam::111122223333:role/PASSED_ROLE"],"Condition":{"StringEquals":{"iam:PassedToService":["lambda.amazonaws.com"]}}}`, "PASSED_ROLE"},
		"writing permissions": {allow("iam:PutRolePolicy", "*", ""), "", ""},
		"all of IAM":          {iamFull, "", ""},
		"an administrator":    {administrator, `{"Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":["arn:aws:logs:REGION:111122223333:log-group:/aws/lambda/NAME:*"]}`, "REGION NAME"},
		"all but logs":        {`{"Statement":{"Effect":"Allow","NotAction":"logs:*","Resource":"*"}}`, "", ""},
		"beside an ARN": {`{"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":["arn:aws:sqs:eu-west-1:111122223333:a","*"]}}`,
			`{"Action":["sqs:SendMessage"],"Resource":["arn:aws:sqs:HERE:a"]}`, ""},
		"all but a bucket": {`{"Statement":{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::orders/*"}}`,
			`{"Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::BUCKET/*"]}`, "BUCKET"},
		"layers": {allow("lambda:GetLayerVersion", "*", ""), `{"Action":["lambda:GetLayerVersion"],"Resource":["arn:aws:lambda:REGION:111122223333:layer:LAYER:*"]}`, "REGION LAYER"},
		"wild secrets": {allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:*", ""),
			`{"Action":["secretsmanager:GetSecretValue"],"Resource":["arn:aws:secretsmanager:HERE:secret:SECRET-??????"]}`, "SECRET"},
		"another type than the usual": {allow("rds:ModifyDBInstance", "arn:aws:rds:*:*:db:*", ""), `{"Action":["rds:ModifyDBInstance"],"Resource":["arn:aws:rds:REGION:111122223333:db:RESOURCE"]}`, "REGION RESOURCE"},
	} {
		list := replaced(roleOf(t, test.policy), Known{})
		if got := written(list); got != test.want || len(list) != 1 || strings.Join(list[0].Placeholders, " ") != test.holes {
			t.Errorf("%s:\ngot  %s\nwant %s\n%+v", name, got, test.want, list)
		}
	}
}

// Where all that is known leads to the same statement again, nothing is replaced.
func TestReplaceNothingByTheSame(t *testing.T) {
	role := roleOf(t, allow("s3:GetObject", "arn:aws:s3:::orders/*", ""))
	grants := role.Granted(nil)
	if len(grants) != 1 {
		t.Fatalf("granted: %+v", grants)
	}
	if list := role.Replace(grants, Known{Named: map[string][]string{"s3": {"arn:aws:s3:::orders"}}}); len(list) > 0 {
		t.Errorf("%+v", list)
	}
}

func TestReplaceKeepsToWhatIsUsed(t *testing.T) {
	known := Known{Used: map[string][]string{"s3": {"s3:GetObject", "DeleteObject"}, "sns": nil, "glue": nil, "iam": {"GetRole", "PutRolePolicy"}}, Named: map[string][]string{"s3": {"arn:aws:s3:::orders"}}}
	for policy, want := range map[string]string{
		allow("s3:*", "*", ""):            `{"Action":["s3:GetObject","s3:DeleteObject"],"Resource":["arn:aws:s3:::orders/*"]}`,
		allow("s3:Get*", "*", ""):         `{"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::orders/*"]}`,
		allow("s3:PutObject", "*", ""):    "",
		allow("dynamodb:*", "*", ""):      "",
		allow("sqs:SendMessage", "*", ""): "",
		allow("sns:*", "*", ""):           `{"Action":["sns:Publish"],"Resource":["arn:aws:sns:REGION:111122223333:TOPIC"]}`,
		allow("?ns:Pub*", "*", ""):        `{"Action":["sns:Publish"],"Resource":["arn:aws:sns:REGION:111122223333:TOPIC"]}`,
		allow("g*:Get*", "*", ""):         `{"Action":["glue:GetACTION"],"Resource":["RESOURCE_ARN"]}`,
		iamFull:                           `{"Action":["iam:GetRole"],"Resource":["arn:aws:iam::111122223333:role/TARGET_ROLE"]}`,
		administrator: `{"Action":["glue:ACTION"],"Resource":["RESOURCE_ARN"]}
{"Action":["iam:GetRole"],"Resource":["arn:aws:iam::111122223333:role/TARGET_ROLE"]}
{"Action":["s3:GetObject","s3:DeleteObject"],"Resource":["arn:aws:s3:::orders/*"]}
{"Action":["sns:Publish"],"Resource":["arn:aws:sns:REGION:111122223333:TOPIC"]}`,
	} {
		if got := written(replaced(roleOf(t, policy), known)); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", policy, got, want)
		}
	}
}

func TestReplaceOwnNarrowVersionOfAnEventSourcePolicy(t *testing.T) {
	sources := map[string]string{
		"AWSLambdaSQSQueueExecutionRole": ownQueue, "AWSLambdaDynamoDBExecutionRole": ownStream,
		"AWSLambdaKinesisExecutionRole": "arn:aws:kinesis:eu-west-1:111122223333:stream/orders",
		"AWSLambdaMSKExecutionRole":     "arn:aws:kafka:eu-west-1:111122223333:cluster/orders/0-1",
	}
	for name, document := range executionPolicies(t) {
		policy := Policy{Name: name, Kind: AWSManaged, ARN: "arn:aws:iam::aws:policy/service-role/" + name, Document: parsed(t, string(document))}
		list := replaced(Role{Policies: []Policy{policy}, Account: own}, Known{EventSources: []string{sources[name]}})
		if len(list) != map[bool]int{true: 1}[sources[name] != ""] {
			t.Errorf("%s: %+v", name, list)
		}
		for _, r := range list {
			if len(r.Placeholders) > 0 || len(r.Statements) != 2 || !strings.Contains(r.Note, "cannot be edited") || r.Kind != AWSManaged {
				t.Errorf("%s: %+v", name, r)
			}
			if reads := r.Statements[0]; !slices.Equal(reads.Resources, []string{sources[name]}) || len(reads.Actions) < 3 {
				t.Errorf("%s reads by %+v", name, reads)
			}
		}
	}
}

func TestRewrittenKeepsTheRest(t *testing.T) {
	role := roleOf(t, `{"Version":"2012-10-17","Statement":[
		{"Sid":"log","Effect":"Allow","Action":"logs:PutLogEvents","Resource":"arn:aws:logs:*:*:log-group:/aws/lambda/orders:*"},
		{"Sid":"files","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},
		{"Sid":"power","Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*"},
		{"Sid":"never","Effect":"Deny","NotAction":"s3:*","Resource":"*"}]}`)
	text, err := json.Marshal(role.Policies[0].Rewritten(replaced(role, Known{})))
	want := `{"Version":"2012-10-17","Statement":[` +
		`{"Sid":"log","Effect":"Allow","Action":["logs:PutLogEvents"],"Resource":["arn:aws:logs:*:*:log-group:/aws/lambda/orders:*"]},` +
		`{"Sid":"files","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::BUCKET/*"]},` +
		`{"Sid":"power","Effect":"Allow","Action":["iam:PutRolePolicy"],"Resource":["*"]},` +
		`{"Sid":"never","Effect":"Deny","NotAction":["s3:*"],"Resource":["*"]}]}`
	if err != nil || string(text) != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, text, want)
	}
}

// BenchmarkReplace writes replacements for a role of ten statements, half of them too wide.
func BenchmarkReplace(b *testing.B) {
	var statements []string
	for _, service := range strings.Fields("s3 sqs sns dynamodb kms") {
		statements = append(statements, `{"Effect":"Allow","Action":["`+service+`:*","logs:PutLogEvents"],"Resource":"*"}`,
			`{"Effect":"Allow","Action":["`+service+`:Get*","`+service+`:Put*"],"Resource":"arn:aws:`+service+`:*:*:orders"}`)
	}
	role := roleOf(b, `{"Statement":[`+strings.Join(statements, ",")+`]}`)
	grants := role.Wildcards(KnownSensitive())
	for b.Loop() {
		if len(role.Replace(grants, Known{})) != 5 {
			b.Fatal("some statements were not replaced")
		}
	}
}
