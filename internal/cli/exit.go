package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lambda-audit/audit"
)

// The exit codes that no result leads to; an audit's others are the result's own.
const (
	exitFindings    = 1
	exitUsage       = 2
	exitPartial     = 4
	exitCredentials = 6
	exitFailure     = 7
	exitInterrupted = 130
)

// ended is a command that did its work and has more to say than yes.
type ended struct{ code int }

// Error names the code; nobody is told it.
func (e ended) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// withCode returns nil for 0, which is a success.
func withCode(code int) error {
	if code == 0 {
		return nil
	}
	return ended{code}
}

// conclude tells an error in one line and returns the exit code it comes to.
func (p *Program) conclude(ctx context.Context, err error) int {
	var done ended
	switch {
	case err == nil:
		return 0
	case errors.As(err, &done):
		return done.code
	}
	code := codeOf(ctx, err)
	fmt.Fprintln(p.Stderr, "lambda-audit:", oneLine(err, code))
	var left *resumable
	if errors.As(err, &left) {
		fmt.Fprintln(p.Stderr, "resume with:", printable(left.command))
	}
	return code
}

func codeOf(ctx context.Context, err error) int {
	var wrong *audit.UsageError
	var stranger *audit.CredentialError
	switch {
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &wrong):
		return exitUsage
	case errors.As(err, &stranger):
		return exitCredentials
	}
	return exitFailure
}

// oneLine is the error without line breaks and what else a terminal would obey. An interruption that says nothing of
// what was read came before anything was.
func oneLine(err error, code int) string {
	var cut *interruption
	if code == exitInterrupted && !errors.As(err, &cut) {
		return "interrupted before anything was read"
	}
	return printable(strings.Join(strings.Fields(err.Error()), " "))
}
