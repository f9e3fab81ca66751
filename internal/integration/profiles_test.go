//go:build integration

package integration

import (
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// sharedConfig is an AWS configuration file; its gaps are the key of the user's
// account, the secret that goes with it, and the file of a web identity token.
const sharedConfig = `
[profile user]
aws_access_key_id = %s
aws_secret_access_key = %s
region = us-east-1

[profile taken]
role_arn = arn:aws:iam::111122223333:role/orders-api
source_profile = user
region = us-east-1

[profile signed-on]
sso_session = company
sso_account_id = 111122223333
sso_role_name = orders-api
region = us-east-1

[sso-session company]
sso_region = us-east-1
sso_start_url = https://company.awsapps.com/start
sso_registration_scopes = sso:account:access

[profile federated]
role_arn = arn:aws:iam::111122223333:role/orders-api
web_identity_token_file = %s
region = us-east-1
`

// TestProfiles audits an account through each kind of profile that leads to it
// from elsewhere. The guard must not stand in the way of the calls that fetch
// the credentials, though no fact declares them.
func TestProfiles(t *testing.T) {
	tests := []struct {
		name, operation string
		args            []string
	}{
		{"role_arn and source_profile", "sts.AssumeRole", []string{"--profile", "taken"}},
		{"sso_session", "sso.GetRoleCredentials", []string{"--profile", "signed-on"}},
		{"web_identity_token_file", "sts.AssumeRoleWithWebIdentity", []string{"--profile", "federated"}},
		{"--role-arn", "sts.AssumeRole", []string{"--profile", "user", "--role-arn", "arn:aws:iam::111122223333:role/orders-api", "--external-id", "audit"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			user := emptyAccount(t)
			server := serve(t, user, writtenAccount(t))
			home := t.TempDir()
			key, secretKey := user.Credentials()
			writeHome(t, home, key, secretKey)
			// The SDK's own clients for credentials heed the variables of their
			// services, not the one for all (config v1.33.15).
			env := cleanEnvironment(home, "AWS_ENDPOINT_URL="+server.URL, "AWS_ENDPOINT_URL_STS="+server.URL, "AWS_ENDPOINT_URL_SSO="+server.URL)
			code, got := auditWith(t, env, append(test.args, "--rule", "runtime-deprecated")...)
			if code != 0 || !slices.Equal(got.Run.AccountIDs, []string{"111122223333"}) || len(got.Functions) != 1 || got.Functions[0].Function != "edge" {
				t.Errorf("exit code %d, account %v, functions %v; want 0, the role's account, and its function edge", code, got.Run.AccountIDs, got.Functions)
			}
			if called := server.called(); called[test.operation] != 1 || called["sts.GetCallerIdentity"] != 1 {
				t.Errorf("called %v; want %s and GetCallerIdentity, once each", called, test.operation)
			}
			for _, c := range got.APICalls {
				if !slices.Contains([]string{"GetCallerIdentity", "ListFunctions", "ListMetrics"}, c.Operation) {
					t.Errorf("the ledger holds %s.%s", c.Service, c.Operation)
				}
			}
		})
	}
}

// writeHome writes the configuration, a web identity token, and the token of a
// signed-on session as "aws sso login" leaves it behind.
func writeHome(t *testing.T, home, key, secretKey string) {
	t.Helper()
	token := filepath.Join(home, "web-identity")
	write(t, token, "a web identity token")
	write(t, filepath.Join(home, ".aws", "config"), fmt.Sprintf(sharedConfig, key, secretKey, token))
	session, err := json.Marshal(map[string]any{
		"accessToken": "a session's token", "expiresAt": time.Now().Add(time.Hour).UTC().Format(time.RFC3339),
		"region": "us-east-1", "startUrl": "https://company.awsapps.com/start",
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(home, ".aws", "sso", "cache", fmt.Sprintf("%x.json", sha1.Sum([]byte("company")))), string(session))
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
