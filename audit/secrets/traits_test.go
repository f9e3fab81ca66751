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
		{"EMAIL_USE_SSL", "False", ""}, // beside EMAIL_USE_TLS=True, as Django has it
		{"MAIL_USE_TLS", "false", ""},
		{"SMTP_USE_SSL", "0", ""},
		{"LOG_LEVEL", "DEBUG", "literal=DEBUG"},
		{"LOG_LEVEL", "something else", ""},
		{"AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler", "literal=/opt/otel-handler"},
		{"POWERTOOLS_SERVICE_NAME", "orders-api", "literal=orders-api"},
		{"STAGE", "prod", ""},
		{"TABLE", "orders", "resource=orders"},
		{"TABLE", "customers", ""},
		{"LOCATION", "s3://orders/in/x.csv", "host=private resource=orders scheme=s3"},
		{"QUEUES", "arn:aws:sqs:eu-west-1:1:b,arn:aws:sqs:eu-west-1:1:a", "resource=arn:aws:sqs:eu-west-1:1:a resource=arn:aws:sqs:eu-west-1:1:b resource=arn:aws:sqs:eu-west-1:1:b,arn:aws:sqs:eu-west-1:1:a"},
		{"API", "http://user-data.vpce.internal/x", "host=private scheme=http transport-off=plain-http"},
		{"DB", "mongodb://a.corp:27017,b.corp:27017/orders", "host=private scheme=mongodb transport-off=plain-database"},
		{"DB", "mongodb://a.corp:27017,b.corp:27017/orders?replicaSet=x&tls=true", "host=private scheme=mongodb"},
		{"DB", "mongodb+srv://c.example.net/orders", "host=public scheme=mongodb"},
		{"GRAPH", "bolt://graph.corp:7687", "host=private scheme=other transport-off=plain-database"},
		{"GRAPH", "neo4j+s://graph.corp:7687", "host=private scheme=other"},
		{"BROKERS", "SASL_PLAINTEXT://kafka.corp:9092", "host=private scheme=other transport-off=plain-messaging"},
		{"BROKERS", "b-1.orders.abc.c2.kafka.eu-west-1.amazonaws.com:9092,b-2.orders.abc.c2.kafka.eu-west-1.amazonaws.com:9092", "transport-off=encryption-off"},
		{"BROKERS", "b-1.orders.abc.c2.kafka.eu-west-1.amazonaws.com:9098", "host=aws-service"},
		{"KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT", "transport-off=encryption-off"},
		{"KAFKA_SECURITY_PROTOCOL", "SASL_SSL", ""},
		{"DIRECTORY", "ldap://dc1.corp:389", "host=private scheme=ldap transport-off=plain-ldap"},
		{"DIRECTORY", "ldaps://dc1.corp:636", "host=private scheme=ldaps"},
		{"UPLOAD", "ftp://files.example.com", "host=public scheme=ftp transport-off=plain-ftp"},
		{"UPLOAD", "sftp://files.example.com", "host=public scheme=sftp"},
		{"MAIL", "smtp://mail.example.com:25", "host=public scheme=smtp transport-off=plain-mail"},
		{"MAIL", "smtp://mail.example.com:587", "host=public scheme=smtp"},
		{"MAIL", "smtp://mail.example.com?starttls=required", "host=public scheme=smtp"},
		{"QUEUE", "amqp://b-1.mq.eu-west-1.amazonaws.com", "host=aws-service scheme=amqp transport-off=plain-messaging"},
		{"CACHE", "redis://cache.corp:6380?ssl=true", "host=private scheme=redis"},
		{"DB", "postgres://db.corp/x?sslmode=prefer", "host=private scheme=postgres transport-off=encryption-optional"},
		{"DB", "postgres://db.corp/x?sslmode=require", "host=private scheme=postgres"},
		{"DB", "postgres://db.corp/x?sslmode=no-verify", "host=private scheme=postgres transport-off=verification-off"},
		{"DB", "orders@tcp(db.corp:3306)/x?tls=skip-verify", "transport-off=verification-off"},
		{"DB", `{"host":"x","ssl":{"rejectUnauthorized": false}}`, "transport-off=verification-off"},
		{"DB", `{"host":"x","ssl": false}`, "transport-off=encryption-off"},
		{"PGSSLMODE", "disable", "transport-off=encryption-off"},
		{"PGSSLMODE", "verify-full", ""},
		{"MYSQL_SSL_MODE", "PREFERRED", "transport-off=encryption-optional"},
		{"GIT_SSL_NO_VERIFY", "1", "literal=1 transport-off=verification-off"},
		{"GIT_SSL_NO_VERIFY", "0", "literal=0"},
		{"DISABLE_SSL", "true", "transport-off=encryption-off"},
		{"DISABLE_SSL_VERIFICATION", "true", "transport-off=verification-off"},
		{"DISABLE_SSL_VERIFICATION", "false", ""},
		{"CURL_OPTS", "--silent --insecure", "transport-off=verification-off"},
		{"JAVA_TOOL_OPTIONS", "-Djdk.internal.httpclient.disableHostnameVerification=true", "transport-off=verification-off"},
		{"JAVA_TOOL_OPTIONS", "-Dcom.sun.jndi.ldap.object.disableEndpointIdentification=true", "transport-off=verification-off"},
		{"ENDPOINT", "https://api.example.com?verify=false", "host=public scheme=https transport-off=verification-off"},
		{"HTTP_PROXY", "http://proxy.corp:3128", "host=private scheme=http"},
		{"https_proxy", "http://proxy.corp:3128", "host=private scheme=http"},
		{"ORDERS_PROXY_URL", "http://orders.corp/api", "host=private scheme=http transport-off=plain-http"},
		{"OIDC_ISSUER", "http://id.example.com", "host=public scheme=http"},
		{"SAML_ENTITY_ID", "http://app.example.com/saml", "host=public scheme=http"},
		{"ALLOWED_ORIGINS", "http://app.example.com", "host=public scheme=http"},
		{"FHIR_SYSTEM", "http://terminology.hl7.org/CodeSystem/x", "host=public scheme=http"},
		{"SOAP", "http://schemas.xmlsoap.org/soap/envelope/", "host=public scheme=http"},
		{"CRL", "http://crl.example.com/ca.crl", "host=public scheme=http"},
		{"METADATA", "http://169.254.170.2/v2", "host=loopback scheme=http"},
		{"METADATA", "http://[fd00:ec2::254]/latest", "host=private scheme=http"},
		{"RUNTIME", "http://127.0.0.1:9001/2018-06-01/runtime", "host=loopback scheme=http"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318", "host=loopback scheme=http"},
		{"OTEL_EXPORTER_OTLP_INSECURE", "true", ""},
		{"DEV", "http://host.docker.internal:8000", "host=private scheme=http"},
		{"MUTUAL_TLS", "false", ""},
		{"FORCE_SSL", "false", ""},
		{"NODE_OPTIONS", "--tls-min-v1.2", ""},
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
