package secrets

import "strings"

func always(text string) func(generator) string {
	return func(generator) string { return text }
}

// plainSamples are kinds of values that look like secrets, or whose names do,
// and are none.
var plainSamples = []sample{
	// References.
	{"secret ARN", "DB_PASSWORD", func(g generator) string {
		return g.arn(":secretsmanager:eu-west-1:ACCOUNT:secret:prod/db-" + g.alnum(6))
	}},
	{"secret ARN with field", "API_KEY", func(g generator) string {
		return g.arn(":secretsmanager:eu-west-1:ACCOUNT:secret:x-" + g.alnum(6) + ":password::")
	}},
	{"parameter ARN", "API_TOKEN", func(g generator) string { return g.arn(":ssm:us-east-1:ACCOUNT:parameter/prod/token") }},
	{"key ARN", "ENCRYPTION_KEY", func(g generator) string { return g.arn(":kms:us-east-1:ACCOUNT:key/" + g.uuid()) }},
	{"ARN list", "SECRETS", func(g generator) string {
		return g.arn(":sqs:us-east-1:ACCOUNT:a") + "," + g.arn(":sqs:us-east-1:ACCOUNT:b")
	}},
	{"dynamic reference", "DB_PASSWORD", always("{{resolve:secretsmanager:prod/db:SecretString:password}}")},
	{"SSM scheme", "DB_PASSWORD", always("ssm:///prod/db/password")},
	{"Secrets Manager scheme", "API_KEY", always("secretsmanager://prod/api-key")},
	{"AWS SSM colon", "API_KEY", always("ssm:/prod/api/key")},
	{"Vault path", "DB_PASSWORD", always("vault:secret/data/prod/db#password")},
	{"1Password", "API_TOKEN", always("op://infra/stripe/api-token")},
	{"vals reference", "DB_PASSWORD", always("ref+awsssm://prod/db/password?region=eu-west-1")},
	{"Key Vault", "DB_PASSWORD", always("@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/db)")},
	{"Google secret", "API_KEY", always("projects/orders/secrets/api-key/versions/latest")},
	{"parameter path", "DB_PASSWORD", func(g generator) string { return "/" + g.pick("prod", "staging") + "/orders/db/password" }},
	{"parameter path with stage", "DB_PASSWORD", always("/${stage}/orders/db-password")},
	{"secret name path", "DB_SECRET", always("prod/orders/db-credentials")},
	{"secret name path, camel", "DB_PASSWORD", always("ordersService/prod/dbPassword")},
	{"secret name, joined words", "DB_SECRET", always("prod-orders-db-credentials")},
	{"generated secret name", "DB_SECRET", func(g generator) string { return "OrdersDbSecret-" + g.alnum(12) }},
	{"managed secret", "DB_SECRET", func(g generator) string { return "rds!cluster-" + g.uuid() }},
	{"file path", "PRIVATE_KEY", always("/var/task/certs/server.pem")},
	{"relative file", "SSH_KEY", always("./keys/deploy.key")},
	{"file URL", "TRUSTSTORE_PASSWORD", always("file:///opt/secrets/truststore.txt")},
	{"file name", "API_CREDENTIALS", always("credentials.json")},
	{"KMS alias", "ENCRYPTION_KEY", always("alias/orders-prod")},
	{"KMS key id", "KMS_KEY", generator.uuid},
	{"multi-region key", "MASTER_KEY", func(g generator) string { return "mrk-" + g.hex(32) }},
	{"KMS ciphertext", "DB_PASSWORD", func(g generator) string { return encode64("\x01\x02\x02\x00\x78" + g.bytes(160)) }},
	{"KMS ciphertext, older", "API_KEY", func(g generator) string { return encode64("\x01\x01\x02\x00\x78" + g.bytes(160)) }},
	{"Encryption SDK message", "API_SECRET", func(g generator) string { return encode64("\x02\x05\x78" + g.bytes(300)) }},
	{"SOPS", "DB_PASSWORD", func(g generator) string { return "ENC[AES256_GCM,data:" + g.base64(12) + ",type:str]" }},
	{"Vault transit", "DB_PASSWORD", func(g generator) string { return "vault:v1:" + g.base64(40) }},
	{"S3 location", "API_KEY", always("s3://config-bucket/keys/api.json")},

	// Nothing there.
	{"empty", "DB_PASSWORD", always("")},
	{"blank", "DB_PASSWORD", always("   ")},
	{"angle placeholder", "API_KEY", always("<your-api-key>")},
	{"placeholder words", "API_KEY", always("your-api-key-here")},
	{"change me", "DB_PASSWORD", func(g generator) string { return g.pick("changeme", "CHANGE_ME", "change-me", "changeit") }},
	{"replace me", "AUTH_TOKEN", func(g generator) string { return g.pick("REPLACE_ME", "replace_with_token", "INSERT_TOKEN_HERE") }},
	{"todo", "CLIENT_SECRET", func(g generator) string { return g.pick("TODO: set", "FIXME", "TBD", "placeholder", "dummy-secret") }},
	{"template", "DB_PASSWORD", func(g generator) string {
		return g.pick("${DB_PASSWORD}", "{{ db_password }}", "$(DB_PASSWORD)", "%(password)s", "$DB_PASSWORD", "#{password}#")
	}},
	{"redacted", "API_KEY", func(g generator) string {
		return g.pick("[REDACTED]", "redacted", "(hidden)", "***", "********", "xxxxxxxxxxxx", "••••••")
	}},
	{"masked end", "STRIPE_SECRET_KEY", always("sk_live_************")},
	{"ERB template", "DB_PASSWORD", always("<%= ENV['X'] %>")},
	{"empty UUID", "API_KEY", always("00000000-0000-0000-0000-000000000000")},
	{"zeros", "API_KEY", always("00000000000000000000")},
	{"AWS example", "AWS_ACCESS_KEY", always("AKIAIOSFODNN7" + "EXAMPLE")},
	{"boolean", "USE_TOKEN", always("true")},
	{"boolean, secret name", "API_KEY", always("false")},
	{"number", "MAX_TOKENS", always("4096")},
	{"number, secret name", "TOKEN", always("123456789")},
	{"duration", "REFRESH_TOKEN", func(g generator) string { return g.pick("3600s", "15 minutes", "PT15M", "1h30m") }},
	{"enum", "AUTH", func(g generator) string { return g.pick("cognito", "AWS_IAM", "bearer", "oauth2") }},
	{"algorithm", "JWT_SECRET", func(g generator) string { return g.pick("RS256", "AES-256-GCM") }},
	{"version stage", "DB_SECRET", always("AWSCURRENT")},
	{"header name", "API_KEY", always("x-api-key")},
	{"field name", "DB_PASSWORD", always("db_password")},

	// Public by design.
	{"public key", "JWT_KEY", func(g generator) string { return g.pem("PUBLIC KEY") }},
	{"public key, escaped", "SIGNING_KEY", func(g generator) string { return strings.ReplaceAll(g.pem("RSA PUBLIC KEY"), "\n", `\n`) }},
	{"public key, base64", "AUTH_KEY", func(g generator) string { return encode64(g.pem("PUBLIC KEY")) }},
	{"public key, bare base64", "SIGNING_KEY", func(g generator) string { return g.der("\x30\x0d\x06\x09") }},
	{"certificate", "CLIENT_SECRET", func(g generator) string { return g.pem("CERTIFICATE") }},
	{"SSH public key", "SSH_KEY", func(g generator) string { return "ssh-ed25519 AAAA" + g.alnum(64) + " ci@example" }},
	{"public JWKS", "SIGNING_KEYS", func(g generator) string {
		return `{"keys":[{"kty":"RSA","e":"AQAB","kid":"` + g.uuid() + `","n":"` + g.alnum(342) + `"}]}`
	}},
	{"Firebase web config", "FIREBASE_CONFIG", func(g generator) string {
		return `{"apiKey":"AI` + "za" + g.alnum(35) + `","authDomain":"x.firebaseapp.com"}`
	}},
	{"Stripe publishable", "STRIPE_KEY", func(g generator) string { return "pk_" + "live_" + g.alnum(24) }},
	{"Mapbox public", "MAPBOX_TOKEN", func(g generator) string { return "pk." + "eyJ" + g.alnum(60) + "." + g.alnum(22) }},
	{"Supabase anon", "SUPABASE_KEY", func(g generator) string { return g.jwt(`{"iss":"supabase","role":"anon"}`) }},
	{"publishable name", "CLERK_PUBLISHABLE_KEY", func(g generator) string { return g.alnum(40) }},
	{"public name", "NEXT_PUBLIC_API_KEY", func(g generator) string { return g.alnum(40) }},
	{"Sentry DSN", "SENTRY_DSN", func(g generator) string { return "https://" + g.hex(32) + "@o1.ingest.sentry.io/12345" }},

	// The name is of something else.
	{"secret's name", "DB_SECRET_NAME", func(g generator) string { return "orders-" + g.alnum(16) }},
	{"secret's id", "SECRET_ID", generator.uuid},
	{"key id", "API_KEY_ID", func(g generator) string { return g.from(lower+digits, 10) }},
	{"key path", "TOKEN_PATH", always("oauth2/token")},
	{"token URL", "TOKEN_URL", always("https://auth.example.com/oauth2/token")},
	{"URL under a token's name", "TOKEN", always("https://auth.example.com/oauth2/token")},
	{"token lifetime", "TOKEN_TTL", always("thirty-days")},
	{"password policy", "PASSWORD_POLICY", always("min8-upper-lower-digit")},
	{"password regex", "PASSWORD_REGEX", always(`^(?=.*[A-Z])(?=.*\d).{12,}$`)},
	{"token table", "TOKEN_TABLE", func(g generator) string { return "orders-tokens-" + g.alnum(12) }},
	{"encrypted", "ENCRYPTED_DB_PASSWORD", func(g generator) string { return g.base64(48) }},
	{"partition key", "PARTITION_KEY", always("customerIdentifier")},
	{"object key", "S3_OBJECT_KEY", func(g generator) string { return "builds/" + g.hex(40) + ".zip" }},
	{"cache key", "CACHE_KEY", func(g generator) string { return "v3:" + g.alnum(24) }},
	{"idempotency key", "IDEMPOTENCY_KEY", generator.uuid},
	{"primary key", "PRIMARY_KEY", always("order_identifier")},
	{"key prefix", "API_KEY_PREFIX", always("orders_live")},
	{"reset template", "PASSWORD_RESET_TEMPLATE", func(g generator) string { return "d-" + g.hex(32) }},
	{"rotation function", "SECRET_ROTATION_LAMBDA", always("rotate-orders-password")},
	{"pagination token", "NEXT_TOKEN_FIELD", always("paginationMarker")},
	{"token issuer", "TOKEN_ISSUER", always("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI")},
	{"words with pass and key in them", "COMPASS_MONKEY", func(g generator) string { return g.alnum(24) }},
	{"author", "AUTHOR", always("Jane.Example")},
	{"tokenizer", "TOKENIZER", always("cl100k_base")},
	{"key vault", "KEY_VAULT_NAME", func(g generator) string { return "kv-" + g.alnum(12) }},

	// Random-looking, but identifiers.
	{"commit", "GIT_COMMIT", func(g generator) string { return g.hex(40) }},
	{"image digest", "IMAGE", func(g generator) string { return "sha256:" + g.hex(64) }},
	{"image with digest", "IMAGE_URI", func(g generator) string { return "http://registry.example.com:5000/app@sha256:" + g.hex(64) }},
	{"UUID", "TENANT", generator.uuid},
	{"checksum", "CHECKSUM", func(g generator) string { return g.base64(32) }},
	{"40 characters", "BUILD", func(g generator) string { return g.alnum(40) }},
	{"client id", "COGNITO_CLIENT_ID", func(g generator) string { return g.from(lower+digits, 26) }},
	{"user pool", "USER_POOL", func(g generator) string { return "eu-west-1_" + g.alnum(9) }},
	{"role id", "ROLE", func(g generator) string { return "AROA" + g.from(upper, 17) }},
	{"OAuth app id", "GOOGLE_CLIENT", func(g generator) string {
		return g.from(digits, 12) + "-" + g.from(lower, 32) + ".apps.googleusercontent.com"
	}},
	{"host", "AUTH", always("auth.example.com")},
	{"URL with port and at sign", "NPM_URL", always("http://registry:4873/@scope/package")},
	{"URL, template password", "DATABASE_URL", func(g generator) string {
		return "postgres://app:" + g.pick("${DB_PASSWORD}", "<password>", "{password}", "%s", "****", "$DB_PASSWORD", "REDACTED") + "@db/orders"
	}},
	{"URL, documented example", "DATABASE_URL", always("postgres://user:" + "password" + "@host:5432/db")},
	{"connection string without password", "CONNECTION_STRING", always("Server=db;Database=o;Integrated Security=true;Password=${PW};")},
	{"JSON without secrets", "APP_SECRET", always(`{"region":"eu-west-1","secretArn":"prod/db","tokenTtl":3600}`)},
	{"base64 of text", "GREETING", always(encode64("hello and welcome to the shop"))},
	{"key and value prose", "NOTE", always("the token: required by the partner")},
	{"query without secrets", "CALLBACK", always("https://example.com/cb?token=required&auth=none")},
	{"Bearer word", "AUTH_SCHEME", always("Bearer authentication")},
	{"PEM marker", "PEM_START", always("-----BEGIN " + "PRIVATE KEY-----")},
}
