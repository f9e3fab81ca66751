package cli

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
)

func (p *Program) collectCommand() *cli.Command {
	return command(&cli.Command{
		Name:  "collect",
		Usage: "read the account into a snapshot, to be judged later with audit --from",
		Description: "The snapshot holds no value of a secret. It is plain while it grows\n" +
			"(FILE.partial), and compressed in the end where FILE ends in .gz or .zst.\n" +
			"A run that was cut goes on with --resume FILE.partial.\n" +
			"Several accounts go into a folder: one compressed snapshot each, and\n" +
			"accounts.json, which tells of those too that could not be read.",
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Category: aboutReport, Usage: "write the snapshot to `FILE`, - for standard output; of several accounts, into this folder"},
			&cli.StringSliceFlag{Name: "tag-columns", Category: aboutReport, Usage: "read the functions' tags too, for audit --tag-columns `KEYS`"},
			partialFlag(), resumeFlag(),
		}, accessFlags(), accountsFlags(), scopeFlags(), ruleFlags(), configFlags(), paceFlags(), capFlags()),
		Action: p.collect,
	})
}

func (p *Program) collect(c *cli.Context) error {
	path := cmp.Or(c.String("output"), targetOf(c.String("resume")))
	if path == "" || path == "-" && c.IsSet("resume") {
		return usage("-o FILE, or -o - for standard output", "it is not said where the snapshot goes")
	}
	s, err := p.settings(c)
	if err != nil {
		return err
	}
	o, err := p.collectionOrResumed(s)
	if err != nil {
		return err
	}
	if o.accounts != nil {
		return p.collectAccounts(c, o, path)
	}
	if err := checkFolder(path); err != nil {
		return err
	}
	session, err := o.open(c.Context)
	if err != nil {
		return err
	}
	known, err := p.collectInto(c, o, session, path)
	if err != nil {
		return err
	}
	return p.tellCollected(c, o, known, path)
}

// collectInto reads the account into the file.
func (p *Program) collectInto(c *cli.Context, o *collection, session *audit.Session, path string) (*audit.Known, error) {
	if path == "-" {
		return p.collectToStdout(c, o, session)
	}
	file, err := o.runFileAt(partialOf(path), path, session)
	if err != nil {
		return nil, err
	}
	known, err := p.readInto(c, o, session, file)
	if err != nil {
		return nil, err
	}
	return known, file.finish(known)
}

func (p *Program) collectToStdout(c *cli.Context, o *collection, session *audit.Session) (*audit.Known, error) {
	writer, err := audit.NewWriter(p.Stdout, session.Header)
	if err != nil {
		return nil, err
	}
	known, err := p.read(c.Context, o, session, writer)
	if err != nil {
		return nil, err
	}
	return known, writer.Close(known.Calls)
}

// tellCollected says what the snapshot holds, and what it does not.
func (p *Program) tellCollected(c *cli.Context, o *collection, known *audit.Known, path string) error {
	problems := known.Problems(o.want)
	if !o.quiet {
		fmt.Fprintf(p.Stderr, "%s in %s of account %s, read in %s into %s\n", plural(functionsOf(known), "function"),
			plural(len(known.Header.Regions), "region"), known.Header.Account, plural(callsOf(known), "call"), path)
		if len(problems) > 0 {
			fmt.Fprintf(p.Stderr, "partial: %s could not be read; audit --from says which, and what is missing\n", plural(unread(problems), "fact"))
		}
	}
	if len(problems) > 0 && !c.Bool("allow-partial") && o.access.demo == "" {
		return withCode(exitPartial)
	}
	return nil
}

func unread(problems []audit.Problem) int {
	sum := 0
	for _, p := range problems {
		sum += p.Subjects
	}
	return sum
}
