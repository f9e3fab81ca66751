package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	_ "lambda-audit/rules/catalogue" // registers the rules
)

// A Program is lambda-audit with the streams it talks through. Data goes to
// Stdout, talk to Stderr. Several may run at once.
type Program struct {
	Version string
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Getenv  func(string) string // for what is no business of the AWS SDK
	Environ func() []string     // as os.Environ; nil: nobody is told of variables that mean nothing
}

// Main runs the command that args name and returns the exit code. The first of
// args is the program's name. Once ctx ends, Main returns within a second.
func (p *Program) Main(ctx context.Context, args []string) int {
	out := &outlet{Writer: p.Stdout}
	run := *p
	run.Stdout = out
	return p.conclude(ctx, out.untold(run.app().RunContext(ctx, args)))
}

func (p *Program) app() *cli.App {
	app := &cli.App{
		Name:  "lambda-audit",
		Usage: "audits every Lambda function of an AWS account, and changes nothing in it",
		Description: "Start with: lambda-audit audit --demo\n\n" +
			"Exit codes: 0 clean, 1 findings, 2 usage, 3 score below --min-score, 4 partial,\n" +
			"5 nothing to audit, 6 credentials, 7 any other failure, 130 interrupted",
		Reader: p.Stdin, Writer: p.Stdout, ErrWriter: p.Stderr,
		HideHelp: true, HideHelpCommand: true, HideVersion: true, // see command
		EnableBashCompletion: true, DisableSliceFlagSeparator: true,
		ExitErrHandler: func(*cli.Context, error) {}, // Main decides
		OnUsageError:   usageError,
		Flags:          []cli.Flag{helpFlag(), &cli.BoolFlag{Name: "version", Usage: "print the version"}},
		Action:         p.root,
		Commands: []*cli.Command{
			p.auditCommand(), p.collectCommand(), p.diffCommand(), p.historyCommand(), p.rulesCommand(), p.permissionsCommand(), p.configCommand(),
			p.iamCheckCommand(), p.secretsCheckCommand(), p.fixturesCommand(), p.completionCommand(), p.manCommand(), p.versionCommand(), p.helpCommand(),
		},
	}
	describe(app)
	return app
}

// root is what happens where no command is named.
func (p *Program) root(c *cli.Context) error {
	if c.Bool("version") {
		return p.printVersion(c)
	}
	return group(c)
}

func (p *Program) versionCommand() *cli.Command {
	return command(&cli.Command{Name: "version", Usage: "print the version", Action: p.printVersion})
}

func (p *Program) printVersion(*cli.Context) error {
	_, err := fmt.Fprintln(p.Stdout, "lambda-audit", p.Version)
	return err
}

// command gives a command what all have: a help flag of its own, because the
// library's is shared by all programs of a process, and one style of errors.
func command(c *cli.Command) *cli.Command {
	c.HideHelp = true
	c.OnUsageError = usageError
	c.Flags = append(c.Flags, helpFlag())
	if len(c.Subcommands) > 0 {
		c.Action = group
	} else if c.ArgsUsage == "" {
		c.Action = withoutArguments(c.Action)
	}
	if action := c.Action; action != nil {
		c.Action = func(c *cli.Context) error { return named(c, action(c)) }
	}
	return c
}

func helpFlag() cli.Flag {
	return &cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: "print this help"}
}

// group is the action of what only holds commands: help, or which was meant.
func group(c *cli.Context) error {
	if c.Args().Present() {
		_, err := commandNamed(c.Args().First(), c.Command.Subcommands)
		return err
	}
	if c.Command.HelpName == c.App.Name {
		return cli.ShowAppHelp(c)
	}
	return cli.ShowSubcommandHelp(c)
}

func commandNamed(name string, among []*cli.Command) (*cli.Command, error) {
	names := make([]string, len(among))
	for i, c := range among {
		if c.HasName(name) {
			return c, nil
		}
		names[i] = c.Name
	}
	return nil, unknown("command", name, names)
}
