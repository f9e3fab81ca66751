package cli

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/docs"
	"lambda-audit/report"
	"lambda-audit/rules"
)

func (p *Program) rulesCommand() *cli.Command {
	return command(&cli.Command{
		Name:  "rules",
		Usage: "what functions are judged by",
		Subcommands: []*cli.Command{
			command(&cli.Command{
				Name: "list", Usage: "print the rules, one a line",
				Flags:  slices.Concat(ruleFlags(), configFlags(), []cli.Flag{practicesFlag(), listFlag()}),
				Action: p.listRules,
			}),
			command(&cli.Command{
				Name: "explain", Usage: "print why a rule is there, how to mend what it finds, and examples",
				ArgsUsage: "ID", Flags: append(configFlags(), customRulesFlag(), listFlag()), Action: p.explainRule,
			}),
			command(&cli.Command{
				Name: "test", Usage: "try custom rules on the examples in their files",
				ArgsUsage: "FILE …", Description: "Exit code 1 where an example turns out otherwise than the file says, 2 where\na file has a mistake. docs/writing-rules.md tells how rules are written.",
				Action: p.testRules,
			}),
			command(&cli.Command{
				Name: "schema", Usage: "print the JSON Schema of files with custom rules, for editors",
				Action: func(*cli.Context) error {
					_, err := p.Stdout.Write(docs.CustomRulesSchema)
					return err
				},
			}),
		},
	})
}

func listFlag() cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FORMAT`: table or json (default: table)", Value: "table"}
}

func practicesFlag() cli.Flag {
	return &cli.BoolFlag{Name: "practices", Usage: "print the practices that the rules are made from, each with its rules"}
}

// asJSON reports whether -o asks for json; it knows table besides.
func asJSON(c *cli.Context) (bool, error) {
	switch format := c.String("output"); format {
	case "json", "table":
		return format == "json", nil
	default:
		return false, unknown("format", format, []string{"json", "table"})
	}
}

func (p *Program) listRules(c *cli.Context) error {
	wanted, err := asJSON(c)
	if err != nil {
		return err
	}
	if c.Bool("practices") {
		if err := exclusive(c, "practices", []string{"rule", "skip-rule"}, "a practice is shown with all of its rules"); err != nil {
			return err
		}
		return listPractices(p.Stdout, wanted)
	}
	s, err := p.settings(c)
	if err != nil {
		return err
	}
	list := []*rules.Rule(s.choice)
	if c.IsSet("rule") || c.IsSet("skip-rule") {
		alone := flagsAlone(c)
		alone.choice = s.choice
		if list, err = alone.rules(); err != nil {
			return err
		}
	}
	if wanted {
		rows, peers := make([]ruleRow, len(list)), rules.DefaultPeers()
		for i, r := range list {
			rows[i] = rowOf(r, &peers)
		}
		return report.WriteJSON(p.Stdout, rows)
	}
	return listAsTable(p.Stdout, list)
}

func listAsTable(w io.Writer, list []*rules.Rule) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "RULE\tSEVERITY\tPILLAR\tWHEN\tTITLE")
	for _, r := range list {
		title := r.Title
		if r.Source != "" {
			title += " (" + r.Source + ")"
		}
		fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.Severity, r.Pillar, r.When, title)
	}
	return columns.Flush()
}

// A ruleRow is a rule as json shows it.
type ruleRow struct {
	ID          string           `json:"id"`
	Title       string           `json:"title"`
	Severity    rules.Severity   `json:"severity"`
	Pillar      rules.Pillar     `json:"pillar"`
	When        rules.When       `json:"when"`
	Kinds       []audit.KindName `json:"kinds"`
	Why         string           `json:"why"`
	Fix         string           `json:"fix"`
	Permissions []string         `json:"permissions"`
	Parameters  any              `json:"parameters"` // with their defaults; null where there are none
	References  []string         `json:"references"`
	AlsoKnownAs []rules.PeerRule `json:"also_known_as"` // to other tools
	Examples    []exampleRow     `json:"examples"`
	Source      string           `json:"source"` // file and line of a custom rule; empty: the program
}

type exampleRow struct {
	Name    string        `json:"name"`
	Outcome rules.Outcome `json:"outcome"`
}

func rowOf(r *rules.Rule, peers *rules.Peers) ruleRow {
	row := ruleRow{
		ID: r.ID, Title: r.Title, Severity: r.Severity, Pillar: r.Pillar, When: r.When, Kinds: r.Kinds,
		Why: r.Why, Fix: r.Fix, Permissions: actionsOf(rules.Requirements([]*rules.Rule{r})),
		Parameters: r.Params, References: r.Refs, AlsoKnownAs: peers.Of(r.ID), Examples: make([]exampleRow, len(r.Examples)),
	}
	row.Source = r.Source
	for i, e := range r.Examples {
		row.Examples[i] = exampleRow{e.Name, e.Want}
	}
	return row
}
