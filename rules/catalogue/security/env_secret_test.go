package security

import (
	"testing"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

func TestUndecryptedVariables(t *testing.T) {
	const key = "arn:aws:kms:eu-west-1:111122223333:key/1"
	for code, c := range map[string]struct{ reason, action, message string }{
		"AccessDeniedException":     {"denied", "kms:Decrypt", "variables could not be decrypted: needs kms:Decrypt on " + key},
		"KMSAccessDeniedException":  {"denied", "kms:Decrypt", "variables could not be decrypted: needs kms:Decrypt on " + key},
		"KMSDisabledException":      {"error", "", "variables could not be decrypted: KMSDisabledException for " + key},
		"KMSInvalidStateException":  {"error", "", "variables could not be decrypted: KMSInvalidStateException for " + key},
		"SomethingNewFromTomorrow1": {"error", "", "variables could not be decrypted: SomethingNewFromTomorrow1 for " + key},
	} {
		list, result := rows(t, rules.Config{}, []string{"env-secret"}, sample.Config(func(f *facts.Config) { f.EnvironmentError, f.KMSKey = code, key }))
		if got := only(t, list, "env-secret"); got.Message != c.message || got.Reason != c.reason {
			t.Errorf("%s: %s: %s", code, got.Reason, got.Message)
		}
		if !result.Run.Partial || len(result.Errors) != 1 {
			t.Fatalf("%s: partial %v, errors %+v", code, result.Run.Partial, result.Errors)
		}
		if e := result.Errors[0]; e.Reason != c.reason || e.Action != c.action || e.Code != code || e.Message != c.message || e.Example != sample.Function {
			t.Errorf("%s: %+v", code, e)
		}
	}
}
