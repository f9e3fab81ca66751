package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/urfave/cli/v2"

	"lambda-audit/docs"
	"lambda-audit/internal/config"
)

func (p *Program) configCommand() *cli.Command {
	return command(&cli.Command{
		Name:  "config",
		Usage: "the configuration's file: what it says, and what holds",
		Subcommands: []*cli.Command{
			command(&cli.Command{
				Name: "show", Usage: "print the settings that hold, and where each comes from",
				Description: "Give the flags that the audit will be given.",
				Flags:       p.showFlags(),
				Action:      p.showConfig,
			}),
			command(&cli.Command{
				Name: "init", Usage: "write a configuration to start from, which changes nothing yet",
				ArgsUsage: "[FILE]", Description: "FILE is " + config.Name + " unless said, and - standard output. What is there\nalready is left alone.",
				Action: p.initConfig,
			}),
			command(&cli.Command{
				Name: "validate", Usage: "print all that is wrong with a configuration, by line and column",
				ArgsUsage: "[FILE…]", Description: "FILE is what an audit would read here unless said. Exit code 2 where\nanything is wrong. What does nothing is told, too, and is no mistake.",
				Flags:  configFlags(),
				Action: p.validateConfig,
			}),
			command(&cli.Command{
				Name: "schema", Usage: "print the JSON Schema of the configuration, for editors",
				Action: func(*cli.Context) error {
					_, err := p.Stdout.Write(docs.ConfigSchema)
					return err
				},
			}),
		},
	})
}

func (p *Program) initConfig(c *cli.Context) error {
	if err := noMoreThan(c, 1); err != nil {
		return err
	}
	path := config.Name
	if c.Args().Present() {
		path = c.Args().First()
	}
	starter := config.Starter(time.Now())
	if path == "-" {
		_, err := p.Stdout.Write(starter)
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	switch {
	case errors.Is(err, fs.ErrExist):
		return usage("remove it first, or name another file", "%s is there already", path)
	case err != nil:
		return usage("", "write the configuration: %v", err)
	}
	if _, err := file.Write(starter); err != nil {
		return errors.Join(fmt.Errorf("write the configuration: %w", err), file.Close())
	}
	fmt.Fprintf(p.Stderr, "%s is written: it changes nothing yet; lambda-audit config show says what holds\n", path)
	return file.Close()
}
