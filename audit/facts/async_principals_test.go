package facts

import "testing"

func TestPoliciesThatMayInvokeAsynchronously(t *testing.T) {
	for _, test := range []struct {
		policy Policy
		want   bool
	}{
		{"", false},
		{`{"Principal":{"Service":"apigateway.amazonaws.com"}}`, false},
		{`{"Principal":{"Service":["lex.amazonaws.com","lexv2.amazonaws.com"]}}`, false},
		{`{"Principal":{"Service":"alexa-appkit.amazon.com"}}`, false},
		{`{"Principal":{"AWS":"*"}}`, false},
		{`{"Principal":{"Service":"events.amazonaws.com"}}`, true},
		{`{"Principal":{"Service":["lex.amazonaws.com","s3.amazonaws.com"]}}`, true},
		{`{"Principal":{"Service":["s3.amazonaws.com","lex.amazonaws.com"]}}`, true},
		{`{"Principal":{"Service":"logs.eu-west-1.amazonaws.com"}}`, true},
		{`{"Principal":{"Service":"lex.amazonaws.com.cn"}}`, true},
		{`{"Principal":{"Service":"x-lex.amazonaws.com"}}`, true},
		{`{"Principal":{"Service":"*"}}`, true},
		{`{"Principal":{"Service":"\u0073ns.amazonaws.com"}}`, true},
		{`lex.amazonaws.com`, true},
		{`"lex.amazonaws.com`, true},
		{`lex.amazonaws.com"`, true},
		{`"lex.amazonaws.com"lex.amazonaws.com"`, true},
	} {
		if got := mayInvokeAsync(test.policy); got != test.want {
			t.Errorf("%s: %v", test.policy, got)
		}
	}
}
