package main

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lambda-audit/fixtures"
	"lambda-audit/report"
)

// Texts planted beside the variables' own. Descriptions and tags that nobody
// chose are nobody's business; a Sid and a log group's name are names, and
// people must see them to find what is meant.
const (
	plantedDescription = "w3Qx7LmPj" + "Zk8Ty"
	plantedTag         = "w4Gs5UkWv" + "Hn2Rd"
	plantedSid         = "w5Dm6XrEy" + "Bq9Vf"
	plantedLogGroup    = "w6Pb3NhKo" + "Ce7Xs"
)

// canaryAccount holds the canary in variables of every kind, also of a version
// that an alias serves, and the other texts where AWS keeps them.
func canaryAccount(faults ...fixtures.Fault) *fixtures.Account {
	variables := map[string]string{
		"DATABASE_URL": "postgres://orders:" + canary() + "@db.example.com/orders", "DB_PASSWORD": canary(), "PLAIN": canary(),
		"SETTINGS": `{"nested":{"secret":"` + canary() + `"}}`, "PACKED": packedCanary(), "TABLE_NAME": canary(), "BROKEN": "postgres://%zz" + canary(),
		"NOTE": "see /" + canary() + "/x", "LOG_LEVEL": canary(), "REDIS": "redis://" + canary() + ":6379", "NODE_OPTIONS": "--" + canary(),
		"NODE_TLS_REJECT_UNAUTHORIZED": canary(), "PARTNER": "http://" + canary() + ".example.com/?tls=false",
	}
	tags := map[string]string{"note": plantedTag, "team": "orders"}
	public := fixtures.Document(`{"Version":"2012-10-17","Statement":[{"Sid":"` + plantedSid + `","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*"}]}`)
	config := fixtures.Config{Role: "worker", Runtime: "python3.13", Environment: variables, Description: plantedDescription, LogGroup: "/shop/" + plantedLogGroup}
	return &fixtures.Account{
		ID: "111122223333", Faults: faults,
		Roles: []fixtures.Role{{Name: "worker", Description: plantedDescription, Tags: tags}},
		Regions: []fixtures.Region{{
			Name:      "eu-west-1",
			LogGroups: []fixtures.LogGroup{{Name: "/shop/" + plantedLogGroup}},
			Functions: []fixtures.Function{{Name: "worker", Config: config, Tags: tags, Policy: public,
				Versions: []fixtures.Version{{Version: "1"}},
				Aliases:  []fixtures.Alias{{Name: "live", Version: "1", Description: plantedDescription}},
			}},
		}},
	}
}

func packedCanary() string {
	return base64.StdEncoding.EncodeToString([]byte("password=" + canary()))
}

// against runs the program with an account behind an endpoint, and returns all
// that it says, its log too. What it says of the account is its own business here.
func against(t *testing.T, account *fixtures.Account, handler http.Handler, folder, args string) string {
	t.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	id, secret := account.Credentials()
	cmd := exec.CommandContext(t.Context(), "lambda-audit", strings.Fields(args)...)
	cmd.Env = append(os.Environ(), "HOME="+folder, "AWS_REGION=eu-west-1", "AWS_ENDPOINT_URL="+server.URL,
		"AWS_ACCESS_KEY_ID="+id, "AWS_SECRET_ACCESS_KEY="+secret, "AWS_MAX_ATTEMPTS=1", "LAMBDA_AUDIT_VERBOSE=true")
	out, _ := cmd.CombinedOutput()
	if asks := !strings.Contains(args, "--from"); asks && !strings.Contains(string(out), "msg=call ") || len(out) == 0 {
		t.Errorf("%s does not tell of its calls: %s", args, out)
	}
	quiet(t, args, string(out), secret)
	return string(out)
}

func play(account *fixtures.Account) *fixtures.Server {
	player := fixtures.NewServer(account)
	player.NoQuotas = true
	return player
}

