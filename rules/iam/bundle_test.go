package iam

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

const (
	readAll  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
	trustAll = `{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"]}]}`
)

const roleDetail = `{"RoleName":"r","Arn":"arn:aws:iam::111122223333:role/r","AssumeRolePolicyDocument":` + trustAll + `,
	"RolePolicyList":[{"PolicyName":"p","PolicyDocument":` + readAll + `}],
	"AttachedManagedPolicies":[{"PolicyName":"X","PolicyArn":"arn:aws:iam::aws:policy/X"},{"PolicyName":"Y","PolicyArn":"arn:aws:iam::111122223333:policy/Y"}],
	"PermissionsBoundary":{"PermissionsBoundaryType":"Policy","PermissionsBoundaryArn":"arn:aws:iam::111122223333:policy/Y"}}`

// summary writes what a bundle holds: "name account | kind policy:statements … | unreadable | boundary | trust | functions".
func summary(b Bundle) string {
	var policies []string
	for _, p := range b.Role.Policies {
		policies = append(policies, fmt.Sprintf("%s %s:%d", p.Kind, p.Name, len(p.Document.Statements)))
	}
	boundary, trust := "", ""
	if b.Role.Boundary != nil {
		boundary = fmt.Sprint("boundary:", len(b.Role.Boundary.Statements))
	}
	if b.Role.BoundaryUnknown {
		boundary = "boundary unknown"
	}
	if b.Trust != nil {
		trust = fmt.Sprint("trust:", len(b.Trust.Statements))
	}
	if b.TrustUnread {
		trust = "trust unread"
	}
	parts := []string{b.Name + " " + b.Role.Account, strings.Join(policies, ","), strings.Join(b.Role.Unreadable, ","), boundary, trust, strings.Join(b.Functions, ",")}
	return strings.TrimSpace(strings.TrimRight(strings.TrimSpace(strings.Join(parts, "|")), "|"))
}

