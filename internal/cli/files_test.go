package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// Whatever stands in files and their names, a terminal is told nothing that it
// would obey.
func TestNothingThatATerminalObeys(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	const evil = "\x1b[31m\u009b\u202e\x7f"
	role := write("a"+evil, `{"name":"r\u001b\u009b\u202e\u007f","inline":{"p`+"\u009b\u202e\x7f"+`":{"Statement":{"Sid":"s\u001b","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::\u009b\u202e\u007f"}}}}`)
	broken := write("b"+evil, "{\u009b")
	variables := write("c"+evil, "{\"DB_PASSWORD\u009b\u202e\x7f\": \"x\"}")
	for _, args := range [][]string{
		{"iam-check", role, broken, folder + evil}, {"iam-check", "-o", "json", role, broken, folder + evil},
		{"secrets-check", variables, broken, folder + evil}, {"secrets-check", "-o", "json", variables, broken},
		{"iam-check", "x", "-" + evil}, {"secrets-check", "x", "-" + evil},
	} {
		_, stdout, stderr := run(t, args...)
		obeyed := func(r rune) bool { return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }
		if text := stdout + stderr; strings.ContainsFunc(text, obeyed) || text == "" {
			t.Errorf("%.24q: %q", args, text)
		}
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	folder := t.TempDir()
	for _, command := range []string{"iam-check", "secrets-check"} {
		for file, want := range map[string]string{
			folder:                           folder + " is a directory (give the files in it)",
			filepath.Join(folder, "nothing"): filepath.Join(folder, "nothing") + ": there is no such file",
			"/dev/zero":                      "/dev/zero: it is longer than 64 MB",
		} {
			code, stdout, stderr := run(t, command, "-o", "json", file)
			if code != exitUsage || stdout != "[]\n" || stderr != "lambda-audit: "+want+"\n" {
				t.Errorf("%s %s: %d %q %q", command, file, code, stdout, stderr)
			}
		}
	}
}
