package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"lambda-audit/fixtures"
	"lambda-audit/report"
)

// hostileNeedle is what each hostile text holds, so that one can tell that it came
// through; hostileBytes becomes bytes that are no text on its way.
const (
	hostileNeedle = "q7XvKd"
	hostileBytes  = "NOTEXT"
)

// hostileTexts are what somebody may write where AWS asks for a name: markup, a
// script's end, what a terminal obeys, what shows a name backwards, a formula, the
// marks of Markdown and of Go's templates, and far more than a line holds.
var hostileTexts = []string{
	hostileNeedle + `</script><script>alert(1)</script><img src=x onerror=alert(1)>'"&{{.}}<!--` + hostileNeedle,
	hostileNeedle + "\x1b[2J\x1b]0;pwned\x07\u202e\u2066\u200b\r\n\t\x7f\u0085|",
	`=HYPERLINK("http://evil.example/` + hostileNeedle + `","x")`,
	`@SUM(` + hostileNeedle + `) | [x](javascript:alert(1)) ![x](http://evil.example/x.png) ` + "`<b>`",
	`+1` + hostileNeedle + hostileBytes,
	hostileNeedle + strings.Repeat("long ", 2000),
}

// hostileDocument lets everybody invoke, in a statement for each of the texts.
func hostileDocument(t *testing.T) fixtures.Document {
	t.Helper()
	type statement struct{ Sid, Effect, Principal, Action, Resource string }
	var list []statement
	for _, text := range hostileTexts {
		list = append(list, statement{text, "Allow", "*", "lambda:InvokeFunction", "*"})
	}
	document, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": list})
	if err != nil {
		t.Fatal(err)
	}
	return fixtures.Document(document)
}

// hostileAccount has such texts wherever AWS lets somebody write, or might.
func hostileAccount(t *testing.T) *fixtures.Account {
	t.Helper()
	variables, tags := map[string]string{}, map[string]string{"note": hostileTexts[2]}
	for i, text := range hostileTexts {
		variables[text] = "postgres://orders:" + canary() + "@db.example.com/orders"
		tags["t"+strconv.Itoa(i)+text[:min(len(text), 100)]] = text
	}
	tags["lambda-audit:ignore:tracing-off"] = "2027-03-31 " + hostileTexts[0]
	tags["lambda-audit:ignore:x86-architecture"] = hostileTexts[1]
	admin := fixtures.Document(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`)
	config := fixtures.Config{Role: "worker", Runtime: "python3.8", Environment: variables, Description: hostileTexts[0], LogGroup: "/shop/" + hostileTexts[0],
		Layers: []string{"arn:aws:lambda:eu-west-1:999900001111:layer:" + hostileTexts[0] + ":1"}, State: "Failed", StateReason: hostileTexts[1]}
	return &fixtures.Account{
		ID:    "111122223333",
		Roles: []fixtures.Role{{Name: "worker", Description: hostileTexts[0], Tags: tags, Inline: []fixtures.InlinePolicy{{Name: hostileTexts[0], Document: admin}, {Name: hostileTexts[2], Document: admin}}}},
		Regions: []fixtures.Region{{Name: "eu-west-1", Functions: []fixtures.Function{{Name: "worker", Config: config, Tags: tags, Policy: hostileDocument(t),
			Versions: []fixtures.Version{{Version: "1"}}, Aliases: []fixtures.Alias{{Name: "live", Version: "1", Description: hostileTexts[1]}}}}}},
		Faults: []fixtures.Fault{{Operation: "ListEventSourceMappings", Code: fixtures.FaultAccessDenied}},
	}
}

// spiteful says hostile words in AWS's refusals, and puts bytes that are no text
// into its JSON.
func spiteful(player http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply := httptest.NewRecorder()
		player.ServeHTTP(reply, r)
		body := reply.Body.Bytes()
		for key, values := range reply.Header() {
			w.Header()[key] = values
		}
		if strings.Contains(reply.Header().Get("Content-Type"), "json") {
			body = bytes.ReplaceAll(body, []byte(hostileBytes), []byte("\xff\xfe\xc0"))
			if said, err := json.Marshal("not authorized to perform: " + strings.Join(hostileTexts[:4], " ")); err == nil && reply.Code == http.StatusForbidden {
				body = regexp.MustCompile(`"(?i:message)":"[^"]*"`).ReplaceAllLiteral(body, append([]byte(`"message":`), said...))
			}
		}
		w.Header().Del("Content-Length")
		w.WriteHeader(reply.Code)
		_, _ = w.Write(body)
	})
}

