package report

import (
	"bytes"
	"strings"
	"testing"

	"lambda-audit/rules/iam"
	"lambda-audit/rules/iamcheck"
)

// checkedFiles are files of every kind, in the order of their names.
func checkedFiles(t *testing.T) []iamcheck.Row {
	t.Helper()
	var rows []iamcheck.Row
	for _, file := range []struct{ name, text string }{
		{"admin.json", `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`},
		{"clean.json", `{"Statement":[]}`},
		{"deploy.json", `{"Statement":[{"Sid":"deploy","Effect":"Allow","Action":["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"},
			{"Effect":"Deny","Action":"lambda:*","Resource":"arn:aws:lambda:*:*:function:audit-*"}]}`},
		{"role.json", `{"name":"orders","account":"111122223333","functions":["orders:live","orders-replay"],
			"trust":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]},
			"inline":{"data":{"Statement":{"Effect":"Allow","Action":["s3:Get*","dynamodb:Query"],"Resource":["*","arn:aws:s3:::a","arn:aws:s3:::b","arn:aws:s3:::c"],
				"Condition":{"StringEquals":{"aws:ResourceTag/team":"orders"}}}}, "gone": null},
			"boundary":{"arn":"arn:aws:iam::111122223333:policy/bound","document":null}}`},
		{"a\x1b[31m name that is longer than the line of a terminal and does not end before it is wrapped.json", `{"inline":{"p":null}}`},
	} {
		bundle, err := iam.ReadBundle(file.text)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, iamcheck.Judge(file.name, bundle))
	}
	return rows
}

func writtenChecks(t *testing.T, o Options) string {
	t.Helper()
	var text bytes.Buffer
	if err := WriteIAMChecks(&text, checkedFiles(t), o); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestIAMChecksGolden(t *testing.T) {
	golden(t, "iam-check-80.golden", []byte(writtenChecks(t, Options{Width: 80})))
}

func TestIAMChecksFitTheTerminal(t *testing.T) {
	for _, columns := range []int{60, 80, 120} {
		plain, coloured := writtenChecks(t, Options{Width: columns}), writtenChecks(t, Options{Width: columns, Colour: true})
		if coloured == plain || stripStyles(coloured) != plain {
			t.Errorf("at %d columns colours change the text", columns)
		}
		if strings.Contains(plain, "\x1b") {
			t.Errorf("at %d columns a file's name steers the terminal", columns)
		}
		for line := range strings.Lines(plain) {
			pasted := strings.HasPrefix(strings.TrimSpace(line), `"`)
			if width(strings.TrimSuffix(line, "\n")) > columns && !pasted {
				t.Errorf("at %d columns a line is wider: %q", columns, line)
			}
		}
	}
}

func TestNoFilesAreNotCounted(t *testing.T) {
	var text bytes.Buffer
	if err := WriteIAMChecks(&text, nil, Options{}); err != nil || text.Len() > 0 {
		t.Errorf("%q, %v", text.String(), err)
	}
}
