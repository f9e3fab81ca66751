package cli

import (
	"cmp"
	"errors"
	"fmt"
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
		Flags: slices.Concat(accessFlags(), scopeFlags(), ruleFlags(), configFlags(), paceFlags(), planFlags(), judgeFlags(), reportFlags(), runFlags()),
		Action: func(c *cli.Context) error {
			plan, err := p.plan(c)
			if err != nil {
				return err
			}
			if c.Bool("plan") {
				return p.printCalls(c, plan)
			}
			return p.audit(c, plan)
		},
	})
}

// A plan is all that the flags of audit say, checked before anybody is asked.
type plan struct {
	collection *collection
	from       string
	config     rules.Config
	outputs    []report.Output
	outcomes   outcomes
	options    report.Options
	why        bool
}

func (p *Program) plan(c *cli.Context) (*plan, error) {
	made := &plan{from: c.String("from"), why: c.Bool("why")}
	err := exclusive(c, "from", slices.Concat([]string{"demo", "region", "days", "thorough", "plan", "snapshot", "resume"}, outsideFlags), "a snapshot is judged as it was taken")
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
	if err := cmp.Or(checkFolder(c.String("snapshot")), made.collection.resumeFrom(c, "plan")); err != nil {
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
	known, file, err := p.known(c, made)
	if err != nil {
		return err
	}
	code, err := p.judge(known, made)
	if err != nil && file != nil {
		return toResume(c, file.path, errors.Join(err, file.abandon()))
	}
	return cmp.Or(err, file.finish(known), withCode(code))
}

// judge judges what is known, writes the report, and returns the exit code.
func (p *Program) judge(known *audit.Known, made *plan) (int, error) {
	result, err := rules.Evaluate(known, made.config)
	if err != nil {
		return 0, fmt.Errorf("judge the snapshot: %w", err)
	}
	shown := &report.Report{Result: result, Findings: made.outcomes.of(result), Options: made.options}
	if err := report.WriteAll(made.outputs, p.Stdout, shown); err != nil {
		return 0, err
	}
	if made.why {
		if err := p.tellWhy(result, made.outputs); err != nil {
			return 0, err
		}
	}
	return result.Run.ExitCode, nil
}

// known returns what is to be judged, a snapshot or what AWS says now, and the
// file of the run that asked AWS, if it has one.
func (p *Program) known(c *cli.Context, made *plan) (*audit.Known, *runFile, error) {
	if made.from != "" {
		known, err := p.readSnapshot(made.from)
		if err != nil {
			return nil, nil, err
		}
		if err := narrow(known, made.collection); err != nil {
			return nil, nil, err
		}
		p.warnOfMissing(known, made.collection)
		return known, nil, nil
	}
	session, err := made.collection.open(c.Context)
	if err != nil {
		return nil, nil, err
	}
	file, err := p.runFileFor(c, made.collection, session)
	if err != nil {
		return nil, nil, err
	}
	known, err := p.readInto(c, made.collection, session, file)
	return known, file, err
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
