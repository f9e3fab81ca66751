package cli

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// What decrypts stands in the policy only on request, and then for Lambda alone.
func TestPermissionsWithDecrypt(t *testing.T) {
	for _, test := range []struct {
		args    []string
		through []string // nil: no statement
		hint    bool
	}{
		{nil, nil, true},
		{[]string{"--quiet"}, nil, false},
		{[]string{"--rule", "policy-public"}, nil, false},
		{[]string{"--with-decrypt"}, []string{"lambda.*.amazonaws.com"}, false},
		{[]string{"--with-decrypt", "--region", "all"}, []string{"lambda.*.amazonaws.com"}, false},
		{[]string{"--with-decrypt", "--region", "us-*", "--region", "eu-west-1"}, []string{"lambda.eu-west-1.amazonaws.com", "lambda.us-*.amazonaws.com"}, false},
		{[]string{"--with-decrypt", "--partition", "aws-cn", "--region", "cn-north-1"}, []string{"lambda.cn-north-1.amazonaws.com.cn"}, false},
	} {
		code, stdout, stderr := run(t, append([]string{"permissions"}, test.args...)...)
		var policy iamPolicy
		if err := json.Unmarshal([]byte(stdout), &policy); err != nil || code != 0 {
			t.Fatalf("%v: code %d, %v", test.args, code, err)
		}
		var through []string
		for _, s := range policy.Statement {
			if reflect.DeepEqual(s.Action, []string{"kms:Decrypt"}) {
				through = s.Condition["StringLike"]["kms:ViaService"]
			} else if s.Condition != nil || strings.Contains(strings.Join(s.Action, " "), "kms:") {
				t.Errorf("%v: %+v", test.args, s)
			}
		}
		if !reflect.DeepEqual(through, test.through) || strings.Contains(stderr, "--with-decrypt") != test.hint {
			t.Errorf("%v: through %v, %q", test.args, through, stderr)
		}
	}
	if _, stdout, _ := run(t, "permissions", "-o", "table"); !strings.Contains(stdout, "kms:Decrypt") || !strings.Contains(stdout, "--with-decrypt") {
		t.Errorf("the table does not tell of kms:Decrypt: %s", stdout)
	}
	if _, stdout, _ := run(t, "permissions", "--check", "--demo"); strings.Contains(stdout, "kms:Decrypt") {
		t.Errorf("--check tries what the audit does not call: %s", stdout)
	}
}

// The policy holds what reads last use only with the switch.
func TestPermissionsWithUnused(t *testing.T) {
	for _, test := range []struct {
		args []string
		want bool
	}{{nil, false}, {[]string{"--unused"}, true}, {[]string{"--rule", "pillar:security"}, false}, {[]string{"--unused", "--rule", "role-unused-access"}, true}} {
		_, stdout, _ := run(t, append([]string{"permissions"}, test.args...)...)
		if got := strings.Contains(stdout, "iam:GenerateServiceLastAccessedDetails") && strings.Contains(stdout, "iam:GetServiceLastAccessedDetails"); got != test.want {
			t.Errorf("%v: %v, want %v", test.args, got, test.want)
		}
	}
	code, _, stderr := run(t, "audit", "--demo", "--rule", "role-unused-access")
	if code != exitUsage || !strings.Contains(stderr, "give --unused") {
		t.Errorf("without the switch: code %d, %q", code, stderr)
	}
}
