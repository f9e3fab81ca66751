package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// run runs a program of its own and returns all that it leaves behind.
func run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, talk bytes.Buffer
	p := Program{
		Version: "test", Stdin: strings.NewReader(""), Stdout: &out, Stderr: &talk,
		Getenv: func(string) string { return "" },
	}
	code = p.Main(t.Context(), append([]string{"lambda-audit"}, args...))
	return code, out.String(), talk.String()
}

// Commands hold their streams: many can run at once and do not meet.
func TestProgramsRunSideBySide(t *testing.T) {
	for i := range 20 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			name := fmt.Sprintf("rule-%d", i)
			code, stdout, stderr := run(t, "audit", "--demo=empty", "--rule", name)
			if code != exitUsage || stdout != "" || !strings.Contains(stderr, name) {
				t.Errorf("code %d, %q, %q", code, stdout, stderr)
			}
			if code, stdout, _ := run(t, "version"); code != 0 || stdout != "lambda-audit test\n" {
				t.Errorf("version: code %d, %q", code, stdout)
			}
		})
	}
}

func TestConclude(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		name string
		ctx  context.Context
		err  error
		code int
		said string
	}{
		{"nothing", t.Context(), nil, 0, ""},
		{"a verdict", t.Context(), ended{4}, 4, ""},
		{"a verdict, then a signal", gone, ended{1}, 1, ""},
		{"usage", t.Context(), fmt.Errorf("x: %w", usage("do so", "wrong %d", 1)), 2, "lambda-audit: x: wrong 1 (do so)\n"},
		{"credentials", t.Context(), &audit.CredentialError{Err: errors.New("expired")}, 6, "lambda-audit: expired\n"},
		{"two lines", t.Context(), errors.Join(errors.New("a"), errors.New("b")), 7, "lambda-audit: a b\n"},
		{"a signal at first", gone, context.Canceled, 130, "lambda-audit: interrupted before anything was read\n"},
		{"a signal", gone, &interruption{functions: 1, calls: 3, answers: 2, kept: "f"}, 130,
			"lambda-audit: interrupted; read so far: 1 function, 2 facts, 3 calls, kept in f\n"},
	} {
		var talk bytes.Buffer
		p := Program{Stderr: &talk}
		if code := p.conclude(test.ctx, test.err); code != test.code || talk.String() != test.said {
			t.Errorf("%s: code %d, %q; want %d, %q", test.name, code, talk.String(), test.code, test.said)
		}
	}
}

// Every command and flag says what it is for, on a terminal of 80 columns too.
func TestHelpIsComplete(t *testing.T) {
	p := Program{}
	app := p.app()
	var visit func(c *cli.Command)
	visit = func(c *cli.Command) {
		if c.Usage == "" || c.CustomHelpTemplate == "" {
			t.Errorf("command %s: no help", c.Name)
		}
		for _, f := range c.Flags {
			if value, text := placeholder(f.(cli.DocGenerationFlag).GetUsage()); text == "" || strings.Contains(value, " ") {
				t.Errorf("command %s: flag %v: value %q, text %q", c.Name, f.Names(), value, text)
			}
		}
		for line := range strings.SplitSeq(c.CustomHelpTemplate, "\n") {
			if len(line) > helpColumns || strings.Contains(line, "{{") {
				t.Errorf("help of %s: %q", c.Name, line)
			}
		}
		for _, sub := range c.Subcommands {
			visit(sub)
		}
	}
	for _, c := range app.Commands {
		visit(c)
	}
}

func TestWords(t *testing.T) {
	got := words([]string{"a,b", " c ", "", ",d,"})
	if want := []string{"a", "b", "c", "d"}; !slices.Equal(got, want) {
		t.Errorf("words: %q, want %q", got, want)
	}
}

func TestOutcomesFrom(t *testing.T) {
	got, err := outcomesFrom([]string{"fails,unknown", "pass"})
	if want := (outcomes{rules.Fail, rules.Unknown, rules.Pass}); err != nil || !slices.Equal(got, want) {
		t.Errorf("outcomes: %v, %v; want %v", got, err, want)
	}
	if all, err := outcomesFrom([]string{"all"}); err != nil || len(all) != 4 {
		t.Errorf("all outcomes: %v, %v", all, err)
	}
	if _, err := outcomesFrom([]string{"some"}); err == nil {
		t.Error("an unknown outcome is accepted")
	}
}

func TestColumns(t *testing.T) {
	for _, test := range []struct {
		asked int
		env   string
		want  int
	}{{80, "100", 80}, {0, "100", 100}, {0, "", 0}, {0, "wide", 0}, {0, "-3", 0}} {
		p := Program{Stdout: new(bytes.Buffer), Getenv: func(string) string { return test.env }}
		if got := p.columns(test.asked); got != test.want {
			t.Errorf("--width %d, COLUMNS=%q: %d columns, want %d", test.asked, test.env, got, test.want)
		}
		if p.colourful(false) {
			t.Error("a pipe is coloured")
		}
	}
}
