package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// What became of an action that was tried.
const (
	actionAllowed      = "allowed"
	actionDenied       = "denied"
	actionUndetermined = "undetermined" // AWS answered neither: an error, or too many calls
	actionUntried      = "not tried"
)

// checkPermissions reads as little as tries every action that the account gives
// reason for, and says of each what AWS said, and which rules would be blind. An
// action that nothing gives reason for, such as reading a queue where there is
// none, is not tried.
func (p *Program) checkPermissions(s *settings, rows []need) error {
	o, err := p.collectionFrom(s)
	if err != nil {
		return err
	}
	o.options.AskAll = true // what cheaper answers would spare is tried too
	known, err := p.readOne(s.Context.Context, o)
	if err != nil {
		return err
	}
	said := verdicts(rows, known, o.want)
	if err := writeCheck(p.Stdout, rows, said); err != nil {
		return err
	}
	if len(blindRules(rows, said)) > 0 {
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

// verdicts returns what became of each action.
func verdicts(rows []need, known *audit.Known, want audit.Set) map[string]string {
	said, broken := map[string]string{}, map[string]bool{}
	for _, problem := range known.Problems(want) {
		if problem.Reason == audit.Denied {
			said[problem.Action] = actionDenied
		} else {
			broken[problem.Fact] = true
		}
	}
	for _, row := range rows {
		if said[row.action] != actionDenied {
			said[row.action] = cmp.Or(worse(said[row.action], verdictOf(row, known.Calls, broken[row.fact])), actionUntried)
		}
	}
	return said
}

// worse returns the verdict that promises less: a fact that could not be read
// outweighs another one that the same action served.
func worse(a, b string) string {
	if a == actionUndetermined || b == "" {
		return a
	}
	return b
}

// verdictOf judges an action that nobody denied by its calls. Where all of them
// failed and the fact is known nevertheless, AWS answered that there is nothing,
// which it tells only those who may ask.
func verdictOf(row need, calls []audit.CallCount, broken bool) string {
	made, answered := 0, 0
	for _, c := range calls {
		if allows(row.action, c) {
			made, answered = made+c.Calls, answered+c.Calls-c.Failed-c.Throttled
		}
	}
	switch {
	case made == 0:
		return ""
	case answered == 0 && broken:
		return actionUndetermined
	}
	return actionAllowed
}

// allows reports whether the action is what the operation takes: the facts name
// it as the SDK does, and actions are named after their operations.
func allows(action string, c audit.CallCount) bool {
	service, operation, _ := strings.Cut(action, ":")
	names := func(f audit.AnyFact) bool {
		return slices.Contains(f.Info().Actions, action) && slices.Contains(f.Info().Operations, c.Service+"."+c.Operation)
	}
	return c.Operation == operation && (strings.EqualFold(c.Service, service) || slices.ContainsFunc(audit.Facts(), names))
}

// blindRules returns, by rule, the actions that it lacks, or that may be lacking;
// what the run itself reads stands under its own name.
func blindRules(rows []need, said map[string]string) map[string][]string {
	blind := map[string][]string{}
	for _, row := range rows {
		if said[row.action] != actionDenied && said[row.action] != actionUndetermined {
			continue
		}
		for _, rule := range row.readers() {
			if !slices.Contains(blind[rule], row.action) {
				blind[rule] = append(blind[rule], row.action)
			}
		}
	}
	return blind
}

// writeCheck writes a line for each action, and one for each rule that would be
// blind.
func writeCheck(w io.Writer, rows []need, said map[string]string) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "ACTION\tAWS SAID\tFACTS")
	served := map[string][]string{}
	for _, row := range rows {
		served[row.action] = append(served[row.action], row.fact)
	}
	for _, action := range slices.Sorted(maps.Keys(served)) {
		fmt.Fprintf(columns, "%s\t%s\t%s\n", action, said[action], strings.Join(served[action], ", "))
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	blind := blindRules(rows, said)
	if len(blind) == 0 {
		_, err := fmt.Fprintln(w, "\nNo rule would be blind for want of an action that was tried.")
		return err
	}
	fmt.Fprintln(w, "\nBlind, at least in part: what these cannot see would be unknown")
	fmt.Fprintln(columns, "RULE\tFOR WANT OF")
	for _, rule := range slices.Sorted(maps.Keys(blind)) {
		fmt.Fprintf(columns, "%s\t%s\n", rule, strings.Join(blind[rule], ", "))
	}
	return columns.Flush()
}
