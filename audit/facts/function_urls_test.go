package facts_test

import (
	"errors"
	"reflect"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

const urlARN = "arn:aws:lambda:eu-west-1:111122223333:function:"

// guarded is an account with URLs, pinned runtimes and signed code.
const guarded = `{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[{"name":"r"}],"regions":[{"name":"eu-west-1","inspector":"ENABLED","guardduty":"DISABLED","functions":[
	{"name":"open","role":"r","urls":[{"auth_type":"NONE","created":"2026-02-03T04:05:06Z","cors":{"allow_origins":["*"],"allow_credentials":true}},{"auth_type":"AWS_IAM","qualifier":"live"}],
	 "versions":[{"version":"1"}],"aliases":[{"name":"live","version":"1"}],"update_runtime_on":"Manual","code_signing":{"name":"csc-1","policy":"Enforce"},
	 "policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":"*"}]}},
	{"name":"by-alias","role":"r","urls":[{"auth_type":"NONE","qualifier":"live"}],"versions":[{"version":"1"}],
	 "aliases":[{"name":"live","version":"1","policy":{"Statement":{"Effect":"Allow","Principal":"*","NotAction":"lambda:DeleteFunction","Resource":"*"}}}]},
	{"name":"wildcard","role":"r","policy":{"Statement":{"Effect":"Deny","Principal":"*","Action":["lambda:invoke*"],"Resource":"*"}}},
	{"name":"called","role":"r","urls":[{"auth_type":"AWS_IAM"}],"metrics":{"UrlRequestCount.Sum":[3]}},
	{"name":"unseen","role":"r","urls":[{"auth_type":"AWS_IAM"}],
	 "policy":{"Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:eu-west-1:111122223333:a/*/GET/"}}}]}},
	{"name":"image","role":"r","package_type":"Image","policy":{"Statement":"?"}},
	{"name":"plain","role":"r"}]}]}`

func TestURLsAreAskedForWherePoliciesOrMetricsSpeakOfThem(t *testing.T) {
	for name, c := range map[string]struct {
		want  []facts.FunctionURL
		asked bool
	}{
		"open": {[]facts.FunctionURL{
			{Qualifier: "$LATEST", Auth: "NONE", Created: "2026-02-03T04:05:06Z", Origins: []string{"*"}, Credentials: true},
			{Qualifier: "live", Auth: "AWS_IAM"}}, true},
		"by-alias": {[]facts.FunctionURL{{Qualifier: "live", Auth: "NONE"}}, true},
		"wildcard": {[]facts.FunctionURL{}, true},
		"called":   {[]facts.FunctionURL{{Qualifier: "$LATEST", Auth: "AWS_IAM"}}, true},
		"image":    {[]facts.FunctionURL{}, true}, // its policy has no form that AWS writes
		"unseen":   {nil, false},
		"plain":    {nil, false},
	} {
		account := parse(t, guarded)
		server := serve(account)
		known := collect(t, open(t, server, account, nil), audit.NewSet(facts.FunctionURLs))
		got, err := facts.FunctionURLs.Of(known.Reader(), urlARN+name)
		for i := range got {
			if c.want[i].Created == "" {
				got[i].Created = ""
			}
		}
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if asked := calledFor(server, "ListFunctionUrlConfigs")[urlARN+name] > 0; asked != c.asked {
			t.Errorf("%s: asked %v", name, asked)
		}
	}
}

// calledFor counts the calls of an operation by what they asked for.
func calledFor(server *fixtures.Server, operation string) map[string]int {
	count := map[string]int{}
	for _, c := range server.Calls() {
		if c.Operation == operation {
			count[c.Key]++
		}
	}
	return count
}

func TestURLsAreAskedForWhereTheGateKnowsTooLittle(t *testing.T) {
	for _, operation := range []string{"GetPolicy", "ListMetrics"} {
		account := parse(t, guarded)
		server := serve(account)
		deny(t, server, "", operation)
		collect(t, open(t, server, account, nil), audit.NewSet(facts.FunctionURLs))
		if got := calledFor(server, "ListFunctionUrlConfigs"); len(got) != 7 {
			t.Errorf("without %s %d functions are asked for: %v", operation, len(got), got)
		}
	}
	account := parse(t, guarded)
	server := serve(account)
	collect(t, open(t, server, account, func(o *audit.Options) { o.Scope.Functions = []string{"plain"} }), audit.NewSet(facts.FunctionURLs))
	if got := calledFor(server, "ListFunctionUrlConfigs"); got[urlARN+"plain"] != 1 {
		t.Errorf("a named function is not asked for: %v", got)
	}
}

func TestURLsThatMayNotBeListed(t *testing.T) {
	account := parse(t, guarded)
	server := serve(account)
	deny(t, server, "lambda", "ListFunctionUrlConfigs") // what GovCloud answers too (steampipe-plugin 1262)
	known := collect(t, open(t, server, account, nil), audit.NewSet(facts.FunctionURLs))
	var why *audit.Unknown
	if _, err := facts.FunctionURLs.Of(known.Reader(), urlARN+"open"); !errors.As(err, &why) || why.Action != "lambda:ListFunctionUrlConfigs" {
		t.Errorf("%v", err)
	}
	if urls, err := facts.FunctionURLs.Of(known.Reader(), urlARN+"plain"); err != nil || len(urls) > 0 {
		t.Errorf("%v, %v: what the gate settles needs no permission", urls, err)
	}
}
