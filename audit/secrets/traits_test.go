package secrets

import (
	"strings"
	"testing"
)

func show(v Variable) string {
	var parts []string
	for _, trait := range v.Traits {
		parts = append(parts, string(trait.Kind)+"="+trait.Value)
	}
	return strings.Join(parts, " ")
}

func TestTraits(t *testing.T) {
	password := newGenerator(1).password()
	known := func(resource string) bool {
		return resource == "orders" || strings.HasPrefix(resource, "arn:aws:sqs:") || resource == "https://sqs.eu-west-1.amazonaws.com/1/orders"
	}
	tests := []struct{ name, text, want string }{
		{"API", "https://api.example.com/v1", "host=public scheme=https"},
		{"API", "http://api.example.com/v1", "host=public scheme=http transport-off=plain-http"},
		{"API", "http://10.0.0.7:8080", "host=private scheme=http transport-off=plain-http"},
		{"API", "http://localhost:2000/x", "host=loopback scheme=http"},
		{"API", "http://169.254.79.129:2000", "host=loopback scheme=http"},
		{"API", "http://[::1]:2000", "host=loopback scheme=http"},
		{"XMLNS", "http://www.w3.org/2000/svg", "host=public scheme=http"},
		{"NPM", "http://registry.example.com:4873/@scope/x", "host=public scheme=http transport-off=plain-http"},
		{"API", "http://${HOST}/x", "host=unknown scheme=http"},
		{"CACHE", "redis://c.abc.use1.cache.amazonaws.com:6379", "host=aws-service scheme=redis transport-off=plain-redis"},
		{"CACHE", "redis://:" + password + "@cache.internal", "host=private scheme=redis transport-off=plain-redis"},
		{"CACHE", "rediss://:" + password + "@cache.internal", "host=private scheme=rediss"},
		{"DB", "postgres://app:" + password + "@db.corp/x?sslmode=disable", "host=private scheme=postgres transport-off=encryption-off"},
		{"DB", "Server=h;Encrypt=True;TrustServerCertificate=True", "transport-off=verification-off"},
		{"DB", "jdbc:mysql://db.example.com/x?useSSL=false", "host=public scheme=mysql transport-off=encryption-off"},
		{"X", "weird://h", "host=private scheme=other"},
		{"DB_HOST", "db.abc.eu-west-1.rds.amazonaws.com", "host=aws-service"},
		{"DB_HOST", "10.1.2.3:5432", "host=private"},
		{"DB_HOST", "db.internal", "host=private"},
		{"NODE_TLS_REJECT_UNAUTHORIZED", "0", "literal=0 transport-off=verification-off"},
		{"NODE_TLS_REJECT_UNAUTHORIZED", "1", "literal=1"},
		{"PYTHONHTTPSVERIFY", "0", "literal=0 transport-off=verification-off"},
		{"ES_VERIFY_CERTS", "false", "transport-off=verification-off"},
		{"INSECURE_SKIP_VERIFY", "true", "transport-off=verification-off"},
		{"DB_SSL", "false", "transport-off=encryption-off"},
		{"DB_SSL", "true", ""},
		{"LOG_LEVEL", "DEBUG", "literal=DEBUG"},
		{"LOG_LEVEL", "something else", ""},
		{"AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler", "literal=/opt/otel-handler"},
		{"POWERTOOLS_SERVICE_NAME", "orders-api", "literal=orders-api"},
		{"STAGE", "prod", ""},
		{"TABLE", "orders", "resource=orders"},
		{"TABLE", "customers", ""},
		{"LOCATION", "s3://orders/in/x.csv", "host=private resource=orders scheme=s3"},
		{"QUEUES", "arn:aws:sqs:eu-west-1:1:b,arn:aws:sqs:eu-west-1:1:a", "resource=arn:aws:sqs:eu-west-1:1:a resource=arn:aws:sqs:eu-west-1:1:b resource=arn:aws:sqs:eu-west-1:1:b,arn:aws:sqs:eu-west-1:1:a"},
		{"QUEUE", "https://sqs.eu-west-1.amazonaws.com/1/orders", "host=aws-service resource=https://sqs.eu-west-1.amazonaws.com/1/orders scheme=https"},
	}
	c := NewClassifier(Key{}, known)
	for _, test := range tests {
		if got := show(c.Classify(test.name, NewValue(test.text))); got != test.want {
			t.Errorf("%s=%s:\n got %s\nwant %s", test.name, test.text, got, test.want)
		}
	}
}

// TestSecretsHaveNoOpenTraits pastes a secret where a literal or a resource
// may be shown.
func TestSecretsHaveNoOpenTraits(t *testing.T) {
	g := newGenerator(1)
	everything := NewClassifier(Key{}, func(string) bool { return true })
	for _, s := range secretSamples {
		v := everything.Classify(s.name, NewValue(s.value(g)))
		if v.Secret() && len(v.TraitValues(TraitResource))+len(v.TraitValues(TraitLiteral)) > 0 {
			t.Errorf("%s: traits %s", s.kind, show(v))
		}
	}
	for _, name := range []string{"POWERTOOLS_SERVICE_NAME", "NODE_OPTIONS", "AWS_LAMBDA_EXEC_WRAPPER", "LOG_LEVEL"} {
		for _, text := range []string{g.alnum(40), g.hex(32), "gh" + "p_" + g.alnum(36)} {
			if v := classify(name, text); len(v.TraitValues(TraitLiteral)) > 0 {
				t.Errorf("%s shows what was pasted into it", name)
			}
		}
	}
}

func TestSwitchesCarryNoCredentials(t *testing.T) {
	for _, name := range []string{"OTEL_EXPORTER_OTLP_HEADERS", "DD_API_KEY", "NEW_RELIC_LICENSE_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"} {
		if literalAllowed(name, "true") {
			t.Errorf("%s is on the list of switches", name)
		}
	}
}