func TestReadBundle(t *testing.T) {
	quoted := func(text string) string { return fmt.Sprintf("%q", text) }
	for name, c := range map[string]struct{ text, want string }{
		"a policy":                    {readAll, "|inline :1"},
		"an empty object":             {`{}`, "|inline :0"},
		"no statements":               {`{"Version":"2012-10-17","Statement":[]}`, "|inline :0"},
		"a version alone":             {`{"Version":"2012-10-17"}`, "|inline :0"},
		"percent-encoded":             {url.PathEscape(readAll), "|inline :1"},
		"with a byte order mark":      {"\ufeff" + readAll, "|inline :1"},
		"as a string":                 {quoted(readAll), "|inline :1"},
		"a list of statements":        {`[{"Effect":"Allow","Action":"a:b","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}]`, "|inline :2"},
		"one statement":               {`{"Effect":"Allow","Action":"a:b","Resource":"*"}`, "|inline :1"},
		"get-policy-version":          {`{"PolicyVersion":{"Document":` + readAll + `,"VersionId":"v1","IsDefaultVersion":true}}`, "|inline :1"},
		"its policy version":          {`{"Document":` + quoted(readAll) + `,"VersionId":"v1"}`, "|inline :1"},
		"get-role-policy":             {`{"RoleName":"r","PolicyName":"p","PolicyDocument":` + quoted(url.PathEscape(readAll)) + `}`, "|inline p:1"},
		"an empty PolicyDocument":     {`{"PolicyDocument":{}}`, "|inline :0"},
		"null":                        {`null`, "||the policy"},
		"a trust policy":              {trustAll, "||||trust:1"},
		"get-role":                    {`{"Role":{"RoleName":"r","AssumeRolePolicyDocument":` + trustAll + `}}`, "||||trust:1"},
		"a resource's policy":         {grants("lambda:InvokeFunction", `"*"`, ""), "|inline :1"},
		"a role with a name":          {`{"name":"r"}`, "r"},
		"a bundle in another case":    {`{"Name":"r","Account":111122223333,"Inline":{"p":` + readAll + `}}`, "r 111122223333|inline p:1"},
		"an inline policy unread":     {`{"inline":{"p":null,"q":` + readAll + `}}`, `|inline q:1|inline policy "p"`},
		"documents as text":           {`{"inline":{"p":` + quoted(readAll) + `,"q":` + quoted(url.PathEscape(readAll)) + `}}`, "|inline p:1,inline q:1"},
		"an inline list":              {`{"inline":{"p":[{"Effect":"Allow","Action":"a:b"}]}}`, "|inline p:1"},
		"managed":                     {`{"managed":[{"arn":"arn:aws:iam::aws:policy/service-role/X","document":` + readAll + `},{"arn":"arn:aws:iam::111122223333:policy/Y","document":` + readAll + `}]}`, "|aws X:1,customer Y:1"},
		"managed unread":              {`{"managed":[{"arn":"arn:aws:iam::aws:policy/X","document":null},{"arn":"arn:aws:iam::aws:policy/Y"},"arn:aws-cn:iam::aws:policy/Z"]}`, `||managed policy "X",managed policy "Y",managed policy "Z"`},
		"a boundary":                  {`{"boundary":{"arn":"arn:aws:iam::111122223333:policy/B","document":` + readAll + `}}`, "|||boundary:1"},
		"a boundary document":         {`{"boundary":` + readAll + `}`, "|||boundary:1"},
		"a boundary as text":          {`{"boundary":` + quoted(readAll) + `}`, "|||boundary:1"},
		"no boundary":                 {`{"boundary":null,"trust":` + trustAll + `}`, "||||trust:1"},
		"a boundary unread":           {`{"boundary":{"arn":"arn:aws:iam::111122223333:policy/B","document":null}}`, "|||boundary unknown"},
		"a boundary without document": {`{"boundary":{"arn":"arn:aws:iam::111122223333:policy/B"}}`, "|||boundary unknown"},
		"a boundary's ARN":            {`{"boundary":"arn:aws:iam::111122223333:policy/B"}`, "|||boundary unknown"},
		"trust unread":                {`{"trust":null}`, "||||trust unread"},
		"an ARN":                      {`{"arn":"arn:aws:iam::111122223333:role/a/r","inline":{}}`, "r 111122223333"},
		"null lists":                  {`{"inline":null,"managed":null,"functions":null,"trust":` + trustAll + `}`, "||||trust:1"},
		"versions of one function": {`{"functions":["f","f:1","f:live","arn:aws:lambda:eu-west-1:111122223333:function:f","arn:aws:lambda:eu-west-1:111122223333:function:f:$LATEST"]}`,
			"|||||arn:aws:lambda:eu-west-1:111122223333:function:f"},
		"one name in two regions": {`{"functions":["arn:aws:lambda:eu-west-1:111122223333:function:f:1","arn:aws:lambda:us-east-1:111122223333:function:f"]}`,
			"|||||arn:aws:lambda:eu-west-1:111122223333:function:f,arn:aws:lambda:us-east-1:111122223333:function:f"},
		"a role of an account": {`{"RoleDetailList":[` + roleDetail + `],"Policies":[{"Arn":"arn:aws:iam::111122223333:policy/Y","PolicyVersionList":[
			{"IsDefaultVersion":false,"Document":{}},{"IsDefaultVersion":true,"Document":` + readAll + `}]}]}`,
			`r 111122223333|inline p:1,customer Y:1|managed policy "X"|boundary:1|trust:1`},
		"a role of an account alone": {roleDetail, `r 111122223333|inline p:1|managed policy "X",managed policy "Y"|boundary unknown|trust:1`},
		"two functions":              {`{"functions":["g:1","f"]}`, "|||||f,g"},
	} {
		got, err := ReadBundle(c.text)
		if err != nil || summary(got) != c.want {
			t.Errorf("%s: %q, %v; want %q", name, summary(got), err, c.want)
		}
	}
}

