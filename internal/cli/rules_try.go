package cli

import (
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"lambda-audit/internal/config"
	"lambda-audit/rules"
	"lambda-audit/rules/custom"
)

// customRules reads the files of rules that are named on the command line.
func customRules(files []string) ([]*rules.Rule, error) {
	var list []*rules.Rule
	for _, file := range files {
		found, err := config.LoadRules(file)
		if err != nil {
			return nil, err
		}
		list = append(list, found.Rules...)
	}
	return list, nil
}

// testRules tries the rules in files on their examples.
func (p *Program) testRules(c *cli.Context) error {
	if !c.Args().Present() {
		return usage("as in "+c.Command.HelpName+" custom-rules.yaml", "it is not said which file")
	}
	choice, code := rules.Registered(), 0
	for _, file := range c.Args().Slice() {
		found, err := config.LoadRules(file)
		var problems config.Problems
		if errors.As(err, &problems) {
			for _, problem := range problems {
				fmt.Fprintln(p.Stderr, problem)
			}
			code = exitUsage
			continue
		}
		if err != nil {
			return err
		}
		if choice, err = choice.With(found.Rules...); err != nil {
			return err
		}
		code = max(code, p.tryRules(file, found))
	}
	return withCode(code)
}

// tryRules tries one file's rules, tells of each example, and returns the exit code.
func (p *Program) tryRules(file string, found *config.CustomRules) int {
	tried, differ := 0, 0
	for i, rule := range found.Rules {
		definition := &found.Definitions[i]
		for n := range definition.Examples {
			tried++
			for _, difference := range custom.Try(rule, definition, n) {
				differ++
				at := definition.Examples[n].At("want")
				fmt.Fprintf(p.Stdout, "%s:%d:%d: %s: %q %s\n", file, at.Line, at.Column, rule.ID, definition.Examples[n].Name, difference)
			}
		}
		if missing := custom.Unproven(definition); missing != "" {
			fmt.Fprintf(p.Stderr, "%s: %s has no example that shows the outcome %s\n", rule.Source, rule.ID, missing)
		}
	}
	fmt.Fprintf(p.Stdout, "%s: %s, %s, %d %s otherwise than wanted\n", file, rules.Plural(len(found.Rules), "rule"), rules.Plural(tried, "example"), differ, turns(differ))
	if differ > 0 {
		return exitFindings
	}
	return 0
}

func turns(n int) string {
	if n == 1 {
		return "turns out"
	}
	return "turn out"
}
