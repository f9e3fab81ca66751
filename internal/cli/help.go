package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// helpColumns is the width of the help, and flagColumns what its left side takes.
const (
	helpColumns = 80
	flagColumns = 28
)

// describe writes the help of the program and of its commands. The library
// takes it as templates without placeholders.
func describe(app *cli.App) {
	var text strings.Builder
	fold(&text, "", app.Name+": "+app.Usage)
	fmt.Fprintf(&text, "\nUsage: %s COMMAND [FLAGS]\n", app.Name)
	describeCommands(&text, app.Commands)
	describeFlags(&text, app.Flags)
	fmt.Fprintf(&text, "\n%s\n", app.Description)
	app.CustomAppHelpTemplate = text.String()
	for _, c := range app.Commands {
		describeCommand(c, app.Name)
	}
}

func describeCommand(c *cli.Command, within string) {
	name := within + " " + c.Name
	var text strings.Builder
	what := cmp.Or(c.ArgsUsage, "[FLAGS]")
	if len(c.Subcommands) > 0 {
		what = "COMMAND [FLAGS]"
	}
	fold(&text, "", name+": "+c.Usage)
	fmt.Fprintf(&text, "\nUsage: %s %s\n", name, what)
	if c.Description != "" {
		fmt.Fprintf(&text, "\n%s\n", c.Description)
	}
	if list := examples[name]; len(list) > 0 {
		fmt.Fprintf(&text, "\nExamples\n  %s\n", strings.Join(list, "\n  "))
	}
	describeCommands(&text, c.Subcommands)
	describeFlags(&text, c.Flags)
	c.CustomHelpTemplate = text.String()
	for _, sub := range c.Subcommands {
		describeCommand(sub, name)
	}
}

func describeCommands(text *strings.Builder, list []*cli.Command) {
	if len(list) > 0 {
		fmt.Fprint(text, "\nCommands\n")
	}
	for _, c := range list {
		entry(text, c.Name, c.Usage, 14)
	}
}

// describeFlags lists the flags under their headings, in the order in which they
// were declared.
func describeFlags(text *strings.Builder, flags []cli.Flag) {
	var headings []string
	under := map[string][]cli.DocGenerationFlag{}
	for _, f := range flags {
		heading := "Flags"
		if c, ok := f.(cli.CategorizableFlag); ok {
			heading = cmp.Or(c.GetCategory(), heading)
		}
		if under[heading] == nil {
			headings = append(headings, heading)
		}
		under[heading] = append(under[heading], f.(cli.DocGenerationFlag))
	}
	for _, heading := range headings {
		fmt.Fprintf(text, "\n%s\n", heading)
		for _, f := range under[heading] {
			value, usage := placeholder(f.GetUsage())
			entry(text, strings.TrimRight(spelled(f)+" "+value, " "), usage, flagColumns)
		}
	}
}

// spelled returns a flag's names: "-r, --region".
func spelled(f cli.Flag) string {
	long, short := "", "    "
	for _, name := range f.Names() {
		if len(name) == 1 {
			short = "-" + name + ", "
		} else {
			long = "--" + name
		}
	}
	return short + long
}

// placeholder returns the word in backquotes, which stands for the flag's value,
// and the text without them.
func placeholder(usage string) (value, text string) {
	before, rest, found := strings.Cut(usage, "`")
	value, after, closed := strings.Cut(rest, "`")
	if !found || !closed {
		return "", usage
	}
	return value, before + value + after
}

// entry writes a name and what it means, over as many lines as it takes.
func entry(text *strings.Builder, name, meaning string, column int) {
	start := fmt.Sprintf("  %-*s  ", column, name)
	if len(name) > column {
		fmt.Fprintln(text, "  "+name)
		start = strings.Repeat(" ", column+4)
	}
	fold(text, start, meaning)
}

// fold writes the words behind the start of a line, over as many lines as it
// takes; the others are indented as far as the start is long.
func fold(text *strings.Builder, start, words string) {
	indent := strings.Repeat(" ", len(start))
	line := start
	for i, word := range strings.Fields(words) {
		if i > 0 && len(line)+1+len(word) > helpColumns {
			fmt.Fprintln(text, line)
			line = indent
		} else if i > 0 {
			line += " "
		}
		line += word
	}
	fmt.Fprintln(text, line)
}

func (p *Program) helpCommand() *cli.Command {
	return command(&cli.Command{Name: "help", Usage: "print the help of a command", ArgsUsage: "[COMMAND]", Action: p.help})
}

// help prints the help of the command that the arguments lead to.
func (p *Program) help(c *cli.Context) error {
	text, commands := c.App.CustomAppHelpTemplate, c.App.Commands
	for _, name := range c.Args().Slice() {
		found, err := commandNamed(name, commands)
		if err != nil {
			return err
		}
		text, commands = found.CustomHelpTemplate, found.Subcommands
	}
	_, err := fmt.Fprint(p.Stdout, text)
	return err
}