func TestReadBundleErrors(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":                  {"", "line 1, column 1: the document is empty"},
		"cut short":                {"{\"Statement\": [\n  {\"Effect\"", "line 2, column 11: unexpected end of JSON input"},
		"a comma too many":         {"{\n \"Statement\": [],\n}", "line 3, column 1: invalid character '}' looking for beginning of object key string"},
		"two values":               {"{}\n{}", "line 2, column 1: invalid character '{' after top-level value"},
		"another file":             {`{"name":"app","version":"1.0.0","dependencies":{}}`, "line 1, column 1: this is neither a policy document nor a role bundle"},
		"a template":               {"\n {\"Resources\": {}}", "line 2, column 2: this is neither a policy document nor a role bundle"},
		"metadata of a policy":     {`{"Policy":{"PolicyName":"p","Arn":"arn:aws:iam::aws:policy/p"}}`, "line 1, column 1: this is neither a policy document nor a role bundle"},
		"UTF-16":                   {"\xff\xfe{\x00}\x00", "line 1, column 1: this is UTF-16: save it as UTF-8"},
		"two roles":                {`{"RoleDetailList":[{},{}]}`, `line 1, column 19: there are 2 roles here, and one file is one role: jq '.RoleDetailList |= map(select(.RoleName == "NAME"))' leaves one with all that it has`},
		"a role's broken policy":   {`{"RoleName":"r","RolePolicyList":[{"PolicyName":"p","PolicyDocument":{"Statement":7}}]}`, "line 1, column 83: a statement is an object"},
		"a number":                 {`7`, "line 1, column 1: in the text of the policy: line 1, column 1: a policy is an object"},
		"a wrong effect":           {"{\"inline\": {\n  \"p\": {\"Statement\": {\"Effect\": \"allowed\"}}}}", "line 2, column 33: Effect is Allow or Deny"},
		"a wrong effect in a text": {"{\"inline\": {\n  \"p\": \"{\\\"Statement\\\": {\\\"Effect\\\": 1}}\"}}", `line 2, column 8: in the text of inline policy "p": line 1, column 26: Effect is Allow or Deny`},
		"an empty text":            {`{"managed":[{"arn":"arn:aws:iam::aws:policy/X","document":""}]}`, `line 1, column 59: in the text of managed policy "X": the document is empty`},
		"inline as a list":         {`{"inline":[]}`, "line 1, column 11: inline is an object of names and documents"},
		"managed as numbers":       {`{"managed":[[]]}`, `line 1, column 13: managed is a list of {"arn": …, "document": …}`},
		"a list of boundaries":     {`{"boundary":[]}`, `line 1, column 13: boundary is {"arn": …, "document": …}, or null`},
		"a name that is a list":    {`{"name":[],"inline":{}}`, "line 1, column 9: name is a string"},
		"functions as objects":     {`{"functions":[{}]}`, "line 1, column 15: functions is a string or a list of strings"},
		"a statement as a number":  {`[1]`, "line 1, column 2: a statement is an object"},
	} {
		_, err := ReadBundle(c.text)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v; want %s", name, err, c.want)
		}
	}
}

func TestReadBundleTellsWhatItPassedOver(t *testing.T) {
	got, err := ReadBundle("{\"inline\": {},\n \"manged\": [], \"comment\": {}}")
	if want := []Stray{{"manged", "line 2, column 2"}, {"comment", "line 2, column 16"}}; err != nil || !slices.Equal(got.Strays, want) {
		t.Errorf("passed over %v, %v; want %v", got.Strays, err, want)
	}
	if got, _ := ReadBundle(grants("lambda:InvokeFunction", `"*"`, "")); !got.ForResource {
		t.Error("a resource's policy is not told from a role's")
	}
}

// Whatever can be read is judged, and neither goes wrong.
func FuzzReadBundle(f *testing.F) {
	f.Add(readAll)
	f.Add(`{"name":"r","account":"111122223333","trust":` + trustAll + `,"inline":{"p":null},"managed":[{"arn":"arn:aws:iam::aws:policy/X","document":"{}"}],"boundary":{"document":` + readAll + `},"functions":["f:1"]}`)
	f.Add(`{"RoleDetailList":[` + roleDetail + `],"Policies":[{"Arn":"arn:aws:iam::aws:policy/X","PolicyVersionList":{"IsDefaultVersion":true,"Document":"{}"}}]}`)
	f.Add(`{"PolicyVersion":{"Document":"%7B%22Statement%22%3A%5B%5D%7D"}}`)
	f.Add(`[{"Effect":"Deny","NotAction":["logs:*"],"NotResource":"${a}"},{"Effect":"Allow","Action":"*"}]`)
	f.Fuzz(func(t *testing.T, text string) {
		bundle, err := ReadBundle(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "line ") {
				t.Fatalf("%q: the error has no place: %v", text, err)
			}
			return
		}
		if opinion := bundle.Role.Judge(nil, false); len(opinion.Verdicts) == 0 || opinion.Verdict != opinion.Verdicts[0] {
			t.Fatalf("%q: no verdict: %v", text, opinion)
		}
	})
}
