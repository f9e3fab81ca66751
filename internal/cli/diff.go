package cli

import (
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/report"
	"lambda-audit/rules"
	"lambda-audit/rules/compare"
)

func (p *Program) diffCommand() *cli.Command {
	return command(&cli.Command{
		Name:      "diff",
		Usage:     "tell what changed from one result to the next, and why",
		ArgsUsage: "[FLAGS] OLD NEW",
		Description: `OLD and NEW are results that audit -o json=FILE wrote, compressed or not; one of
them may be - for standard input. OLD may be a folder of results: its newest one
that is older than NEW, and what failed in those before it, which is what tells
that a finding is reopened.

Exit codes: 0 compared, 1 --fail-on new:SEVERITY met something, 2 a file cannot
be read, or is no whole result.`,
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "output", Aliases: []string{"o"}, Category: aboutReport, Usage: "write `FORMAT[=FILE]`: json, markdown, table; repeatable (default: table)"},
			&cli.IntFlag{Name: "width", Category: aboutReport, Usage: "write for `N` columns (default: the terminal's, COLUMNS, or 120)"},
			&cli.BoolFlag{Name: "no-color", Category: aboutReport, Usage: "no colours, as with NO_COLOR"},
			&cli.StringFlag{Name: "fail-on", Category: aboutExit, Usage: "exit 1 where a finding is new, or fails again, from `new:SEVERITY` on: low, medium, high, critical (default: none)", Value: "none"},
		},
		Action: p.diff,
	})
}

func (p *Program) diff(c *cli.Context) error {
	files, err := exactly(c, 2, "two results, the older one first", "lambda-audit diff monday.json tuesday.json")
	if err != nil {
		return err
	}
	levels, err := failLevelsFrom([]string{c.String("fail-on")})
	if err != nil {
		return err
	}
	if levels.all != rules.NoSeverity {
		return usage("write --fail-on new:"+levels.all.String(), "diff fails on what is new, not on --fail-on %s", levels)
	}
	outputs, err := outputsOf(report.ParseDiffOutputs(c.StringSlice("output")))
	if err != nil {
		return err
	}
	options, err := p.screenOptions(c)
	if err != nil {
		return err
	}
	past, now, err := p.readPair(files[0], files[1])
	if err != nil {
		return err
	}
	shown := &report.Report{Result: &rules.Result{Run: now.Run}, Comparison: comparisonOf(compare.Compare(past, now), past, now), Options: options}
	if err := report.WriteAll(outputs, p.Stdout, shown); err != nil {
		return err
	}
	if now.FailsSince(past, levels.fresh) {
		return withCode(exitFindings)
	}
	return nil
}

// readPair reads the two results that diff compares.
func (p *Program) readPair(old, new string) (*compare.Past, *compare.Record, error) {
	earlier, err := p.baselineFrom(strings.TrimSuffix(old, "/"))
	if err != nil {
		return nil, nil, err
	}
	now, err := p.readResult(new)
	if err != nil {
		return nil, nil, err
	}
	run := presentRun{id: now.Run.RunID, takenAt: now.Run.TakenAt}
	for i := range now.Accounts {
		run.accounts = append(run.accounts, now.Accounts[i].AccountID)
	}
	past := earlier.past
	if past == nil {
		past = p.readNights(earlier, run)
	}
	if past.Empty() {
		return nil, nil, usage("name another one", "%s holds no result of %s that is older than %s", old, someAccounts(run.accounts), new)
	}
	if at, _ := past.TakenAt(); at.After(run.takenAt) {
		p.remark("%s is newer than %s: the older one comes first", old, new)
	}
	return past, now, nil
}
