package cli

import (
	_ "embed"
	"fmt"

	"github.com/urfave/cli/v2"
)

//go:embed completion.bash
var bashCompletion string

//go:embed completion.fish
var fishCompletion string

//go:embed completion.zsh
var zshCompletion string

func (p *Program) completionCommand() *cli.Command {
	return command(&cli.Command{
		Name:      "completion",
		Usage:     "print a script that completes commands and flags",
		ArgsUsage: "bash|zsh|fish",
		Description: "bash: source <(lambda-audit completion bash)\n" +
			"zsh:  source <(lambda-audit completion zsh)\n" +
			"fish: lambda-audit completion fish | source",
		Action: p.completion,
	})
}

func (p *Program) completion(c *cli.Context) error {
	if err := noMoreThan(c, 1); err != nil {
		return err
	}
	var script string
	switch shell := c.Args().First(); shell {
	case "bash":
		script = bashCompletion
	case "zsh":
		script = zshCompletion
	case "fish":
		script = fishCompletion
	case "":
		return usage("bash, zsh or fish", "it is not said for which shell")
	default:
		return unknown("shell", shell, []string{"bash", "fish", "zsh"})
	}
	_, err := fmt.Fprint(p.Stdout, script)
	return err
}
