package security

import (
	"testing"

	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// TestTransportOfRealValues leads values through the classifier, as the
// collector does, because what is an address and what only looks like one is
// decided there.
func TestTransportOfRealValues(t *testing.T) {
	judge := secrets.NewClassifier(secrets.Key{}, nil)
	for _, c := range []struct{ name, value, message string }{
		{"CACHE_URL", "redis://cache.corp:6379", "the variable CACHE_URL leads to a cache in plain text"},
		{"PARTNER_API", "http://api.example.com/v1", "the variable PARTNER_API leads to a plain http:// or ws:// address"},
		{"SEARCH", "http://10.0.3.4:9200", "the variable SEARCH leads to a plain http:// or ws:// address"},
		{"DB", "mongodb://db.corp/orders", "the variable DB leads to a database in plain text"},
		{"BROKER", "amqp://mq.corp", "the variable BROKER leads to a message broker in plain text"},
		{"DIRECTORY", "ldap://dc1.corp", "the variable DIRECTORY leads to a directory in plain text"},
		{"UPLOAD", "ftp://files.example.com", "the variable UPLOAD leads to a server of files in plain text"},
		{"MAIL", "smtp://mail.example.com:25", "the variable MAIL leads to a mail server in plain text"},
		{"DSN", "postgres://db.corp/x?sslmode=prefer", "the variable DSN goes on without encryption where the server offers none"},
		{"DSN", "Server=db.corp;Encrypt=false;TrustServerCertificate=true", "the variable DSN turns the check of certificates off and turns encryption off"},
		{"PYTHONHTTPSVERIFY", "0", "the variable PYTHONHTTPSVERIFY turns the check of certificates off"},
		{"KAFKA_SECURITY_PROTOCOL", "PLAINTEXT", "the variable KAFKA_SECURITY_PROTOCOL turns encryption off"},

		{"CACHE_URL", "rediss://cache.corp:6379", ""},
		{"XRAY", "http://169.254.79.129:2000", ""},
		{"EXTENSION", "http://localhost:2773/secretsmanager/get", ""},
		{"RUNTIME_API", "http://127.0.0.1:9001", ""},
		{"http_proxy", "http://proxy.corp:3128", ""},
		{"SOAP_ACTION", "http://schemas.xmlsoap.org/soap/envelope/", ""},
		{"OIDC_ISSUER", "http://id.example.com", ""},
		{"ALLOWED_ORIGINS", "http://app.example.com", ""},
		{"PARTNER_API", "http://${HOST}/v1", ""},
		{"DSN", "postgres://db.corp/x?sslmode=verify-full", ""},
		{"DSN", "mongodb://db.corp/x?tls=true", ""},
		{"MAIL", "smtp://mail.example.com:587", ""},
		{"SSL_CERT_FILE", "/var/task/ca.pem", ""},
		{"OTEL_EXPORTER_OTLP_INSECURE", "true", ""},
		{"STAGE", "dev", ""},
	} {
		variable := judge.Classify(c.name, secrets.NewValue(c.value))
		list, _ := rows(t, rules.Config{}, []string{"env-insecure-transport"}, sample.Config(func(f *facts.Config) { f.Variables = []secrets.Variable{variable} }))
		switch {
		case c.message == "" && len(list) > 0:
			t.Errorf("%s=%s: %s", c.name, c.value, list[0].Message)
		case c.message != "" && len(list) != 1:
			t.Errorf("%s=%s: %d findings", c.name, c.value, len(list))
		case c.message != "":
			if got := list[0]; got.Message != c.message || got.Locus != c.name || got.Severity != rules.Medium {
				t.Errorf("%s=%s: %s %s: %s", c.name, c.value, got.Severity, got.Locus, got.Message)
			}
		}
	}
}

// Variables that may not be decrypted are something to be told among the errors,
// by the key and the action, whichever rule asks.
func TestTransportOfUnreadVariables(t *testing.T) {
	const key = "arn:aws:kms:eu-west-1:111122223333:key/7c1e55a0"
	unread := sample.Config(func(c *facts.Config) { c.KMSKey, c.EnvironmentError = key, "AccessDeniedException" })
	list, result := rows(t, rules.Config{}, []string{"env-insecure-transport"}, unread)
	row := only(t, list, "env-insecure-transport")
	if row.Outcome != rules.Unknown || row.Message != "variables could not be decrypted: needs kms:Decrypt on "+key || len(result.Errors) != 1 {
		t.Errorf("%s: %q, %+v", row.Outcome, row.Message, result.Errors)
	}
}
