package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// What became of an action that was tried.
const (
	actionAllowed = "allowed"
	actionDenied  = "denied"
	actionUntried = "not tried"
)

// checkPermissions reads as little as tries every action that the account gives
// reason for, and says of each what AWS said. An action that nothing gives
// reason for, such as reading a queue where there is none, is not tried.
func (p *Program) checkPermissions(s *settings, rows []need) error {
	o, err := p.collectionFrom(s)
	if err != nil {
		return err
	}
	known, err := p.readOne(s.Context.Context, o)
	if err != nil {
		return err
	}
	denied := deniedIn(known, o.want)
	if err := checkedAsTable(p.Stdout, rows, known.Calls, denied); err != nil {
		return err
	}
	if len(denied) > 0 {
		return withCode(exitPartial)
	}
	return nil
}

// readOne lists the functions, then reads all that the audit would read of one.
func (p *Program) readOne(ctx context.Context, o *collection) (*audit.Known, error) {
	all := *o
	all.want = audit.NewSet(facts.Functions)
	session, err := all.open(ctx)
	if err != nil {
		return nil, err
	}
	listed, err := p.read(ctx, &all, session, nil)
	if err != nil {
		return nil, err
	}
	if list, _ := listed.Subjects(facts.KindFunction); len(list) > 0 {
		o.options.Scope.Functions = []string{onlyGlob(list[0].ID)}
	}
	if session, err = o.open(ctx); err != nil {
		return nil, err
	}
	return p.read(ctx, o, session, nil)
}

// onlyGlob returns a glob that meets one function alone. Named outright, it would
// be asked for by itself, and the listings would go untried.
func onlyGlob(arn string) string {
	last := len(arn) - 1
	return arn[:last] + "[" + arn[last:] + "]"
}

func deniedIn(known *audit.Known, want audit.Set) map[string]bool {
	denied := map[string]bool{}
	for _, problem := range known.Problems(want) {
		if problem.Reason == audit.Denied {
			denied[problem.Action] = true
		}
	}
	return denied
}

func checkedAsTable(w io.Writer, rows []need, calls []audit.CallCount, denied map[string]bool) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "ACTION\tAWS SAID\tFACT\tRULES")
	for _, row := range rows {
		said := actionUntried
		switch {
		case denied[row.action]:
			said = actionDenied
		case answered(calls, row.action):
			said = actionAllowed
		}
		fmt.Fprintf(columns, "%s\t%s\t%s\t%s\n", row.action, said, row.fact, row.purpose())
	}
	return columns.Flush()
}

// answered reports whether an operation that the action allows had an answer: the
// facts name it as the SDK does, and actions are named after their operations.
func answered(calls []audit.CallCount, action string) bool {
	service, operation, _ := strings.Cut(action, ":")
	return slices.ContainsFunc(calls, func(c audit.CallCount) bool {
		names := func(f audit.AnyFact) bool {
			return slices.Contains(f.Info().Actions, action) && slices.Contains(f.Info().Operations, c.Service+"."+c.Operation)
		}
		return c.Operation == operation && c.Calls > c.Failed+c.Throttled &&
			(strings.EqualFold(c.Service, service) || slices.ContainsFunc(audit.Facts(), names))
	})
}
