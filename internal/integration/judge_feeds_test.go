//go:build integration

package integration

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"lambda-audit/internal/needs"
)

// judgedAs runs one of the judges over a text, and wants it to find so many rows
// and nothing wrong.
func judgedAs(t *testing.T, python, script string, text []byte, rows int, env ...string) {
	t.Helper()
	cmd := exec.Command(python, script)
	cmd.Env = cleanEnvironment(t.TempDir(), append(env, "PYTHONDONTWRITEBYTECODE=1")...)
	cmd.Stdin = bytes.NewReader(text)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil {
		t.Errorf("%s objects (%v):\n%s", script, err, tail(stderr.Bytes(), 4000))
	}
	if got := string(bytes.TrimSpace(output)); got != strconv.Itoa(rows) || rows == 0 {
		t.Errorf("%s read %s rows, want %d", script, got, rows)
	}
}

// lineCount counts the lines of a text.
func lineCount(text []byte) int { return bytes.Count(text, []byte("\n")) }

// refuses makes sure that the judge can object: it is given a text with a defect.
func refuses(t *testing.T, python, script string, text []byte, old, defect string) {
	t.Helper()
	broken := bytes.Replace(text, []byte(old), []byte(defect), 1)
	if bytes.Equal(broken, text) {
		t.Fatalf("%s is not in the text", old)
	}
	cmd := exec.Command(python, script)
	cmd.Env = cleanEnvironment(t.TempDir(), "PYTHONDONTWRITEBYTECODE=1")
	cmd.Stdin = bytes.NewReader(broken)
	if output, err := cmd.CombinedOutput(); err == nil {
		t.Errorf("%s takes %s for %s: %s", script, defect, old, tail(output, 400))
	}
}

// TestOCSFSchema holds the events of both classes to the schema, with those that
// passed or do not apply, too.
func TestOCSFSchema(t *testing.T) {
	python := needs.In(t, "LAMBDA_AUDIT_JUDGES", "python")
	for _, class := range []string{"2003", "2004"} {
		for _, sample := range []string{"single", "denied"} {
			text := reported(t, sample, "ocsf", "--ocsf-class", class, "--show", "all")
			judgedAs(t, python, "judge_ocsf.py", text, lineCount(text))
		}
		text := reported(t, "shop", "ocsf", "--ocsf-class", class)
		judgedAs(t, python, "judge_ocsf.py", text, lineCount(text))
		refuses(t, python, "judge_ocsf.py", text, `"severity_id":5`, `"severity_id":55`)
		refuses(t, python, "judge_ocsf.py", text, `"activity_id":1,`, ``)
		text = reportedLater(t, "ocsf", "--ocsf-class", class)
		judgedAs(t, python, "judge_ocsf.py", text, lineCount(text))
		refuses(t, python, "judge_ocsf.py", text, `"activity_name":"Close"`, `"activity_name":["Close"]`)
	}
}

// TestEMFSchema holds the lines to CloudWatch's own schema.
func TestEMFSchema(t *testing.T) {
	python := needs.In(t, "LAMBDA_AUDIT_JUDGES", "python")
	for _, sample := range []string{"shop", "denied", "empty", "clean", "organization"} {
		text := reported(t, sample, "emf")
		judgedAs(t, python, "judge_emf.py", text, lineCount(text))
		refuses(t, python, "judge_emf.py", text, `"Unit":"Count"`, `"Unit":"Functions"`)
		refuses(t, python, "judge_emf.py", text, `"Findings":`, `"Found":`)
	}
	text := reportedLater(t, "emf")
	judgedAs(t, python, "judge_emf.py", text, lineCount(text))
	refuses(t, python, "judge_emf.py", text, `"FindingsNew":`, `"FoundNew":`)
}

// TestEMFIsTakenByLogs puts the lines into the log of a server that nobody here
// wrote, by a client that nobody here wrote.
func TestEMFIsTakenByLogs(t *testing.T) {
	python := needs.In(t, "LAMBDA_AUDIT_CLIENTS", "python")
	text := reported(t, "shop", "emf")
	judgedAs(t, python, "judge_logs.py", text, lineCount(text), motoEnvironment(startMoto(t))...)
}

func motoEnvironment(address string) []string {
	return []string{"AWS_ENDPOINT_URL=" + address, "AWS_ACCESS_KEY_ID=testing", "AWS_SECRET_ACCESS_KEY=testing"}
}

// TestSecurityHub sends every file of the format asff with boto3 to moto.
func TestSecurityHub(t *testing.T) {
	python := needs.In(t, "LAMBDA_AUDIT_CLIENTS", "python")
	before := filepath.Join(t.TempDir(), "before.json")
	reported(t, "shop", "json="+before)
	for sample, more := range map[string][]string{"shop": {"--asff-batch", "40"}, "single": {"--show", "all"}, "shop-later": {"--baseline", before}} {
		dir := t.TempDir()
		findings := bytes.Count(reported(t, sample, "asff", more...), []byte(`"SchemaVersion"`))
		reported(t, sample, "asff="+filepath.Join(dir, "f.json"), more...)
		files, err := filepath.Glob(filepath.Join(dir, "f-*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: the files are %v: %v", sample, files, err)
		}
		cmd := exec.Command(python, append([]string{"judge_asff.py"}, files...)...)
		cmd.Env = cleanEnvironment(t.TempDir(), append(motoEnvironment(startMoto(t)), "PYTHONDONTWRITEBYTECODE=1")...)
		output, err := cmd.CombinedOutput()
		if got := string(bytes.TrimSpace(output)); err != nil || got != strconv.Itoa(findings) {
			t.Errorf("%s: of %d findings were sent (%v):\n%s", sample, findings, err, tail(output, 4000))
		}
	}
}
