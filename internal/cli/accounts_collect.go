package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// snapshotSuffix ends the name of each snapshot in the folder of a run.
const snapshotSuffix = ".jsonl.zst"

// collectAccounts reads several accounts into a folder: a snapshot of each, and a
// list that tells of them all. An account's snapshot is whole or not there, so
// that a run that was cut can be taken up account by account.
func (p *Program) collectAccounts(c *cli.Context, o *collection, folder string) error {
	if folder == "-" {
		return usage("-o FOLDER", "the snapshots of several accounts go into a folder")
	}
	f, err := o.findAccounts(c.Context)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the folder of the snapshots: %w", err)
	}
	list := newAccountList(f)
	if err := list.write(folder); err != nil {
		return err
	}
	r := &reading{fleet: f}
	stop := p.showProgress(teller{&r.all, r.progress}, f.unwatched())
	parts, err := r.each(c.Context, func(ctx context.Context, t *target, session *audit.Session) (*rules.Result, error) {
		return nil, r.collectTo(ctx, session, filepath.Join(folder, t.account+snapshotSuffix), list.of(t.account))
	})
	stop()
	p.tellCapped(f.options.Caps, int(r.refused.Load()), f.quiet)
	list.note(parts, c.Context.Err() != nil)
	var cut *interruption
	if errors.As(err, &cut) {
		cut.kept = folder
	}
	if err := errors.Join(err, list.write(folder)); err != nil {
		return err
	}
	wrote(f.options.Log, "list of accounts", filepath.Join(folder, accountListName))
	return p.tellAccounts(c, r, list, folder)
}

// collectTo reads one account into its snapshot.
func (r *reading) collectTo(ctx context.Context, session *audit.Session, path string, row *accountFile) error {
	file, err := createRun(partialOf(path), path, session.Header, r.key)
	if err != nil {
		return err
	}
	known, err := r.collect(ctx, session, r.logged(file))
	if err != nil {
		return errors.Join(err, file.abandon())
	}
	row.functions, row.problems = functionsOf(known), unread(known.Problems(r.want))
	return file.finish(known)
}

// tellAccounts says what was read of each account, and what was not.
func (p *Program) tellAccounts(c *cli.Context, r *reading, list *accountList, folder string) error {
	functions, problems, failed, strangers := 0, 0, 0, 0
	for _, row := range list.Accounts {
		functions, problems = functions+row.functions, problems+row.problems
		if row.State == rules.AccountFailed {
			failed++
			fmt.Fprintf(p.Stderr, "lambda-audit: account %s failed: %s\n", row.Account, printable(row.Message))
			if row.Stranger {
				strangers++
			}
		}
	}
	read := list.count(stateCollected)
	if !r.quiet {
		fmt.Fprintf(p.Stderr, "%s of %s, read in %s into %s\n", plural(functions, "function"), plural(read, "account"), plural(int(r.calls.Load()), "call"), folder)
		if problems > 0 {
			fmt.Fprintf(p.Stderr, "partial: %s could not be read; audit --from says which, and what is missing\n", plural(problems, "fact"))
		}
	}
	switch {
	case read == 0 && failed > 0 && failed == strangers:
		return withCode(exitCredentials)
	case read == 0 && failed > 0:
		return withCode(exitFailure)
	case problems+failed > 0 && !c.Bool("allow-partial") && r.access.demo == "":
		return withCode(exitPartial)
	}
	return nil
}
