package cli

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/report"
	"lambda-audit/rules"
)

// A bench judges the accounts of a run, one at a time. Of an account that is
// judged it keeps the rows, and puts the findings aside; what they were made from
// is released.
type bench struct {
	made *plan
	mu   sync.Mutex
	rows *spool
}

// judge judges what is known of one account.
func (b *bench) judge(known *audit.Known) (*rules.Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	result, err := rules.Evaluate(known, b.made.comparing.with(b.made.of(known.Header).config))
	if err != nil {
		return nil, fmt.Errorf("judge the snapshot: %w", err)
	}
	if err := b.rows.put(known.Header.Account, b.made.outcomes.of(result)); err != nil {
		return nil, fmt.Errorf("put the findings aside: %w", err)
	}
	b.made.comparing.add(result)
	if !b.made.why {
		result.Release() // --why asks for the factors later
	}
	return result, nil
}

// auditAccounts reads and judges several accounts.
func (p *Program) auditAccounts(c *cli.Context, made *plan) error {
	f, err := made.collection.findAccounts(c.Context)
	if err != nil {
		return err
	}
	h := f.own.Header
	made.comparing = comparingWith(p.pastOf(made.baseline, presentRun{f.accountIDs(), h.RunID, h.TakenAt, made.outputs}))
	rows, err := newSpool()
	if err != nil {
		return err
	}
	defer rows.remove()
	judging := &bench{made: made, rows: rows}
	r := &reading{fleet: f}
	stop := p.showProgress(teller{&r.all, r.progress}, f.unwatched())
	parts, err := r.each(c.Context, func(ctx context.Context, _ *target, session *audit.Session) (*rules.Result, error) {
		known, err := r.collect(ctx, session, nil)
		if err != nil {
			return nil, err
		}
		return judging.judge(known)
	})
	stop()
	if err != nil {
		return err
	}
	p.tellCapped(f.options.Caps, int(r.refused.Load()), f.quiet)
	return p.presentParts(made, parts, rows, rules.Whole{RunID: h.RunID, TakenAt: h.TakenAt, WindowDays: h.Window.Days, Account: h.Account, Calls: f.own.Calls()})
}

// tabled reports whether standard output holds the table, which says it all.
func tabled(outputs []report.Output) bool {
	return slices.ContainsFunc(outputs, func(o report.Output) bool { return o.Path == "" && o.Format.Name == "table" })
}

// presentParts merges what was judged and writes it.
func (p *Program) presentParts(made *plan, parts []rules.Part, rows *spool, w rules.Whole) error {
	result := rules.Merge(parts, w, made.config)
	var order []string
	for i := range result.Accounts {
		a := &result.Accounts[i]
		order = append(order, a.AccountID)
		if a.State == rules.AccountFailed && !tabled(made.outputs) {
			fmt.Fprintf(p.Stderr, "lambda-audit: account %s failed: %s\n", a.AccountID, printable(a.Reason))
		}
	}
	findings, failed := rows.all(order)
	if err := p.present(made, result, findings); err != nil {
		return err
	}
	if err := failed(); err != nil {
		return err
	}
	return withCode(result.Run.ExitCode)
}