// TestCanary plants texts wherever something is read, and demands that no part
// of a value comes out anywhere: in no report, snapshot, message or error.
func TestCanary(t *testing.T) {
	account, folder := canaryAccount(), t.TempDir()
	snapshot, accounts := filepath.Join(folder, "account.jsonl"), filepath.Join(folder, "accounts.txt")
	if err := os.WriteFile(accounts, []byte("arn:aws:iam::111122223333:role/worker\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	runs := []string{
		"audit --accounts " + accounts + " --fail-on none --allow-partial",
		"collect --accounts " + accounts + " -o " + filepath.Join(folder, "several"),
		"audit --role-arn arn:aws:iam::111122223333:role/worker -o json --fail-on none --allow-partial",
		"audit -o table --details --why --show all --allow-partial --fail-on none",
		"audit --plan", "permissions --check",
		"collect -o " + snapshot + " --allow-partial",
		"audit --from " + snapshot + " -o json --show all --fail-on none",
		"audit --from " + snapshot + " -o json --rule role-* --show all --fail-on none",
	}
	template := filepath.Join(folder, "all.tmpl")
	if err := os.WriteFile(template, []byte("{{range .findings}}{{.}}\n{{end}}{{range .functions}}{{.}}\n{{end}}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, format := range report.Formats() {
		name := format.Name
		if name == "template" {
			name += "=" + template
		}
		runs = append(runs, "audit --show all --allow-partial --fail-on none -o "+name)
	}
	player := play(account)
	for _, args := range runs {
		quiet(t, args, against(t, account, player, folder, args), canary(), packedCanary(), plantedDescription, plantedTag)
	}
	kept, err := os.ReadFile(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(kept, []byte("DATABASE_URL")) {
		t.Error("the snapshot does not hold the variables at all")
	}
	quiet(t, "the snapshot", string(kept), canary(), packedCanary(), plantedDescription)
}

// TestCanaryInResumedRuns cuts a run in the midst, as its credentials end, and goes
// on with it.
func TestCanaryInResumedRuns(t *testing.T) {
	folder := t.TempDir()
	snapshot := filepath.Join(folder, "account.jsonl")
	whole, cut := canaryAccount(), canaryAccount(fixtures.Fault{Code: fixtures.FaultExpired, Operation: "ListAliases"})
	said := against(t, cut, play(cut), folder, "collect -o "+snapshot)
	said += against(t, whole, play(whole), folder, "collect --allow-partial --resume "+snapshot+".partial")
	if !strings.Contains(said, "resume with: ") || !strings.Contains(said, "what=snapshot path="+snapshot) {
		t.Errorf("the run was not cut and gone on with: %s", said)
	}
	quiet(t, "a resumed run", said, canary(), packedCanary(), plantedDescription, plantedTag)
}

// TestNamesAreShown is the other half: what people must see to find the place.
func TestNamesAreShown(t *testing.T) {
	account := canaryAccount()
	shown := against(t, account, play(account), t.TempDir(), "audit -o json --show all --tag-columns note --allow-partial --fail-on none")
	for what, text := range map[string]string{"a variable's name": "DATABASE_URL", "a Sid": plantedSid, "a log group's name": plantedLogGroup, "a chosen tag": plantedTag} {
		if !strings.Contains(shown, text) {
			t.Errorf("%s is not shown", what)
		}
	}
	quiet(t, "a chosen tag beside", shown, canary(), plantedDescription)
}

// TestCanaryInErrors lets calls fail in every way, among them replies that break
// off or hold the wrong types in the midst of the variables.
func TestCanaryInErrors(t *testing.T) {
	const args = "audit -o table --details --show all --fail-on none"
	for _, fault := range []fixtures.Fault{
		{Code: fixtures.FaultAccessDenied, Operation: "Get*"}, {Code: fixtures.FaultGarbage, Service: "iam"}, {Code: fixtures.FaultNotFound, Operation: "GetPolicy"},
		{Code: fixtures.FaultDrop, Operation: "ListAliases"}, {Code: fixtures.FaultGarbage, Operation: "ListFunctions"},
	} {
		t.Run(fault.Code+" of "+fault.Service+fault.Operation, func(t *testing.T) {
			t.Parallel()
			account := canaryAccount(fault)
			quiet(t, args, against(t, account, play(account), t.TempDir(), args), canary(), packedCanary(), plantedDescription, plantedTag)
		})
	}
	for what, damage := range map[string]func(string) string{
		"broken off": func(body string) string { return body[:len(body)*2/3] },
		"wrong type": func(body string) string { return strings.ReplaceAll(body, `"Timeout":3`, `"Timeout":"`+canary()+`"`) },
		"within a map": func(body string) string {
			return strings.ReplaceAll(body, `"DB_PASSWORD":"`+canary()+`"`, `"DB_PASSWORD":{"x":"`+canary()+`"}`)
		},
	} {
		for i, args := range []string{args, "permissions --check", "audit --plan", "collect -o -"} {
			if testing.Short() && i > 0 {
				continue // each waits half a minute, and races no more than the audit
			}
			t.Run(what+": "+args, func(t *testing.T) {
				t.Parallel() // what is damaged is asked for again, after a while
				account := canaryAccount()
				quiet(t, args, against(t, account, damaged(t, play(account), damage), t.TempDir(), args), canary(), packedCanary(), plantedDescription)
			})
		}
	}
}

// damaged spoils the replies that hold variables.
func damaged(t *testing.T, player http.Handler, damage func(string) string) http.Handler {
	met := false
	t.Cleanup(func() {
		if !met {
			t.Error("no reply held the canary")
		}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply := httptest.NewRecorder()
		player.ServeHTTP(reply, r)
		body := reply.Body.String()
		for key, values := range reply.Header() {
			w.Header()[key] = values
		}
		if strings.Contains(body, canary()) {
			met = true
			body = damage(body)
		}
		w.Header().Del("Content-Length")
		w.WriteHeader(reply.Code)
		_, _ = w.Write([]byte(body))
	})
}

// TestCanaryInFiles judges planted files, whole and damaged, in every format.
func TestCanaryInFiles(t *testing.T) {
	folder := t.TempDir()
	for name, write := range formats {
		whole := write(plantedVariables())
		for what, text := range map[string]string{
			"whole": whole, "broken off": whole[:len(whole)*2/3], "without its beginning": whole[len(whole)/3:],
			"with quotes": strings.ReplaceAll(whole, "=", `="`), "with zeros": strings.ReplaceAll(whole, "\n", "\x00"),
			"with three quotes": strings.ReplaceAll(whole, `"`, `"""`), "one zero": whole + "\x00", "as YAML": strings.ReplaceAll(whole, "=", ": "),
		} {
			if testing.Short() && what != "whole" {
				continue // two hundred processes, which race no more than these
			}
			file := filepath.Join(folder, "variables")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range []string{"secrets-check ", "secrets-check -o json ", "iam-check ", "audit --demo --config ", "audit --from "} {
				out, _ := exec.CommandContext(t.Context(), "lambda-audit", strings.Fields(args+file)...).CombinedOutput()
				quiet(t, args+name+" "+what, string(out), canary())
			}
		}
	}
}

// quiet demands that text holds no eight letters in a row of any of the secrets.
func quiet(t *testing.T, what, text string, secrets ...string) {
	t.Helper()
	for _, s := range secrets {
		for i := 0; i+8 <= len(s); i++ {
			if strings.Contains(text, s[i:i+8]) {
				at := strings.Index(text, s[i:i+8])
				t.Errorf("%s shows %q: …%s", what, s[i:i+8], text[max(0, at-300):at])
				return
			}
		}
	}
}
