package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/report"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/iamcheck"
)

func (p *Program) iamCheckCommand() *cli.Command {
	return command(&cli.Command{
		Name:      "iam-check",
		Usage:     "judge the policies and roles in files, without AWS",
		ArgsUsage: "[FLAGS] FILE...",
		Description: `A FILE, or - for standard input, holds a policy document, as IAM takes it or the
AWS CLI prints it, a trust policy, or a role bundle:

  {"name": "orders", "account": "111122223333", "trust": DOCUMENT,
   "inline": {"NAME": DOCUMENT},
   "managed": [{"arn": "...", "document": DOCUMENT}],
   "boundary": {"arn": "...", "document": DOCUMENT}, "functions": ["orders"]}

Every member may be missing. A DOCUMENT of null could not be read: what hangs on
it is unknown. One role of what aws iam get-account-authorization-details prints
is such a bundle, too.

Verdicts, the worst first: admin, privilege-escalation, wildcard-action,
wildcard-resource, clean, unknown. Beside them: boundary-limits,
boundary-unknown, shared-role, trust-any-principal, trust-cross-account,
trust-extra-service, trust-federated-unscoped, trust-dangling-principal.
The severity is critical, high, medium, low, none, or unknown where something
was not read and nothing is found in the rest. Service control policies are not
evaluated.

Exit codes: 0 nothing found, 1 findings, 2 a file cannot be read or is no policy
(the others are still judged), 4 nothing found, but a part of a role could not
be read`,
		Flags: []cli.Flag{
			listFlag(),
			&cli.IntFlag{Name: "width", Category: aboutReport, Usage: "write for `N` columns (default: the terminal's, COLUMNS, or 120)"},
			&cli.BoolFlag{Name: "no-color", Category: aboutReport, Usage: "no colours, as with NO_COLOR"},
			&cli.StringFlag{Name: "fail-on", Category: aboutExit, Usage: "exit 1 from this `SEVERITY` on: none, low, medium, high, critical (default: low)", Value: "low"},
			partialFlag(),
		},
		Action: p.checkIAM,
	})
}

// checkIAM judges the files one by one; what is wrong with one of them stops no other.
func (p *Program) checkIAM(c *cli.Context) error {
	asData, err := asJSON(c)
	if err != nil {
		return err
	}
	failOn, err := rules.ParseSeverity(c.String("fail-on"))
	if err != nil {
		return err
	}
	options, err := p.screenOptions(c)
	if err != nil {
		return err
	}
	files, err := filesFrom(c)
	if err != nil {
		return err
	}
	rows, failed := p.judgeFiles(files)
	if asData {
		err = report.WriteJSON(p.Stdout, rows)
	} else {
		err = report.WriteIAMChecks(p.Stdout, rows, options)
	}
	if err != nil {
		return fmt.Errorf("write the verdicts: %w", err)
	}
	return withCode(checkedCode(rows, failed, failOn, c.Bool("allow-partial")))
}

// judgeFiles returns a row for each file that can be judged, and whether there is one that cannot.
func (p *Program) judgeFiles(files []string) (rows []iamcheck.Row, failed bool) {
	rows = []iamcheck.Row{}
	for _, file := range files {
		bundle, err := p.readBundle(file)
		if err != nil {
			fmt.Fprintln(p.Stderr, "lambda-audit:", oneLine(err, exitUsage))
			failed = true
			continue
		}
		for _, stray := range bundle.Strays {
			if meant := audit.Suggest(stray.Name, iam.BundleMembers); meant != "" {
				fmt.Fprintf(p.Stderr, "lambda-audit: %s: %s: %q is passed over (%s)\n",
					printable(file), stray.Place, printable(stray.Name), strings.TrimSpace(meant))
			}
		}
		rows = append(rows, iamcheck.Judge(file, bundle))
	}
	return rows, failed
}

func (p *Program) readBundle(file string) (iam.Bundle, error) {
	text, err := p.readInput(file)
	if err != nil {
		return iam.Bundle{}, err
	}
	bundle, err := iam.ReadBundle(text)
	if err != nil {
		return iam.Bundle{}, fmt.Errorf("%s: %w", file, err)
	}
	return bundle, nil
}

// checkedCode is the exit code that the verdicts come to.
func checkedCode(rows []iamcheck.Row, failed bool, failOn rules.Severity, allowPartial bool) int {
	found := func(r iamcheck.Row) bool { return failOn > rules.NoSeverity && r.Worst() >= failOn }
	switch {
	case failed:
		return exitUsage
	case slices.ContainsFunc(rows, found):
		return exitFindings
	case !allowPartial && slices.ContainsFunc(rows, func(r iamcheck.Row) bool { return r.Partial() }):
		return exitPartial
	}
	return 0
}
