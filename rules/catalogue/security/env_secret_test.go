package security

import (
	"fmt"
	"testing"

	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
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

// TestExamplesOfNoSecretAreWhatTheClassifierSays gives the classifier values such as
// those that the issues named in the examples tell of.
func TestExamplesOfNoSecretAreWhatTheClassifierSays(t *testing.T) {
	values := map[string]string{
		"DB_SECRET_NAME":   "orders-db",
		"apiCredentials":   "/billing/api-credentials",
		"AWS_CA_BUNDLE":    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
		"METRIC_NAMESPACE": "shop/feature-logging/OrdersComposition12",
		"LAMBDA":           "handler.handleOrdersOfTheWarehouseInTheNorthwest",
		"foo":              "12345678901234567890",
		"KMS_KEY_ID":       "1234abcd-12ab-34cd-56ef-1234567890ab",
		"PARTITION_KEY":    "customerId",
	}
	rule, err := rules.ByID("env-secret")
	if err != nil {
		t.Fatal(err)
	}
	classifier := secrets.NewClassifier(secrets.Key{}, nil)
	for _, e := range envSecretExamples {
		if e.Want != rules.Pass {
			continue
		}
		known, err := e.World(rule)
		if err != nil {
			t.Fatal(err)
		}
		c, err := facts.Functions.Of(known.Reader(), sample.Function)
		if err != nil {
			t.Fatal(err)
		}
		given := c.Variables[0]
		value, there := values[given.Name]
		if got := classifier.Classify(given.Name, secrets.NewValue(value)); !there || fmt.Sprint(got) != fmt.Sprint(given) {
			t.Errorf("%q gives %+v, and the classifier says %+v", e.Name, given, got)
		}
		delete(values, given.Name)
	}
	for name := range values {
		t.Errorf("%s stands in no example", name)
	}
}
