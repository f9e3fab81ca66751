package security

import (
	"encoding/json"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// Times as IAM tells them; the examples are judged on 2026-11-23.
const (
	yesterday  = "2026-11-22T08:15:00Z"
	lastSpring = "2026-04-02T11:00:00Z"
)

const twoServices = `{"Sid":"Data","Effect":"Allow","Action":["s3:GetObject","dynamodb:GetItem"],"Resource":"*"}`

var unusedAccessExamples = []rules.Example{
	{Name: "one of two services, last in spring", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRole(),
		Given: accessed(twoServices, busy(), called("s3", yesterday, "dynamodb", lastSpring))},
	{Name: "never, as far as IAM remembers", Want: rules.Fail, Subject: sample.TheRole(),
		Given: accessed(twoServices, busy(), called("s3", "", "dynamodb", ""))},
	{Name: "everything, of which it calls one service: told once", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRole(),
		Given: accessed(`{"Effect":"Allow","Action":"*","Resource":"*"}`, busy(), called("s3", yesterday, "dynamodb", "", "sqs", "", "sns", ""))},
	{Name: "all that it names", Want: rules.Pass, Subject: sample.TheRole(),
		Given: accessed(twoServices, busy(), called("s3", yesterday, "dynamodb", yesterday))},
	{Name: "a Deny has taken it away", Want: rules.Pass, Subject: sample.TheRole(),
		Given: accessed(twoServices+`,{"Effect":"Deny","Action":"dynamodb:*","Resource":"*"}`, busy(), called("s3", yesterday, "dynamodb", ""))},
	{Name: "logging, networking and decryption leave no sure trace", Want: rules.Pass, Subject: sample.TheRole(),
		Given: accessed(`{"Effect":"Allow","Action":["logs:PutLogEvents","ec2:CreateNetworkInterface","kms:Decrypt"],"Resource":"*"}`, busy(), called("logs", "", "ec2", "", "kms", ""))},
	{Name: "a service of which IAM keeps no record", Want: rules.Pass, Subject: sample.TheRole(),
		Given: accessed(`{"Effect":"Allow","Action":["s3:GetObject","brandnew:Call"],"Resource":"*"}`, busy(), called("s3", yesterday))},
	{Name: "the dead-letter queue of a function that never failed", Want: rules.Pass, Subject: sample.TheRole(),
		Given: append(accessed(`{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}`, busy(), called("sqs", "")),
			sample.Config(func(c *facts.Config) { c.DeadLetter = sample.Failures }))},
	{Name: "the destination of a function's failures", Want: rules.Pass, Subject: sample.TheRole(),
		Given: append(accessed(`{"Effect":"Allow","Action":"sns:Publish","Resource":"*"}`, handedEvents(), called("sns", "")),
			facts.AsyncSettings.Is(sample.Function, []facts.Async{{Qualifier: "$LATEST", OnFailure: "arn:aws:sns:eu-west-1:111122223333:failed"}}))},
	{Name: "within the days of the configuration", Want: rules.Pass, Subject: sample.TheRole(), Params: json.RawMessage(`{"days":300}`),
		Given: accessed(twoServices, busy(), called("s3", yesterday, "dynamodb", lastSpring))},
	{Name: "a young role", Want: rules.Unknown, Subject: sample.TheRole(),
		Given: []audit.Given{facts.Roles.Is(sample.Role, born("2026-10-01T08:00:00Z", twoServices)), busy(), called("s3", "", "dynamodb", "")}},
	{Name: "a longer time than IAM remembers", Want: rules.Unknown, Subject: sample.TheRole(), Params: json.RawMessage(`{"days":500}`),
		Given: accessed(twoServices, busy(), called("s3", yesterday, "dynamodb", ""))},
	{Name: "IAM's job did not end", Want: rules.Unknown, Subject: sample.TheRole(),
		Given: accessed(twoServices, busy(), facts.ServiceLastAccessed.IsUnknown(sample.Role, audit.Unknown{Reason: audit.TimedOut}))},
	{Name: "a page of the answer is missing, and the others show nothing unused", Want: rules.Unknown, Subject: sample.TheRole(),
		Given: accessed(twoServices, busy(), facts.ServiceLastAccessed.IsAtLeast(sample.Role,
			facts.LastAccessed{Services: []facts.AccessedService{{Service: "s3", Last: yesterday}}}, sample.Denied("iam:GetServiceLastAccessedDetails")))},
	{Name: "none of its functions ran: one finding tells that, and not one a service", Want: rules.NotApplicable, Subject: sample.TheRole(),
		Given: accessed(twoServices, sample.Idle(), called("s3", "", "dynamodb", ""))},
	{Name: "the role is gone", Want: rules.NotApplicable, Subject: sample.TheRole(),
		Given: []audit.Given{facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Missing: true})}},
}

// accessed is an old role with one inline policy of these statements.
func accessed(statements string, given ...audit.Given) []audit.Given {
	return append([]audit.Given{facts.Roles.Is(sample.Role, born("2024-03-04T05:06:07Z", statements)), sample.Config(nil), sample.NoAliases(),
		facts.AsyncSettings.Is(sample.Function, nil)}, given...)
}

// born is a role that was made then.
func born(created, statements string) facts.Role {
	role := withInline(statements)
	role.Created = created
	return role
}

// called are services and when each was called last, "" for never.
func called(services ...string) audit.Given {
	found := facts.LastAccessed{AsOf: "2026-11-23T06:30:00Z"}
	for i := 0; i < len(services); i += 2 {
		found.Services = append(found.Services, facts.AccessedService{Service: services[i], Last: services[i+1]})
	}
	return facts.ServiceLastAccessed.Is(sample.Role, found)
}

// handedEvents is a function that was handed events every day.
func handedEvents() audit.Given {
	day := sample.Busy(1000, 120, 400)
	day.AsyncEvents = 1000
	return sample.Activity(sample.Days, day, nil)
}

// busy is a function that ran every day.
func busy() audit.Given { return sample.Activity(sample.Days, sample.Busy(1000, 120, 400), nil) }
