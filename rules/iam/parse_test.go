package iam

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

// parsed parses a document of a test, which must be good.
func parsed(t testing.TB, text string) Document {
	t.Helper()
	d, err := Parse(text)
	if err != nil {
		t.Fatalf("Parse(%s): %v", text, err)
	}
	return d
}

func TestParse(t *testing.T) {
	read := Statement{Effect: Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"*"}}
	with := func(change func(*Statement)) []Statement {
		s := read
		change(&s)
		return []Statement{s}
	}
	const rest = `"Effect":"Allow","Action":"s3:GetObject","Resource":"*"`
	tests := map[string]struct {
		text string
		want []Statement
	}{
		"statement as object": {`{"Version":"2012-10-17","Statement":{` + rest + `}}`, []Statement{read}},
		"statement as list":   {`{"Statement":[{` + rest + `}]}`, []Statement{read}},
		"lists for strings":   {`{"Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["*"]}]}`, []Statement{read}},
		"element names in any case": {`{"statement":[{"effect":"allow","ACTION":"s3:GetObject","resource":"*"}]}`,
			[]Statement{read}},
		"one element twice in different case": {`{"Statement":{` + rest + `,"action":"s3:PutObject"}}`,
			with(func(s *Statement) { s.Actions = []string{"s3:GetObject", "s3:PutObject"} })},
		"unknown elements":     {`{"Id":"x","Extra":[{}],"Statement":{` + rest + `,"More":{"a":[1]}}}`, []Statement{read}},
		"no statement":         {`{}`, nil},
		"null statement":       {`{"Statement":null}`, nil},
		"empty statement list": {`{"Statement":[]}`, nil},
		"empty statement":      {`{"Statement":[{}]}`, []Statement{{}}},
		"byte order mark":      {"\ufeff" + `{"Statement":{` + rest + `}}`, []Statement{read}},
		"condition of any type": {`{"Statement":{` + rest + `,"Condition":{"Bool":{"b":true},"NumericEquals":{"n":[1.50,"2"]}}}}`, with(func(s *Statement) {
			s.Conditions = []Condition{{"Bool", "b", []string{"true"}}, {"NumericEquals", "n", []string{"1.50", "2"}}}
		})},
		"one key twice": {`{"Statement":{` + rest + `,"Condition":{"StringEquals":{"a":"1","a":["2"]}}}}`,
			with(func(s *Statement) { s.Conditions = []Condition{{"StringEquals", "a", []string{"1", "2"}}} })},
		"empty NotAction is not a missing one": {`{"Statement":{"Effect":"Deny","NotAction":[],"Resource":"*"}}`,
			[]Statement{{Effect: Deny, NotActions: []string{}, Resources: []string{"*"}}}},
		"anybody":                  {`{"Statement":{` + rest + `,"Principal":"*"}}`, with(func(s *Statement) { s.Principals = []Principal{{AnyPrincipal, "*"}} })},
		"account as a bare number": {`{"Statement":{` + rest + `,"Principal":{"AWS":123456789012}}}`, with(func(s *Statement) { s.Principals = []Principal{{AWSPrincipal, "123456789012"}} })},
		"principals of all kinds": {`{"Statement":{` + rest + `,"NotPrincipal":{"aws":["*","1"],"Service":"s3.amazonaws.com","Federated":"f","CanonicalUser":"c"}}}`,
			with(func(s *Statement) {
				s.NotPrincipals = []Principal{{AWSPrincipal, "*"}, {AWSPrincipal, "1"}, {CanonicalPrincipal, "c"}, {FederatedPrincipal, "f"}, {ServicePrincipal, "s3.amazonaws.com"}}
			})},
	}
	for name, test := range tests {
		for form, text := range map[string]string{"plain": test.text, "encoded": url.PathEscape(test.text)} {
			if got := parsed(t, text); !reflect.DeepEqual(got.Statements, test.want) {
				t.Errorf("%s, %s:\ngot  %+v\nwant %+v", name, form, got.Statements, test.want)
			}
		}
	}
}

func TestParseKeepsPlusSigns(t *testing.T) {
	d := parsed(t, `%7B%22Statement%22%3A%7B%22Sid%22%3A%22a+b%20c%22%2C%22Effect%22%3A%22Deny%22%7D%7D`)
	if got := d.Statements[0].Sid; got != "a+b c" {
		t.Errorf("Sid is %q", got)
	}
}

func TestParseErrors(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"empty":                {" \n", "the document is empty"},
		"not JSON":             {"{\n  \"Statement\": [}\n", "line 2, column 17"},
		"cut off":              {`{"Statement":`, "line 1, column 13"},
		"text after the end":   {`{"a":1} x`, "line 1, column 9"},
		"broken encoding":      {"%7B%2", "undo percent-encoding"},
		"no object":            {`["a"]`, "line 1, column 1: a policy is an object"},
		"statement no object":  {`{"Statement":["a"]}`, "line 1, column 15: a statement is an object"},
		"no effect":            {"{\"Statement\":\n [{\"Action\":\"*\"}]}", "line 2, column 3: a statement needs an Effect"},
		"unknown effect":       {`{"Statement":{"Effect":"Permit"}}`, "line 1, column 24: Effect is Allow or Deny"},
		"two effects":          {`{"Statement":{"Effect":"Deny","effect":"Allow"}}`, "given twice"},
		"action an object":     {`{"Statement":{"Effect":"Deny","Action":{"a":1}}}`, "line 1, column 40: Action is a string"},
		"action in lists":      {`{"Statement":{"Effect":"Deny","Action":[["a"]]}}`, "line 1, column 41"},
		"condition a string":   {`{"Statement":{"Effect":"Deny","Condition":"x"}}`, "Condition is an object"},
		"operator a string":    {`{"Statement":{"Effect":"Deny","Condition":{"Bool":"x"}}}`, "Bool is an object"},
		"columns count runes":  {`{"Statement":{"Sid":"éé","Effect":"x"}}`, "line 1, column 35"},
		"version a list":       {`{"Version":[1]}`, "Version is a string"},
		"principal of objects": {`{"Statement":{"Effect":"Deny","Principal":{"AWS":{}}}}`, "AWS is a string"},
	}
	for name, test := range tests {
		if _, err := Parse(test.text); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, test.want)
		}
	}
}

func TestStatementName(t *testing.T) {
	d := parsed(t, `{"Statement":[{"Sid":"Read","Effect":"Allow"},{"Effect":"Allow"}]}`)
	if a, b := d.Statements[0].Name(), d.Statements[1].Name(); a != "Read" || b != "statement 2" {
		t.Errorf("names are %q and %q", a, b)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"Statement":[{"Effect":"Allow","Action":["*"],"Principal":{"AWS":["*",1]},"Condition":{"Bool":{"a":true}}}]}`)
	f.Add(`%7B%22Statement%22%3A%5B%5D%7D`)
	f.Add(`{"statement":{"Sid":"x","effect":"deny","notaction":[],"Principal":["*","a"],"NotPrincipal":{}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		first, err := Parse(text)
		if err != nil {
			return
		}
		written, err := json.Marshal(first)
		if err != nil {
			t.Fatalf("marshal: %v", err)
		}
		second, err := Parse(string(written))
		if err != nil || !reflect.DeepEqual(first, second) {
			t.Fatalf("%s\nread  %#v\nagain %#v (%v)\nfrom %s", text, first, second, err, written)
		}
	})
}
