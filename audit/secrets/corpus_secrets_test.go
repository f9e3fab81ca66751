package secrets

import (
	"strings"
)

// sample is one kind of value under the name of a variable.
type sample struct {
	kind  string
	name  string
	value func(g generator) string
}

// secretSamples are kinds of secrets besides the vendors' shapes, which the
// tests build from vendors.json.
var secretSamples = []sample{
	// The value proves it; the name says nothing.
	{"private key", "DATA", generator.privatePEM},
	{"private key, escaped", "CONFIG", func(g generator) string { return strings.ReplaceAll(g.privatePEM(), "\n", `\n`) }},
	{"private key, one line", "CONFIG", func(g generator) string { return strings.ReplaceAll(g.privatePEM(), "\n", " ") }},
	{"private key, base64", "CERT_BUNDLE", func(g generator) string { return encode64(g.privatePEM()) }},
	{"private key, base64 twice", "BLOB", func(g generator) string { return encode64(encode64(g.privatePEM())) }},
	{"private key, hex", "BLOB", func(g generator) string { return encodeHex(g.privatePEM()) }},
	{"private key under a public name", "PUBLIC_KEY", generator.privatePEM},
	{"private key after certificate", "TLS_BUNDLE", func(g generator) string { return g.pem("CERTIFICATE") + g.privatePEM() }},
	{"PGP private key", "GPG", func(g generator) string { return g.pem("PGP PRIVATE KEY BLOCK") }},
	{"PKCS8, bare base64", "APP_MATERIAL", func(g generator) string { return g.der("\x02\x01\x00\x30\x0d") }},
	{"SEC1, bare base64", "APP_MATERIAL", func(g generator) string { return g.der("\x02\x01\x01\x04\x20") }},
	{"PKCS12", "APP_STORE", func(g generator) string { return g.der("\x02\x01\x03\x30\x82") }},
	{"private JWK", "JWK", func(g generator) string {
		return `{"kty":"EC","crv":"P-256","x":"` + g.alnum(43) + `","d":"` + g.alnum(43) + `"}`
	}},
	{"private JWK set", "JWKS", func(g generator) string {
		return `{"keys":[{"kty":"RSA","n":"` + g.alnum(80) + `","d":"` + g.alnum(80) + `"}]}`
	}},
	{"URL password", "DATABASE_URL", func(g generator) string { return "postgres://app:" + g.password() + "@db.internal:5432/orders" }},
	{"URL password, words", "DATABASE_URL", func(g generator) string { return "mysql://root:" + g.words() + "@10.0.0.4/orders" }},
	{"URL password, digits", "BROKER", func(g generator) string { return "amqp://svc:" + g.from(digits, 8) + "@mq:5672" }},
	{"URL password, few digits", "CACHE", func(g generator) string { return "redis://default:" + g.from(digits, 5) + "@cache:6379" }},
	{"URL password, slash and colon", "BROKER", func(g generator) string { return "amqps://svc:" + g.alnum(6) + "/x:" + g.alnum(4) + "@mq:5671" }},
	{"URL password equal to the user", "PG", func(g generator) string {
		w := g.pick("postgres", "orders")
		return "postgresql://" + w + ":" + w + "@db/x"
	}},
	{"URL password, weak word", "PG", func(g generator) string { return "postgresql://orders:" + "pass" + "word" + "@db.internal/x" }},
	{"URL password without a user", "CACHE", func(g generator) string {
		return "redis://:" + g.alnum(24) + "@cache.abc.use1.cache.amazonaws.com:6379"
	}},
	{"URL password, percent-encoded", "DB_URI", func(g generator) string {
		return "mongodb+srv://app:" + g.alnum(6) + "%40" + g.alnum(4) + "@cluster0.mongodb.net/x"
	}},
	{"URL password in JDBC", "JDBC_URL", func(g generator) string { return "jdbc:postgresql://u:" + g.password() + "@h/db" }},
	{"URL password, many hosts", "HOSTS", func(g generator) string { return "http://a:9200,http://u:" + g.password() + "@b:9200" }},
	{"URL password of a proxy", "HTTPS_PROXY", func(g generator) string { return "http://proxy:" + g.password() + "@10.1.2.3:3128" }},
	{"URL password, templated host", "DB", func(g generator) string { return "postgres://app:" + g.password() + "@${DB_HOST}/x" }},
	{"URL password in a git remote", "REPO", func(g generator) string { return "https://ci:" + g.alnum(20) + "@git.example.com/a/b.git" }},
	{"Sentry DSN with password", "SENTRY_DSN", func(g generator) string { return "https://" + g.hex(32) + ":" + g.hex(32) + "@sentry.io/12345" }},
	{"Cloudinary URL", "CLOUDINARY_URL", func(g generator) string { return "cloudinary://" + g.from(digits, 15) + ":" + g.alnum(27) + "@demo" }},
	{"Go MySQL DSN", "DSN", func(g generator) string { return "app:" + g.password() + "@tcp(db:3306)/orders?parseTime=true" }},
	{"user and password before a host", "ENDPOINT", func(g generator) string { return "app:" + g.password() + "@db.internal:5432/orders" }},
	{"pgpass line", "PGPASSFILE_CONTENT", func(g generator) string { return "db.internal:5432:orders:app:" + g.password() }},
	{"Oracle thin", "JDBC", func(g generator) string { return "jdbc:oracle:thin:app/" + g.password() + "@db:1521:orcl" }},
	{"ADO.NET", "CONNECTION_STRING", func(g generator) string {
		return "Server=tcp:db,1433;Database=o;User ID=sa;Password=" + g.password() + ";Encrypt=True;"
	}},
	{"Azure storage", "STORAGE", func(g generator) string {
		return "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + g.base64(64) + ";EndpointSuffix=core.windows.net"
	}},
	{"Azure Service Bus", "BUS", func(g generator) string {
		return "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=" + g.base64(32)
	}},
	{"libpq", "PG_CONN", func(g generator) string {
		return "host=db.internal user=app password=" + g.password() + " sslmode=require"
	}},
	{"JDBC query", "JDBC_URL", func(g generator) string { return "jdbc:mysql://h/db?user=app&password=" + g.password() }},
	{"SQL Server JDBC", "JDBC_URL", func(g generator) string { return "jdbc:sqlserver://h:1433;user=sa;password=" + g.password() }},
	{"StackExchange.Redis", "REDIS", func(g generator) string { return "cache:6380,password=" + g.base64(32) + ",ssl=True" }},
	{"Kafka JAAS", "JAAS", func(g generator) string {
		return `org.apache.kafka.X required username="app" password="` + g.password() + `";`
	}},
	{"query token", "CALLBACK", func(g generator) string { return "https://api.example.com/v1?x=1&access_token=" + g.alnum(32) }},
	{"query API key", "FEED", func(g generator) string { return "https://api.example.com/v1?api_key=" + g.hex(32) }},
	{"presigned URL", "DOWNLOAD", func(g generator) string {
		return "https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=" + g.hex(64)
	}},
	{"Azure SAS", "CONTAINER", func(g generator) string {
		return "https://a.blob.core.windows.net/c?sv=2022&se=2027&sig=" + g.alnum(43) + "%3D"
	}},
	{"dotenv text", "DOTENV", func(g generator) string { return "STAGE=prod\nDB_PASSWORD=" + g.password() + "\nX=1" }},
	{"YAML text", "SETTINGS", func(g generator) string { return "db:\n  user: app\n  password: " + g.password() + "\n" }},
	{"YAML text, nested", "SETTINGS", func(g generator) string { return "user:\n  token: " + g.alnum(30) + "\n" }},
	{"nearly JSON", "SETTINGS", func(g generator) string { return "{'password': '" + g.password() + "'}" }},
	{"curl options", "CURL_ARGS", func(g generator) string { return "-s -u admin:" + g.password() }},
	{"JSON key, qualified by its parent", "APP", func(g generator) string { return `{"stripe":{"key":"` + g.alnum(40) + `"}}` }},
	{"AWS credentials file", "AWSCFG", func(g generator) string { return "[default]\naws_secret_access_key = " + g.alnum(40) }},
	{"npmrc line", "NPMRC", func(g generator) string { return "//registry.npmjs.org/:_authToken=" + g.uuid() }},
	{"netrc", "NETRC", func(g generator) string { return "machine api.example.com login ci password " + g.password() }},
	{"Java options", "JAVA_TOOL_OPTIONS", func(g generator) string { return "-Xmx512m -Djavax.net.ssl.keyStorePassword=" + g.password() }},
	{"command line", "CMD_ARGS", func(g generator) string { return "--user app --password " + g.password() }},
	{"Bearer header", "HEADER", func(g generator) string { return "Bearer " + g.alnum(40) }},
	{"Basic header", "HEADER", func(g generator) string { return "Basic " + encode64("app:"+g.password()) }},
	{"header line", "EXTRA_HEADERS", func(g generator) string { return "X-Api-Key: " + g.alnum(32) }},
	{"OTLP headers", "OTEL_EXPORTER_OTLP_HEADERS", func(g generator) string { return "api-key=" + g.hex(32) }},
	{"OTLP Basic header", "OTEL_EXPORTER_OTLP_HEADERS", func(g generator) string { return "Authorization=Basic%20" + encode64("12345:"+g.alnum(30)) }},
	{"JSON field", "DB_CONFIG", func(g generator) string { return `{"host":"db","username":"app","password":"` + g.password() + `"}` }},
	{"JSON field, nested", "APP", func(g generator) string { return `{"a":{"b":[{"clientSecret":"` + g.alnum(32) + `"}]}}` }},
	{"JSON name and value", "ENV_LIST", func(g generator) string { return `[{"name":"API_KEY","value":"` + g.alnum(32) + `"}]` }},
	{"JSON in base64", "APP_CONFIG", func(g generator) string { return encode64(`{"apiKey":"` + g.alnum(32) + `"}`) }},
	{"JSON, escaped quotes", "APP_CONFIG", func(g generator) string { return `{\"secretKey\":\"` + g.alnum(32) + `\"}` }},
	{"URL in JSON", "APP_CONFIG", func(g generator) string { return `{"db":"postgres://a:` + g.password() + `@h/x"}` }},
	{"Google service account", "GOOGLE_CREDENTIALS", func(g generator) string {
		return `{"type":"service_account","private_key":"` + strings.ReplaceAll(g.privatePEM(), "\n", `\n`) + `"}`
	}},
	{"docker config", "DOCKER_CONFIG_JSON", func(g generator) string {
		return `{"auths":{"r.example.com":{"auth":"` + encode64("ci:"+g.password()) + `"}}}`
	}},

	// Only the name says so.
	{"password", "DB_PASSWORD", generator.password},
	{"password of words", "PASSWORD", generator.words},
	{"password of a word", "ADMIN_PASS", func(g generator) string { return g.pick("sunshine", "iloveyou", "dragon") }},
	{"password, glued name", "PGPASSWORD", generator.password},
	{"password, camel case", "smtpPassword", generator.password},
	{"password, environment at the end", "DB_PASSWORD_PROD", generator.password},
	{"password, numbered", "PASSWORD_2", generator.password},
	{"pwd", "MYSQL_PWD", generator.password},
	{"passphrase", "KEY_PASSPHRASE", func(g generator) string { return "the " + g.pick("quick", "slow") + " brown fox runs" }},
	{"password, owner at the end", "DB_PASSWORD_ORDERS", generator.password},
	{"seed phrase", "WALLET_MNEMONIC", always("legal winner thank year wave sausage worth useful yellow")},
	{"cache password", "CACHE_PASSWORD", func(g generator) string { return g.alnum(24) }},
	{"API key", "WEATHER_API_KEY", func(g generator) string { return g.hex(32) }},
	{"API key, UUID", "API_KEY", generator.uuid},
	{"API key, glued", "MAILAPIKEY", func(g generator) string { return g.alnum(24) }},
	{"API keys, list", "API_KEYS", func(g generator) string { return g.alnum(20) + "," + g.alnum(20) }},
	{"product's key", "ALGOLIA_KEY", func(g generator) string { return g.hex(32) }},
	{"unknown product's key", "ORDERCLOUD_KEY", func(g generator) string { return g.alnum(40) }},
	{"AWS secret key", "AWS_SECRET_ACCESS_KEY", func(g generator) string { return g.from(alnum+"/+", 40) }},
	{"AWS secret key, own name", "S3_SECRET", func(g generator) string { return g.from(alnum+"/+", 40) }},
	{"client secret", "OAUTH_CLIENT_SECRET", func(g generator) string { return g.alnum(32) }},
	{"JWT secret", "JWT_SECRET", func(g generator) string { return "super" + g.pick("secret", "sicher", "sekret") }},
	{"Rails secret", "SECRET_KEY_BASE", func(g generator) string { return g.hex(128) }},
	{"Django secret", "DJANGO_SECRET_KEY", func(g generator) string { return g.from(lower+digits+"!@#$%^&*(-_=+)", 50) }},
	{"encryption key", "ENCRYPTION_KEY", func(g generator) string { return g.base64(32) }},
	{"signing secret", "SLACK_SIGNING_SECRET", func(g generator) string { return g.hex(32) }},
	{"token", "AUTH_TOKEN", func(g generator) string { return g.alnum(32) }},
	{"token for", "TOKEN_FOR_DEPLOYMENTS", func(g generator) string { return g.alnum(32) }},
	{"access token, mixed case", "githubAccessToken", func(g generator) string { return g.hex(40) }},
	{"refresh token", "REFRESH_TOKEN", func(g generator) string { return g.alnum(64) }},
	{"license key", "NEW_RELIC_LICENSE_KEY", func(g generator) string { return g.hex(40) }},
	{"credentials", "SERVICE_CREDENTIALS", func(g generator) string { return "app:" + g.alnum(20) }},
	{"basic auth", "BASIC_AUTH", func(g generator) string { return "app:" + g.password() }},
	{"personal access token", "AZURE_DEVOPS_PAT", func(g generator) string { return g.from(lower+digits, 52) }},
	{"Cosmos key", "COSMOS_PRIMARY_KEY", func(g generator) string { return g.base64(64) }},
}
