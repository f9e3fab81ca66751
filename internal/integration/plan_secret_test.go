//go:build integration

package integration

import (
	"crypto/sha256"
	"encoding/hex"
)

// secretPlan are functions with secrets in their variables: critical where the
// value proves it, high where only the variable's name says so.
var secretPlan = []planted{
	{name: "s3-uploader", env: vars("AWS_KEY", secret("aws-access-key-id")), want: says("env-secret critical AWS_KEY")},
	{name: "repo-sync", env: vars("GIT_AUTH", secret("github-token")), want: says("env-secret critical GIT_AUTH")},
	{name: "charge-card", env: vars("STRIPE", secret("stripe-key"), "CURRENCY", "EUR"), want: says("env-secret critical STRIPE")},
	{name: "chat-alerts", env: vars("SLACK", secret("slack-token")), want: says("env-secret critical SLACK")},
	{name: "mailer", env: vars("MAIL", secret("sendgrid-key")), want: says("env-secret critical MAIL")},
	{name: "order-store", env: vars("DATABASE_URL", secret("postgres-url")), want: says("env-secret critical DATABASE_URL")},
	{name: "order-archive", env: vars("ARCHIVE", secret("mysql-url")), want: says("env-secret critical ARCHIVE")},
	{name: "profile-store", env: vars("MONGO", secret("mongodb-url")), want: says("env-secret critical MONGO")},
	{name: "signer", env: vars("SIGNING_PEM", secret("private-key")), want: says("env-secret critical SIGNING_PEM")},
	{name: "signer-encoded", env: vars("SIGNING_PEM", secret("base64-key")), want: says("env-secret critical SIGNING_PEM")},
	{name: "bigquery-export", env: vars("GCP", secret("service-account")), want: says("env-secret critical GCP")},
	{name: "warehouse", env: vars("DSN", secret("jdbc-url")), want: says("env-secret critical DSN")},
	{name: "deployer", env: vars("PLATFORM", scalingoToken("integration")), want: says("env-secret critical PLATFORM")},
	{name: "login", env: vars("DB_PASSWORD", secret("password")), want: says("env-secret high DB_PASSWORD")},
	{name: "partner-api", env: vars("PARTNER_API_KEY", secret("generic-token")), want: says("env-secret high PARTNER_API_KEY")},
	{name: "oauth", env: vars("OAUTH_CLIENT_SECRET", secret("generic-token"), "OAUTH_CLIENT_ID", "shop-web"),
		want: says("env-secret high OAUTH_CLIENT_SECRET")},
	{name: "two-secrets", env: vars("DATABASE_URL", secret("postgres-url"), "JWT_SECRET", secret("generic-token")),
		want: says("env-secret critical DATABASE_URL", "env-secret high JWT_SECRET")},
}

// scalingoToken is a credential whose shape only gitleaks' rules tell. It is put
// together at run time, so that no scanner finds one here.
func scalingoToken(seed string) string {
	sum := sha256.Sum256([]byte(seed))
	return "tk-" + "us-" + hex.EncodeToString(sum[:24])
}

// lookAlikePlan are functions whose variables only look like secrets.
var lookAlikePlan = []planted{
	{name: "by-secret-arn", env: vars("DB_PASSWORD", "arn:aws:secretsmanager:us-east-1:"+account+":secret:prod/orders/db-a1B2c3")},
	{name: "by-secret-name", env: vars("DB_SECRET_NAME", "prod/orders/db")},
	{name: "by-parameter", env: vars("API_KEY", "/shop/prod/partner/api-key")},
	{name: "by-dynamic-reference", env: vars("DB_PASSWORD", "{{resolve:secretsmanager:prod/orders/db:SecretString:password}}")},
	{name: "by-file", env: vars("PRIVATE_KEY_PATH", "/opt/keys/signing.pem")},
	{name: "switches", env: vars("PASSWORD_LOGIN_ENABLED", "true", "TOKEN_TTL", "3600", "SECRET_ROTATION", "false")},
	{name: "blanks", env: vars("DB_PASSWORD", "", "API_TOKEN", "<your token>")},
	{name: "plain-url", env: vars("DATABASE_URL", "postgres://orders-db.internal:5432/orders")},
	{name: "build-facts", env: vars("BUILD_COMMIT", "9fceb02d0ae598e95dc970b74767f19372d61af8", "REQUEST_ID", "5b0c1b9e-7f6a-4f0a-9a55-0c1d2e3f4a5b")},
	{name: "table-keys", env: vars("PARTITION_KEY", "customerId", "SORT_KEY", "orderDate")},
}

// vars makes an environment of names and values in turn.
func vars(pairs ...string) map[string]string {
	env := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		env[pairs[i]] = pairs[i+1]
	}
	return env
}
