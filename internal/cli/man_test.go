package cli

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"lambda-audit/internal/needs"
)

func TestRoff(t *testing.T) {
	for text, want := range map[string]string{
		"a-b": `a\-b`, ".SH x": `\&.SH x`, "'br": `\(aqbr`, `C:\d`: `C:\ed`, "a\n.b": "a\n\\&.b", `say "x"`: `say \(dqx\(dq`,
	} {
		if got := roff(text); got != want {
			t.Errorf("roff(%q) = %q, want %q", text, got, want)
		}
	}
}

// The page tells of every command and flag, and groff has nothing to say against it.
func TestManual(t *testing.T) {
	code, page, talk := run(t, "man")
	if code != 0 || talk != "" {
		t.Fatalf("code %d, %q", code, talk)
	}
	visit(new(Program).app().Commands, "lambda-audit", func(c *cli.Command, name string) {
		if len(c.Subcommands) == 0 && !strings.Contains(page, ".SS \""+roff(name)+" ") {
			t.Errorf("%s is not in the manual", name)
		}
		for _, f := range c.Flags {
			if !strings.Contains(page, roff("--"+f.Names()[0])) {
				t.Errorf("%s --%s is not in the manual", name, f.Names()[0])
			}
		}
	})
	judge := exec.CommandContext(t.Context(), needs.Program(t, "groff"), "-ww", "-man", "-Tutf8", "-Kutf8", "-rHY=0", "-z")
	judge.Stdin = strings.NewReader(page)
	if out, err := judge.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("groff: %v\n%.2000s", err, out)
	}
}

// Every command that does something has examples, which name it and flags that it has.
func TestExamplesAreCommands(t *testing.T) {
	left := len(examples)
	visit(new(Program).app().Commands, "lambda-audit", func(c *cli.Command, name string) {
		if len(c.Subcommands) > 0 {
			return
		}
		left--
		if len(examples[name]) == 0 {
			t.Errorf("%s has no example", name)
		}
		known := map[string]bool{}
		for _, f := range c.Flags {
			for _, n := range f.Names() {
				known[n] = true
			}
		}
		for _, example := range examples[name] {
			rest, found := strings.CutPrefix(example, name)
			for _, word := range strings.Fields(rest) {
				if flag := strings.TrimLeft(word, "-"); flag != word && !known[flag] {
					t.Errorf("%s: no flag is named %s", example, word)
				}
			}
			if !found || len(example) > helpColumns-2 {
				t.Errorf("%q is no example of %s", example, name)
			}
		}
	})
	if left != 0 {
		t.Errorf("%d commands with examples do not exist", left)
	}
}

func visit(list []*cli.Command, within string, do func(*cli.Command, string)) {
	for _, c := range list {
		do(c, within+" "+c.Name)
		visit(c.Subcommands, within+" "+c.Name, do)
	}
}
