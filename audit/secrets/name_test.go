package secrets

import (
	"strings"
	"testing"
)

func TestSplitWords(t *testing.T) {
	for name, want := range map[string]string{
		"DB_PASSWORD":     "db password",
		"dbAPIKey2":       "db api key 2",
		"S3_SECRET_v2":    "s3 secret v2",
		"api.key-id":      "api key id",
		"GITHUBToken":     "github token",
		"AUTH0_CLIENT":    "auth 0 client",
		"__x__":           "x",
		"":                "",
		"ConnStrings__Db": "conn strings db",
	} {
		if got := strings.Join(splitWords(name), " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// secretNames hold a secret whenever their value is generated.
const secretNames = `PASSWORD DB_PASSWORD dbPassword PGPASSWORD MYSQL_PWD ADMIN_PASS SMTP_PASSWD KEY_PASSPHRASE DB_PASSWORD_PROD PASSWORD_V2
PASSWORD_OLD SECRET CLIENT_SECRET clientSecret JWT_SECRET SECRET_KEY_BASE SESSION_SECRET SECRET_STRING APP_SECRET_DEV SECRETS API_SECRET
TOKEN AUTH_TOKEN accessToken BOT_TOKEN GITHUB_TOKEN TOKEN_1 REFRESH_TOKEN SLACK_TOKEN_STAGING TOKEN_FOR_BUILDS AUTHTOKEN TOKEN_VALUE
API_KEY apiKey APIKEY STRIPE_API_KEY API_KEY_STRIPE API_KEYS SECRET_KEY ACCESS_KEY PRIVATE_KEY SIGNING_KEY ENCRYPTION_KEY MASTER_KEY
LICENSE_KEY LICENCE_KEY CLIENT_KEY APP_KEY ADMIN_KEY HMAC_KEY ENC_KEY DEPLOY_KEY SERVICE_KEY SHARED_KEY STORAGE_ACCOUNT_KEY DATADOG_KEY
CREDENTIALS SERVICE_CREDENTIALS DB_CREDS BASIC_AUTH REDIS_AUTH AUTHORIZATION GITHUB_PAT PASSWORD_SALT TOTP_SEED CACHE_API_KEY ORDERCLOUD_KEY
REDISPW MASTERPASSWORT MOT_DE_PASSE DB_SENHA CLE_API CHAVE_PRIVADA API_SCHLUESSEL CI_TOK KEYSTOREPASS PASS_PHRASE AES256KEY KEK API_KEYS_BY_STAGE`

// otherNames do not, whatever their value.
const otherNames = `SECRET_NAME SECRET_ARN SECRET_ID API_KEY_ID TOKEN_PATH PASSWORD_FILE API_KEY_PARAM API_KEY_PARAMETER TOKEN_URL TOKEN_ENDPOINT
TOKEN_TTL PASSWORD_LENGTH TOKEN_ENABLED API_KEY_HEADER PASSWORD_FIELD PASSWORD_POLICY TOKEN_TYPE PASSWORD_REGEX API_KEY_PREFIX
KEY_FINGERPRINT DB_PASSWORD_ENCRYPTED ENCRYPTED_TOKEN PUBLIC_KEY VAPID_PUBLIC_KEY STRIPE_PUBLISHABLE_KEY NEXT_PUBLIC_TOKEN PARTITION_KEY
SORT_KEY PRIMARY_KEY OBJECT_KEY S3_KEY S3_OBJECT_KEY CACHE_KEY IDEMPOTENCY_KEY IDEMPOTENCY_TOKEN KMS_KEY ROUTING_KEY FEATURE_FLAG_KEY
NEXT_TOKEN CONTINUATION_TOKEN CSRF_TOKEN_NAME TOKEN_TABLE TOKEN_BUCKET SECRET_ROTATION_LAMBDA PASSWORD_RESET_TEMPLATE TOKEN_ISSUER
AUTH_DOMAIN AUTH_PROVIDER CREDENTIAL_PROVIDER PASSWORD_HASH KEY_VAULT_NAME KEY COMPASS MONKEY KEYBOARD SECRETARY AUTHOR TOKENIZER BYPASS
TABLE GIT_COMMIT COGNITO_CLIENT_ID BOARDING_PASS MAX_TOKEN_VALUE
AUTH_USER AUTH_TENANT CLIENT_SIDE_KEY CLE_PUBLIQUE API_KEY_ENC TOKEN_ADDRESS TOKEN_MINT DOC_KEY KEY_PAIR SITE_KEY TURKEY`

func TestClaims(t *testing.T) {
	g := newGenerator(8)
	for name := range strings.FieldsSeq(secretNames) {
		if got := classify(name, g.base64(24)); !got.Secret() {
			t.Errorf("%s: a generated value is %s %s", name, got.Class, got.Kind)
		}
	}
	for name := range strings.FieldsSeq(otherNames) {
		if got := classify(name, g.base64(24)); got.Secret() {
			t.Errorf("%s: a generated value is %s %s", name, got.Class, got.Kind)
		}
	}
}

func TestIdentifiersNeedASecretsName(t *testing.T) {
	g := newGenerator(8)
	for _, text := range []string{g.uuid(), g.hex(40), g.hex(64), g.hex(32)} {
		if !classify("API_KEY", text).Secret() {
			t.Errorf("%d bytes under API_KEY are no secret", len(text))
		}
		if got := classify("ORDERCLOUD_KEY", text); got.Secret() {
			t.Errorf("%d bytes under an unknown key's name are %s", len(text), got.Kind)
		}
		if got := classify("BUILD", text); got.Secret() {
			t.Errorf("%d bytes under BUILD are %s", len(text), got.Kind)
		}
	}
}

func TestShortValuesAreNotBelieved(t *testing.T) {
	if classify("DB_PASSWORD", "hunt2").Secret() || !classify("DB_PASSWORD", "hunt2r").Secret() {
		t.Error("the border is not at six characters")
	}
}

func TestKnownResourceUnderASecretsName(t *testing.T) {
	c := NewClassifier(Key{}, func(resource string) bool { return resource == "ordersdb" })
	if got := c.Classify("DB_SECRET", NewValue("ordersdb")); got.Class != ClassReference {
		t.Errorf("a known resource is %s %s", got.Class, got.Kind)
	}
	if got := c.Classify("DB_PASSWORD", NewValue("ordersdb")); !got.Secret() || len(got.TraitValues(TraitResource)) > 0 {
		t.Errorf("a password that is also a resource's name: %+v", got)
	}
}

func TestWordLike(t *testing.T) {
	for _, text := range strings.Fields("prod orders-db paymentService/v2 us-east-1 OrdersApi db01 http_proxy internationalization") {
		if !wordLike(text) {
			t.Errorf("%s is not like words", text)
		}
	}
	g := newGenerator(5)
	for range 200 {
		if text := g.from(alnum+"/+", 40); wordLike(text) {
			t.Errorf("generated %s is like words", text)
		}
	}
}
