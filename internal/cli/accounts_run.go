package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"golang.org/x/sync/errgroup"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// A reading is what several accounts are read with, and how far it is.
type reading struct {
	*fleet
	all                       tally        // of all accounts
	calls, throttled, refused atomic.Int64 // of the accounts that were read

	mu   sync.Mutex
	open map[*audit.Session]bool // of the accounts that are being read
}

// progress adds up how far the accounts are; what is left is what takes longest in
// any of them.
func (r *reading) progress() audit.Progress {
	sum := audit.Progress{Calls: int(r.calls.Load()), Throttled: int(r.throttled.Load())}
	r.mu.Lock()
	defer r.mu.Unlock()
	for session := range r.open {
		now := session.Progress()
		sum.Calls, sum.Throttled = sum.Calls+now.Calls, sum.Throttled+now.Throttled
		sum.Listing = sum.Listing || now.Listing
		sum.Queues = append(sum.Queues, now.Queues...)
	}
	slices.SortFunc(sum.Queues, func(a, b audit.Queue) int {
		return cmp.Or(cmp.Compare(b.Left(), a.Left()), cmp.Compare(a.Bucket, b.Bucket), cmp.Compare(a.Region, b.Region))
	})
	return sum
}

// begin notes that an account is being read; end adds its calls to those of the
// accounts that were.
func (r *reading) begin(session *audit.Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open == nil {
		r.open = map[*audit.Session]bool{}
	}
	r.open[session] = true
}

func (r *reading) end(session *audit.Session, calls []audit.CallCount) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, session)
	for _, c := range calls {
		r.calls.Add(int64(c.Calls))
		r.throttled.Add(int64(c.Throttled))
		r.refused.Add(int64(c.Refused))
	}
}

// errPanicked marks an account that a defect of the program cost.
var errPanicked = errors.New("this program broke")

// work does with one account what the command is for. It may return a result.
type work func(ctx context.Context, t *target, session *audit.Session) (*rules.Result, error)

// each does the work for every account that is meant, some at a time, and returns
// what became of them in their order. What breaks in one account stays in it; only
// an interruption ends them all.
func (r *reading) each(ctx context.Context, do work) ([]rules.Part, error) {
	parts := make([]rules.Part, len(r.targets))
	var group errgroup.Group
	group.SetLimit(r.accounts.parallel)
	for i := range r.targets {
		t := &r.targets[i]
		parts[i] = rules.Part{Account: t.account, Name: t.name, TakenAt: r.own.Header.TakenAt, Skipped: t.skipped}
		if t.skipped == "" {
			group.Go(func() error {
				r.one(ctx, t, do, &parts[i])
				return nil
			})
		}
	}
	_ = group.Wait() // each account keeps its own error
	if ctx.Err() != nil {
		return parts, &interruption{functions: int(r.all.functions.Load()), answers: r.all.answers.Load(), calls: int(r.calls.Load())}
	}
	return parts, nil
}

// one does the work for one account, and notes what went wrong there.
func (r *reading) one(ctx context.Context, t *target, do work, part *rules.Part) {
	var session *audit.Session
	var err error
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("%w: %v", errPanicked, broken)
		}
		if err != nil {
			part.Result, part.Failure = nil, failureOf(err, t)
		}
		if session == nil {
			return
		}
		calls := session.Calls()
		if part.Result == nil {
			part.Calls = calls
		}
		r.end(session, calls)
	}()
	if err = ctx.Err(); err != nil {
		return
	}
	if session, err = r.enter(ctx, t); err == nil {
		r.begin(session)
		part.Result, err = do(ctx, t, session)
	}
}

// enter opens one account, and makes sure that it is the one that is meant.
func (r *reading) enter(ctx context.Context, t *target) (*audit.Session, error) {
	cfg, err := r.configure(ctx, t)
	if err != nil {
		return nil, err
	}
	o := *r.collection
	o.options.Scope, _ = scopeWithin(o.options.Scope, t.account)
	if len(t.regions) > 0 {
		o.options.Regions = t.regions
	}
	session, err := o.openWith(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if got := session.Header.Account; got != t.account {
		return nil, fmt.Errorf("the credentials lead to the account %s", got)
	}
	return session, nil
}

// configure returns the configuration of one account, with credentials that are
// there.
func (r *reading) configure(ctx context.Context, t *target) (aws.Config, error) {
	cfg := r.base.Copy()
	if t.roleARN == "" {
		return cfg, nil
	}
	cfg.Credentials = assume(r.base, access{roleARN: t.roleARN, externalID: t.externalID, sessionName: r.access.sessionName})
	ctx, cancel := context.WithTimeout(ctx, credentialsTimeout)
	defer cancel()
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return aws.Config{}, &audit.CredentialError{Err: fmt.Errorf("assume %s: %w", t.roleARN, err)}
	}
	return cfg, nil
}

// collect reads all that is wanted of one account.
func (r *reading) collect(ctx context.Context, session *audit.Session, sink audit.Sink) (*audit.Known, error) {
	return audit.Collect(ctx, session, r.want, shared{&r.all, sink})
}

// shared counts one account's lines with those of the others.
type shared struct {
	all  *tally
	next audit.Sink // nil: nowhere
}

// Line counts the line and hands it on.
func (s shared) Line(l audit.Line) error {
	if err := s.all.Line(l); err != nil || s.next == nil {
		return err
	}
	return s.next.Line(l)
}

// failureOf says why nothing of an account could be judged.
func failureOf(err error, t *target) *rules.Failure {
	f := &rules.Failure{Reason: audit.Failed, Code: audit.Code(err), Message: printable(oneLine(err, exitFailure)), Example: cmp.Or(t.roleARN, t.account)}
	var stranger *audit.CredentialError
	switch f.Stranger = errors.As(err, &stranger); {
	case errors.Is(err, errPanicked):
		f.Reason, f.Code = audit.Internal, ""
	case f.Stranger && t.roleARN != "" && audit.IsDenied(err):
		f.Reason, f.Action = audit.Denied, "sts:AssumeRole"
		f.Message = "the role cannot be assumed: " + said(err)
	case f.Stranger:
		f.Message = "AWS does not accept the credentials: " + said(stranger.Err)
	case audit.IsDenied(err):
		f.Reason = audit.Denied
	}
	return f
}
