package cli

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/internal/config"
	"lambda-audit/report"
	"lambda-audit/rules"
)

func (p *Program) auditCommand() *cli.Command {
	return command(&cli.Command{
		Name:  "audit",
		Usage: "judge every function of the account, or of a snapshot",
		Description: "What no flag says comes from the environment (LAMBDA_AUDIT_FAIL_ON stands for\n" +
			"--fail-on), then from " + config.Name + "; lambda-audit config show tells.",
		Flags: slices.Concat(accessFlags(), accountsFlags(), scopeFlags(), ruleFlags(), configFlags(), paceFlags(), capFlags(), planFlags(), judgeFlags(), reportFlags(), runFlags()),
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
			case several && c.IsSet("snapshot"):
				return usage("collect -o FOLDER keeps one of each account", "--snapshot is of one account")
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
	settings   *settings
	why        bool
	baseline   *baseline  // nil: nothing is compared with
	comparing  *comparing // with what was chosen of it
}

// fromExcludes say what is read and how: a snapshot was taken already.
var fromExcludes = slices.Concat([]string{"demo", "region", "days", "thorough", "plan", "max-calls", "budget", "snapshot", "resume", "accounts", "organization"}, outsideFlags)

func (p *Program) plan(c *cli.Context) (*plan, error) {
	made := &plan{from: c.StringSlice("from")}
	err := exclusive(c, "from", fromExcludes, "a snapshot is judged as it was taken")
	if err != nil {
		return nil, err
	}
	s, err := p.settings(c)
	if err != nil {
		return nil, err
	}
	made.settings, made.why = s, c.Bool("why")
	if err := p.choose(made); err != nil {
		return nil, err
	}
	if err := checkKept(c.String("snapshot")); err != nil {
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
	made.baseline, err = p.baselineFrom(s.baseline())
	return made, err
}

// choose settles what is read and by which rules is judged.
func (p *Program) choose(made *plan) (err error) {
	if made.collection, err = p.collectionOrResumed(made.settings, "plan"); err != nil {
		return err
	}
	made.config, err = p.configFrom(made.settings, made.collection.rules)
	return err
}

func (p *Program) audit(c *cli.Context, made *plan) error {
	known, file, err := p.known(c, made)
	if err != nil {
		return err
	}
	made.comparing = comparingWith(p.pastOf(made.baseline, runOf(&known.Header, made.outputs)))
	code, err := p.judge(known, made)
	if err != nil && file != nil {
		return toResume(c, file.path, errors.Join(err, file.abandon()))
	}
	return cmp.Or(err, file.finish(known), withCode(code))
}

// judge judges what is known, writes the report, and returns the exit code.
func (p *Program) judge(known *audit.Known, made *plan) (int, error) {
	result, err := rules.Evaluate(known, made.comparing.with(made.config))
	if err != nil {
		return 0, fmt.Errorf("judge the snapshot: %w", err)
	}
	made.comparing.add(result)
	if err := p.present(made, result, made.outcomes.of(result)); err != nil {
		return 0, err
	}
	return result.Run.ExitCode, nil
}

// present writes what was found.
func (p *Program) present(made *plan, result *rules.Result, findings iter.Seq[rules.FindingRow]) error {
	shown := &report.Report{Result: result, Findings: findings, Counted: result.Findings(rules.Show{}), Options: made.options}
	made.comparing.tell(shown)
	shown.Wrote = func(path string) { wrote(made.collection.options.Log, "report", path) }
	if err := report.WriteAll(made.outputs, p.Stdout, shown); err != nil {
		return err
	}
	if !made.why {
		return nil
	}
	return p.tellWhy(result, made.outputs)
}

// known returns what is to be judged, a snapshot or what AWS says now, and the
// file of the run that asked AWS, if it has one.
func (p *Program) known(c *cli.Context, made *plan) (*audit.Known, *runFile, error) {
	if len(made.from) > 0 {
		known, err := p.readSnapshot(made.from[0])
		if err != nil {
			return nil, nil, err
		}
		if known.Header.Fast {
			if err := p.goFast(made); err != nil {
				return nil, nil, err
			}
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