// A hostileRun is the program before an account of hostile texts.
type hostileRun struct {
	folder string
	env    []string
}

func newHostileRun(t *testing.T, account *fixtures.Account, player http.Handler) *hostileRun {
	t.Helper()
	server := httptest.NewServer(spiteful(player))
	t.Cleanup(server.Close)
	id, secret := account.Credentials()
	folder := t.TempDir()
	config := "suppress_by_tag:\n  allow: true\n"
	if err := os.WriteFile(filepath.Join(folder, "lambda-audit.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return &hostileRun{folder, append(os.Environ(), "HOME="+folder, "AWS_REGION=eu-west-1", "AWS_ENDPOINT_URL="+server.URL,
		"AWS_ACCESS_KEY_ID="+id, "AWS_SECRET_ACCESS_KEY="+secret)}
}

// run returns what the program writes; it must end well, or tell of findings.
func (h *hostileRun) run(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, talk bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "lambda-audit", args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = h.folder, h.env, &out, &talk
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && (!errors.As(err, &ended) || ended.ExitCode() > 4) {
		t.Fatalf("%v: %v\n%s", args, err, talk.String())
	}
	return out.String(), talk.String()
}

// obeyed finds what a terminal or an editor would obey and not show.
func obeyed(text string) string {
	if !utf8.ValidString(text) {
		return "bytes that are no text"
	}
	for _, r := range strings.ReplaceAll(text, "\r\n", "\n") {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return strconv.QuoteRune(r)
		}
	}
	return ""
}

// inertInFix is what a shell neither runs nor expands: comments, and texts between
// single quotes.
var inertInFix = regexp.MustCompile(`(?m)^ *#.*$|'[^']*'`)

// hostileFormats are what must hold of what each format writes, beside that nothing
// in it is obeyed.
var hostileFormats = map[string]func(*testing.T, string){
	"html": func(t *testing.T, text string) {
		if n := strings.Count(text, "<script"); n != 2 || strings.Contains(text, "<img") || strings.Contains(text, `href="javascript:`) {
			t.Errorf("the page has %d scripts, of which it brings 2, or an image", n)
		}
	},
	"markdown": func(t *testing.T, text string) {
		shown := regexp.MustCompile("`[^`\n]*`").ReplaceAllString(text, "")
		if at := regexp.MustCompile(`(^|[^\\])(<(script|img|b>|!--)|\]\((javascript|http://evil))`).FindString(shown); at != "" {
			t.Errorf("markup is not escaped: %q", at)
		}
	},
	"csv": func(t *testing.T, text string) {
		records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || len(records) < 2 {
			t.Fatalf("%d records, %v", len(records), err)
		}
		for _, record := range records {
			for _, cell := range record {
				if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("a spreadsheet would compute %.60q", cell)
				}
			}
		}
	},
	"junit": func(t *testing.T, text string) {
		for decoder := xml.NewDecoder(strings.NewReader(text)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	},
	"json": func(t *testing.T, text string) {
		var result struct{ Findings []struct{ Rule, Fix string } }
		if err := json.Unmarshal([]byte(text), &result); err != nil || len(result.Findings) == 0 {
			t.Fatalf("%d findings, %v", len(result.Findings), err)
		}
		for _, f := range result.Findings {
			if run := inertInFix.ReplaceAllString(f.Fix, "''"); strings.Contains(run, hostileNeedle) {
				t.Errorf("%s: who pastes the fix runs what somebody else wrote: %q", f.Rule, run)
			}
		}
	},
	"sarif": wholeJSON, "asff": wholeJSON, "ocsf": linesOfJSON, "ndjson": linesOfJSON, "emf": linesOfJSON,
}

