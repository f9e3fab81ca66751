package cli

import (
	"fmt"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"lambda-audit/report"
	"lambda-audit/rules"
)

func (p *Program) historyCommand() *cli.Command {
	return command(&cli.Command{
		Name:      "history",
		Usage:     "tell how the score and the findings went over the nights",
		ArgsUsage: "[FLAGS] FOLDER",
		Description: `The FOLDER holds results that audit -o json=FILE wrote, compressed or not: its
files that end in .json, .json.gz and .json.zst. What is new and fixed is known
of runs with --baseline. C/H/M/L are failures by severity, suppressed ones left
out.

Exit codes: 0 told, 2 the folder cannot be read, or holds no result, 4 a file
was passed over, which standard error names.`,
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "output", Aliases: []string{"o"}, Category: aboutReport, Usage: "write `FORMAT[=FILE]`: csv, json, table; repeatable (default: table)"},
			&cli.IntFlag{Name: "last", Category: aboutReport, Usage: "only the newest `N` nights"},
			&cli.IntFlag{Name: "days", Category: aboutReport, Usage: "only the nights of the `N` days before the newest"},
			&cli.StringFlag{Name: "account", Category: aboutReport, Usage: "only the account with this `ID`, and what is said of it"},
			&cli.IntFlag{Name: "width", Category: aboutReport, Usage: "write for `N` columns (default: the terminal's, COLUMNS, or 120)"},
			&cli.BoolFlag{Name: "no-color", Category: aboutReport, Usage: "no colours, as with NO_COLOR"},
			partialFlag(),
		},
		Action: p.history,
	})
}

func (p *Program) history(c *cli.Context) error {
	for _, flag := range []string{"last", "days"} {
		if c.IsSet(flag) && c.Int(flag) < 1 {
			return usage("give 1 or more, or leave it out for all", "--%s %d is out of range", flag, c.Int(flag))
		}
	}
	folders, err := exactly(c, 1, "one folder", "lambda-audit history nights/")
	if err != nil {
		return err
	}
	outputs, err := outputsOf(report.ParseHistoryOutputs(c.StringSlice("output")))
	if err != nil {
		return err
	}
	options, err := p.screenOptions(c)
	if err != nil {
		return err
	}
	stored, broken, err := p.nightsIn(folders[0])
	if err != nil {
		return err
	}
	p.tellPassedOver(broken)
	nights := lastOf(nightsOf(stored, c.String("account")), c.Int("last"), c.Int("days"))
	if len(nights) == 0 {
		return usage("audit -o json=FILE writes one", "no result in %s%s", folders[0], ofAccount(c.String("account")))
	}
	p.tellStrangers(folders[0], nights)
	shown := &report.Report{Result: &rules.Result{Run: stored[0].Run}, Nights: nights, Options: options}
	if err := report.WriteAll(outputs, p.Stdout, shown); err != nil {
		return err
	}
	if len(broken) > 0 && !c.Bool("allow-partial") {
		return withCode(exitPartial)
	}
	return nil
}

// tellStrangers says where nights have no account in common with the newest: what
// goes up and down is no account's then.
func (p *Program) tellStrangers(folder string, nights []report.Night) {
	newest := nights[len(nights)-1].AccountIDs
	for _, n := range nights {
		if !slices.ContainsFunc(n.AccountIDs, func(id string) bool { return slices.Contains(newest, id) }) {
			p.remark("%s holds results of different accounts: --account ID tells of one", folder)
			return
		}
	}
}

func ofAccount(id string) string {
	if id == "" {
		return ""
	}
	return fmt.Sprintf(" tells of account %s", id)
}

// nightsOf returns what the results say, of one account or of all; the oldest
// first.
func nightsOf(stored []night, account string) []report.Night {
	var nights []report.Night
	for _, n := range slices.Backward(stored) {
		if account == "" {
			nights = append(nights, report.NightOf(n.path, &n.Run, n.Accounts))
			continue
		}
		for i := range n.Accounts {
			if a := &n.Accounts[i]; a.AccountID == account && a.State != rules.AccountSkipped {
				nights = append(nights, report.NightOfAccount(n.path, &n.Run, a))
			}
		}
	}
	return nights
}

// lastOf returns the newest nights, as far as anybody bounds them; 0 does not.
func lastOf(nights []report.Night, last, days int) []report.Night {
	if days > 0 && len(nights) > 0 {
		from := nights[len(nights)-1].TakenAt.Add(-time.Duration(days) * 24 * time.Hour)
		nights = slices.DeleteFunc(nights, func(n report.Night) bool { return !n.TakenAt.After(from) })
	}
	if last > 0 {
		nights = nights[max(0, len(nights)-last):]
	}
	return nights
}
