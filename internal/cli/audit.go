package cli

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/report"
	"lambda-audit/rules"
)

func (p *Program) auditCommand() *cli.Command {
	return command(&cli.Command{
		Name:  "audit",
		Usage: "judge every function of the account, or of a snapshot",
		Flags: slices.Concat(accessFlags(), accountsFlags(), scopeFlags(), ruleFlags(), configFlags(), paceFlags(), planFlags(), judgeFlags(), reportFlags()),
		Action: func(c *cli.Context) error {
			plan, err := p.plan(c)
			if err != nil {
				return err
			}
			switch several := plan.collection.accounts != nil; {
			case isSeveral(plan.from):
				return p.auditSnapshots(plan)
			case several && c.Bool("plan"):
				return usage("plan one of them with --role-arn", "--plan tells of one account")
			case several:
				return p.auditAccounts(c, plan)
			case c.Bool("plan"):
				return p.printCalls(c, plan)
			}
			return p.audit(c, plan)
		},
	})
}

// A plan is all that the flags of audit say, checked before anybody is asked.
type plan struct {
	collection *collection
	from       []string // snapshots, or folders of them
	config     rules.Config
	outputs    []report.Output
	outcomes   outcomes
	options    report.Options
	why        bool
}

func (p *Program) plan(c *cli.Context) (*plan, error) {
	made := &plan{from: c.StringSlice("from"), why: c.Bool("why")}
	err := exclusive(c, "from", slices.Concat([]string{"demo", "region", "days", "thorough", "plan", "accounts", "organization"}, outsideFlags), "a snapshot is judged as it was taken")
	if err != nil {
		return nil, err
	}
	s, err := p.settings(c)
	if err != nil {
		return nil, err
	}
	if made.collection, err = p.collectionFrom(s); err != nil {
		return nil, err
	}
	if made.config, err = p.configFrom(s, made.collection.rules); err != nil {
		return nil, err
	}
	if made.outputs, err = outputsFrom(c.StringSlice("output")); err != nil {
		return nil, err
	}
	if made.outcomes, err = outcomesFrom(c.StringSlice("show")); err != nil {
		return nil, err
	}
	if made.options, err = p.reportOptions(c); err != nil {
		return nil, err
	}
	return made, nil
}

func (p *Program) reportOptions(c *cli.Context) (report.Options, error) {
	if c.Int("width") < 0 {
		return report.Options{}, usage("leave it out for the terminal's", "--width %d is out of range", c.Int("width"))
	}
	return report.Options{
		Width: p.columns(c.Int("width")), Colour: p.colourful(c.Bool("no-color")), Details: c.Bool("details"),
	}, nil
}

func (p *Program) audit(c *cli.Context, made *plan) error {
	known, err := p.known(c, made)
	if err != nil {
		return err
	}
	result, err := rules.Evaluate(known, made.config)
	if err != nil {
		return fmt.Errorf("judge the snapshot: %w", err)
	}
	if err := p.present(made, result, made.outcomes.of(result)); err != nil {
		return err
	}
	return withCode(result.Run.ExitCode)
}

// present writes what was found.
func (p *Program) present(made *plan, result *rules.Result, findings iter.Seq[rules.FindingRow]) error {
	shown := &report.Report{Result: result, Findings: findings, Options: made.options}
	if err := report.WriteAll(made.outputs, p.Stdout, shown); err != nil {
		return err
	}
	if !made.why {
		return nil
	}
	return p.tellWhy(result, made.outputs)
}

// known returns what is to be judged: a snapshot, or what AWS says now.
func (p *Program) known(c *cli.Context, made *plan) (*audit.Known, error) {
	if len(made.from) > 0 {
		known, err := p.readSnapshot(made.from[0])
		if err != nil {
			return nil, err
		}
		if err := narrow(known, made.collection); err != nil {
			return nil, err
		}
		p.warnOfMissing(known, made.collection)
		return known, nil
	}
	session, err := made.collection.open(c.Context)
	if err != nil {
		return nil, err
	}
	return p.read(c.Context, made.collection, session, nil)
}

// narrow leaves of a snapshot the functions that are meant. One that was taken
// of some functions only cannot be narrowed again: what is left would not be
// told from what was never read.
func narrow(known *audit.Known, o *collection) error {
	scope := o.options.Scope
	if o.byTags && !slices.Contains(known.Header.Facts, facts.Tags.Name) {
		return usage("collect with --tag-columns reads them", "the snapshot holds no tags")
	}
	if !isNarrow(scope) {
		return nil
	}
	if isNarrow(known.Header.Scope) {
		return usage("leave out --function, --exclude and --tag", "the snapshot is of some functions only")
	}
	known.Header.Scope = scope
	return nil
}

// warnOfMissing says which facts the chosen rules need and the snapshot was taken
// without: what rests on them is unknown.
func (p *Program) warnOfMissing(known *audit.Known, chosen *collection) {
	var missing []string
	for _, fact := range chosen.want.Names() {
		if !slices.Contains(known.Header.Facts, fact) {
			missing = append(missing, fact)
		}
	}
	if len(missing) > 0 {
		fmt.Fprintf(p.Stderr, "lambda-audit: the snapshot was taken without %s: collect again with these rules to judge all of them\n", strings.Join(missing, ", "))
	}
}
