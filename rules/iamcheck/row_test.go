package iamcheck

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules/iam"
)

const (
	account   = "111122223333"
	byLambda  = `{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	byAll     = `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`
	readAll   = `{"Statement":[{"Sid":"read","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
	readOne   = `{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}`
	logging   = `{"Statement":[{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]}`
	boundLogs = `{"arn":"arn:aws:iam::111122223333:policy/b","document":{"Statement":{"Effect":"Allow","Action":"logs:*","Resource":"*"}}}`
)

// judged judges the text of a file.
func judged(t *testing.T, text string) Row {
	t.Helper()
	bundle, err := iam.ReadBundle(text)
	if err != nil {
		t.Fatal(err)
	}
	return Judge("role.json", bundle)
}

// bundle writes a role bundle of one inline policy, with more members beginning with a comma.
func bundle(policy, more string) string {
	return `{"name":"r","account":"` + account + `","inline":{"p":` + policy + `}` + more + `}`
}

func TestJudge(t *testing.T) {
	for name, c := range map[string]struct{ text, verdicts, severity, unreadable string }{
		"clean":                          {readOne, "clean", "none", ""},
		"no statement":                   {`{"Statement":[]}`, "clean", "none", ""},
		"a wildcard":                     {readAll, "wildcard-resource", "high", ""},
		"under a condition that narrows": {strings.Replace(readAll, `"*"}`, `"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"a"}}}`, 1), "wildcard-resource", "medium", ""},
		"under one that does not":        {strings.Replace(readAll, `"*"}`, `"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}`, 1), "wildcard-resource", "high", ""},
		"a service on a name":            {`{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b"}}`, "wildcard-action", "medium", ""},
		"all of logging":                 {`{"Statement":{"Effect":"Allow","Action":"logs:*","Resource":"*"}}`, "wildcard-action", "low", ""},
		"unreadable":                     {bundle("null", ""), "unknown", "unknown", `inline policy "p"`},
		"unreadable beside a wildcard":   {bundle("null", `,"managed":[{"arn":"arn:aws:iam::111122223333:policy/q","document":`+readAll+`}]`), "wildcard-resource", "high", `inline policy "p"`},
		"a boundary":                     {bundle(readAll, `,"boundary":`+boundLogs), "clean boundary-limits", "none", ""},
		"a boundary unread":              {bundle(readAll, `,"boundary":{"arn":"a"}`), "wildcard-resource boundary-unknown", "high", "the permissions boundary"},
		"a clean one, boundary unread":   {bundle(readOne, `,"boundary":{"arn":"a"}`), "clean boundary-unknown", "none", "the permissions boundary"},
		"shared":                         {bundle(readOne, `,"functions":["f","g"]`), "clean shared-role", "medium", ""},
		"shared for logging":             {bundle(logging, `,"functions":["f","g"]`), "clean shared-role", "low", ""},
		"an administrator shared":        {bundle(`{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`, `,"functions":["f","g"]`), "admin privilege-escalation wildcard-action wildcard-resource shared-role", "critical", ""},
		"shared, and partly unread":      {bundle("null", `,"functions":["f","g"]`), "unknown shared-role", "medium", `inline policy "p"`},
		"versions of one function":       {bundle(readOne, `,"functions":["f:1","f:live"]`), "clean", "none", ""},
		"Lambda's own trust":             {bundle(readOne, `,"trust":`+byLambda), "clean", "none", ""},
		"trust in anybody":               {bundle(readOne, `,"trust":`+byAll), "clean trust-any-principal", "critical", ""},
		"a trust policy alone":           {byAll, "clean trust-any-principal", "critical", ""},
		"trust unread":                   {bundle(readOne, `,"trust":null`), "clean", "none", "the trust policy"},
		"AWS's policy for queues": {`{"managed":[{"arn":"arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole","document":{"Statement":{"Effect":"Allow",
			"Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],"Resource":"*"}}}]}`, "wildcard-resource", "low", ""},
	} {
		row := judged(t, c.text)
		verdicts, unreadable := strings.Join(row.Verdicts, " "), strings.Join(row.Unreadable, " ")
		if verdicts != c.verdicts || row.Severity != c.severity || unreadable != c.unreadable {
			t.Errorf("%s: %q, %s, unreadable %q; want %q, %s, %q", name, verdicts, row.Severity, unreadable, c.verdicts, c.severity, c.unreadable)
		}
		if string(row.Verdict) != row.Verdicts[0] || row.Partial() != (c.unreadable != "") {
			t.Errorf("%s: verdict %s, partial %t", name, row.Verdict, row.Partial())
		}
	}
}

func TestJudgeTellsWhatAStatementGrants(t *testing.T) {
	row := judged(t, bundle(`{"Statement":[{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"*"},
		{"Sid":"wide","Effect":"Allow","Action":["s3:*"],"Resource":["*"],"Condition":{"StringEquals":{"aws:ResourceTag/team":"a"}}},
		{"Effect":"Deny","Action":"s3:Put*","Resource":"arn:aws:s3:::b/*"}]}`, ""))
	if len(row.Statements) != 1 {
		t.Fatalf("statements: %v", row.Statements)
	}
	s := row.Statements[0]
	if s.Policy != "p" || s.Sid != "wide" || s.Index != 1 || s.Pattern != "s3:*" || !slices.Equal(s.Resources, []string{"*"}) || !s.AnyResource {
		t.Errorf("the statement is %+v", s)
	}
	if len(s.SensitiveActions) != shownActions || s.SensitiveCount <= shownActions {
		t.Errorf("%d of %d sensitive actions", len(s.SensitiveActions), s.SensitiveCount)
	}
	if len(s.Conditions) != 1 || s.Conditions[0].Effect != iam.Narrows || s.Conditions[0].Why == "" {
		t.Errorf("conditions: %+v", s.Conditions)
	}
	if len(s.Limits) != 1 || !strings.Contains(s.Limits[0], "does not cover") {
		t.Errorf("limits: %q", s.Limits)
	}
	if row.Suggestion == nil || len(row.Suggestion.Replacements) != 1 || row.Suggestion.Policy != "p" || len(row.Suggestion.Statements) == 0 {
		t.Errorf("suggestion: %+v", row.Suggestion)
	}
}

func TestAnAdministratorIsToldOnce(t *testing.T) {
	row := judged(t, `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`)
	if len(row.Statements) != 1 || row.Statements[0].Verdict != iam.VerdictAdmin || row.Severity != "critical" || row.Statements[0].Policy != "role.json" {
		t.Errorf("%+v", row)
	}
}

// The row of every file has the same shape: no list is null.
func TestRowsHaveOneShape(t *testing.T) {
	for _, text := range []string{`{}`, `null`, readAll, byAll, `{"Statement":{"Effect":"Allow","Action":"*"}}`,
		bundle(`{"Statement":{"Effect":"Allow","Action":["iam:*","lambda:*"],"NotResource":"arn:aws:s3:::b","Condition":{"Null":{"a:b":"true"}}}}`, `,"trust":`+byAll+`,"functions":["f","g"],"boundary":{}`)} {
		data, err := json.Marshal(judged(t, text))
		if err != nil {
			t.Fatal(err)
		}
		if found := strings.Count(string(data), "null"); found > strings.Count(string(data), `"suggestion":null`) {
			t.Errorf("%s: %s", text, data)
		}
		for _, member := range []string{"file", "role", "verdict", "verdicts", "severity", "paths", "statements", "trust", "functions", "unreadable", "suggestion", "notes", "not_evaluated"} {
			if !strings.Contains(string(data), `"`+member+`":`) {
				t.Errorf("%s: no %s", text, member)
			}
		}
	}
}

// Whatever can be read has a row of the one shape, and its verdict and severity agree.
func FuzzJudge(f *testing.F) {
	f.Add(bundle(readAll, `,"trust":`+byAll+`,"functions":["f:1","g"],"boundary":`+boundLogs))
	f.Add(`{"Statement":[{"Effect":"Allow","NotAction":["iam:*"],"NotResource":"*"},{"Effect":"Deny","Action":"a*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":true}}}]}`)
	f.Add(`{"Statement":[{"Effect":"Allow","Action":["iam:PassRole","lambda:*","?:*"],"Resource":["*","arn:aws:iam::*:role/a-*"]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		read, err := iam.ReadBundle(text)
		if err != nil {
			return
		}
		row := Judge("f", read)
		data, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		if row.Severity != Clean && row.Severity != Unknown && row.Worst().String() != row.Severity {
			t.Fatalf("%q: %s", text, data)
		}
		if found := row.Severity != Clean && row.Severity != Unknown; !found && len(row.Statements)+len(row.Paths) > 0 {
			t.Fatalf("%q: findings without a severity: %s", text, data)
		}
		for _, list := range []bool{row.Paths == nil, row.Statements == nil, row.Trust == nil, row.Functions == nil, row.Unreadable == nil, row.Notes == nil} {
			if list {
				t.Fatalf("%q: a list is null: %s", text, data)
			}
		}
	})
}
