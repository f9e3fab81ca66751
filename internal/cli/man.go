package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"
)

func (p *Program) manCommand() *cli.Command {
	return command(&cli.Command{
		Name: "man", Usage: "print the manual page",
		Description: "It is made for man(1): lambda-audit man | man -l -",
		Action:      func(c *cli.Context) error { return writeManual(p.Stdout, c.App) },
	})
}

// writeManual writes the manual page, in the macros of man(7). It holds no date and
// no version, so that the same program writes the same page.
func writeManual(w io.Writer, app *cli.App) error {
	var text strings.Builder
	about, codes, _ := strings.Cut(app.Description, "\n\n")
	fmt.Fprintf(&text, ".TH LAMBDA\\-AUDIT 1 \"\" lambda\\-audit \"User Commands\"\n.SH NAME\n%s \\- %s\n", roff(app.Name), roff(app.Usage))
	fmt.Fprintf(&text, ".SH SYNOPSIS\n.B %s\nCOMMAND [FLAGS]\n.SH DESCRIPTION\n%s\n", roff(app.Name), roff(about))
	manualFlags(&text, app.Flags)
	text.WriteString(".SH COMMANDS\n")
	for _, c := range app.Commands {
		manualCommand(&text, c, app.Name)
	}
	fmt.Fprintf(&text, ".SH \"EXIT STATUS\"\n%s\n", roff(strings.TrimPrefix(codes, "Exit codes: ")))
	text.WriteString(".SH ENVIRONMENT\nEvery setting has a variable, such as LAMBDA_AUDIT_FAIL_ON for\n.BR \\-\\-fail\\-on ;\n" +
		"config show lists them. NO_COLOR, COLUMNS and the variables of the AWS SDK are obeyed.\n")
	_, err := io.WriteString(w, text.String())
	return err
}

func manualCommand(text *strings.Builder, c *cli.Command, within string) {
	name := within + " " + c.Name
	if len(c.Subcommands) == 0 {
		fmt.Fprintf(text, ".SS \"%s %s\"\n%s.\n", roff(name), roff(cmp.Or(c.ArgsUsage, "[FLAGS]")), roff(c.Usage))
		if c.Description != "" {
			manualVerbatim(text, strings.Split(c.Description, "\n"))
		}
		if list := examples[name]; len(list) > 0 {
			text.WriteString(".PP\nExamples:\n")
			manualVerbatim(text, list)
		}
		manualFlags(text, c.Flags)
	}
	for _, sub := range c.Subcommands {
		manualCommand(text, sub, name)
	}
}

// manualVerbatim writes lines that keep their breaks.
func manualVerbatim(text *strings.Builder, lines []string) {
	text.WriteString(".PP\n.nf\n")
	for _, line := range lines {
		fmt.Fprintln(text, roff(line))
	}
	text.WriteString(".fi\n")
}

func manualFlags(text *strings.Builder, flags []cli.Flag) {
	for _, f := range flags {
		value, usage := placeholder(f.(cli.DocGenerationFlag).GetUsage())
		fmt.Fprintf(text, ".TP\n.B %s\n%s\n", roff(strings.TrimSpace(spelled(f)+" "+value)), roff(usage))
	}
}

// roff writes text as itself: no character of it is a request.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, `"`, `\(dq`, "'", `\(aq`, "`", `\(ga`, "\n.", "\n\\&.").Replace(text)
	if strings.HasPrefix(text, ".") {
		return `\&` + text
	}
	return text
}