func wholeJSON(t *testing.T, text string) {
	if !json.Valid([]byte(text)) {
		t.Error("it is no JSON")
	}
}

// linesOfJSON takes lines, and one document as well.
func linesOfJSON(t *testing.T, text string) {
	decoder := json.NewDecoder(strings.NewReader(text))
	for decoder.More() {
		var any json.RawMessage
		if err := decoder.Decode(&any); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHostileTexts audits the account through the wire, in every format, to the
// terminal, with its log and from a snapshot.
func TestHostileTexts(t *testing.T) {
	account := hostileAccount(t)
	h := newHostileRun(t, account, play(account))
	_, talk := h.run(t, "collect", "-o", "account.jsonl", "--tag-columns", "note", "-v", "--allow-partial")
	if bad := obeyed(talk); bad != "" || !strings.Contains(talk, "msg=call ") {
		t.Errorf("the log holds %s", bad)
	}
	for _, format := range report.Formats() {
		if format.Of != nil {
			continue // a template writes what its author wants
		}
		t.Run(format.Name, func(t *testing.T) {
			text, talk := h.run(t, "audit", "--from", "account.jsonl", "--show", "all", "--details", "--why", "--tag-columns", "note", "-o", format.Name)
			if format.Name == "html" {
				text = strings.ReplaceAll(text, "\t", " ") // stays in commands, and moves nothing in a browser
			}
			if bad := obeyed(text); bad != "" {
				t.Errorf("the report holds %s", bad)
			}
			if bad := obeyed(talk); bad != "" {
				t.Errorf("the talk holds %s", bad)
			}
			counts := format.Name == "prometheus" || format.Name == "emf"
			if strings.Contains(text, hostileNeedle) == counts {
				t.Errorf("hostile texts in the report: %v, want %v", counts, !counts)
			}
			if check := hostileFormats[format.Name]; check != nil {
				check(t, text)
			}
		})
	}
	live, talk := h.run(t, "audit", "--details", "--show", "all", "--allow-partial", "--tag-columns", "note")
	if bad := obeyed(live + talk); bad != "" || !strings.Contains(live, hostileNeedle) {
		t.Errorf("live, the table holds %s", bad)
	}
	check, talk := h.run(t, "permissions", "--check")
	if bad := obeyed(check + talk); bad != "" {
		t.Errorf("permissions --check writes %s", bad)
	}
	if plan, talk := h.run(t, "audit", "--plan"); obeyed(plan+talk) != "" {
		t.Errorf("the plan holds %s", obeyed(plan+talk))
	}
}

// TestHostileAccountNames audits an organisation whose accounts are called so.
func TestHostileAccountNames(t *testing.T) {
	organization, err := fixtures.LoadOrganization("organization")
	if err != nil {
		t.Fatal(err)
	}
	members := organization.Root.Members
	if len(members) == 0 {
		t.Fatal("nobody stands at the organisation's root")
	}
	for i := range members {
		members[i].Name = hostileTexts[i%4]
	}
	accounts := organization.Accounts()
	player := fixtures.NewServer(accounts...)
	player.NoQuotas, player.Organization = true, organization
	h := newHostileRun(t, accounts[0], player)
	for _, name := range []string{"table", "html", "csv", "markdown", "json", "ndjson"} {
		text, talk := h.run(t, "audit", "--organization", "--rule", "runtime-deprecated", "--allow-partial", "-o", name)
		text = strings.ReplaceAll(text, "\t", " ")
		if bad := obeyed(text + talk); bad != "" {
			t.Errorf("%s holds %s", name, bad)
		}
		if check := hostileFormats[name]; check != nil {
			check(t, text)
		}
		if named := name == "table" || name == "html" || name == "json"; named && !strings.Contains(text, hostileNeedle) {
			t.Errorf("%s does not name the accounts", name)
		}
	}
}
