package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
)

// CallCount says how often an operation was called.
type CallCount struct {
	Service   string `json:"service"`
	Operation string `json:"operation"`
	Calls     int    `json:"calls"`     // attempts sent
	Repeated  int    `json:"repeated"`  // attempts after the first of a call
	Throttled int    `json:"throttled"` // attempts that AWS refused for now
	Failed    int    `json:"failed"`    // attempts that ended in any other error
}

// guard sees each attempt of each call: it refuses operations that the asking
// fact does not declare, waits for the budget, and counts.
type guard struct {
	limiters limiters

	mu     sync.Mutex
	counts map[string]*CallCount
	asked  map[Asked]int // calls, by all that Asked says but their number
}

func newGuard(share float64) *guard {
	return &guard{counts: map[string]*CallCount{}, asked: map[Asked]int{},
		limiters: limiters{share: share, byKey: map[limiterKey]*limiter{}}}
}

// asking is the context's word on who calls.
type asking struct {
	fact       string
	operations []string
	rank       int // of its calls among those that wait for a bucket
}

type askingKey struct{}

// onBehalf lets a fact call the operations that it declares.
func onBehalf(ctx context.Context, fact Info, rank int) context.Context {
	return context.WithValue(ctx, askingKey{}, asking{fact.Name, fact.Operations, rank})
}

// asker returns who calls; what no fact asks for is the session's opening.
func asker(ctx context.Context) asking {
	if a, ok := ctx.Value(askingKey{}).(asking); ok {
		return a
	}
	return asking{operations: openingOperations}
}

// addTo puts the guard into a client's stack: at the front, where an undeclared
// operation has done nothing yet, and inside the retry loop.
func (g *guard) addTo(stack *middleware.Stack) error {
	if err := g.addFirst(stack.Initialize); err != nil {
		return err
	}
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("audit budget", g.charge), "Retry", middleware.After)
}

// addFirst puts the guard before all else that a call goes through, save what
// tells the name of the service in clients that do not know it before.
func (g *guard) addFirst(step *middleware.InitializeStep) error {
	first := middleware.InitializeMiddlewareFunc("audit guard", g.admit)
	naming := (&awsmiddleware.RegisterServiceMetadata{}).ID()
	if _, found := step.Get(naming); found {
		return step.Insert(first, naming, middleware.After)
	}
	return step.Add(first, middleware.Before)
}

// call is what the guard remembers of one call across its attempts.
type call struct {
	attempts, transient int
	throttle            error     // the last time AWS asked for patience
	deadline            time.Time // set when the first attempt is sent
}

// within returns the context for what is left of the call's time.
func (c *call) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if c.deadline.IsZero() {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, c.deadline)
}

type callKey struct{}

func (g *guard) admit(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	middleware.InitializeOutput, middleware.Metadata, error) {
	name, who := operationName(ctx), asker(ctx)
	if !slices.Contains(who.operations, name) {
		return middleware.InitializeOutput{}, middleware.Metadata{}, fmt.Errorf("%s is refused: the fact %q does not declare it", name, who.fact)
	}
	g.note(ctx, who.fact)
	return next.HandleInitialize(context.WithValue(ctx, callKey{}, &call{}), in)
}

func (g *guard) charge(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error) {
	service, operation := awsmiddleware.GetServiceID(ctx), awsmiddleware.GetOperationName(ctx)
	pace := g.limiters.of(service, operation, awsmiddleware.GetRegion(ctx))
	state, _ := ctx.Value(callKey{}).(*call) // admit has put it there
	if err := state.wait(ctx, pace); err != nil {
		return middleware.FinalizeOutput{}, middleware.Metadata{}, cmp.Or(state.throttle, err)
	}
	out, metadata, err := attempt(ctx, in, next)
	switch {
	case isThrottle(err):
		state.throttle = err
		pace.throttled(retryAfter(metadata))
	case err == nil:
		pace.answered()
	}
	g.count(state, service, operation, err)
	return out, metadata, err
}

// wait blocks until the next attempt may be sent.
func (c *call) wait(ctx context.Context, pace *limiter) error {
	ctx, cancel := c.within(ctx)
	defer cancel()
	if err := pace.wait(ctx, asker(ctx).rank); err != nil {
		return err
	}
	if c.deadline.IsZero() {
		c.deadline = time.Now().Add(callDeadline)
	}
	return nil
}

// errHung says that AWS did not answer one attempt in time; the next one may be.
var errHung = errors.New("no answer within half a minute")

// attempt sends one attempt, and gives up on one that hangs.
func attempt(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error) {
	limited, cancel := context.WithTimeout(ctx, attemptDeadline)
	defer cancel()
	out, metadata, err := next.HandleFinalize(limited, in)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w: %w", errHung, err)
	}
	return out, metadata, err
}

func (g *guard) count(state *call, service, operation string, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.counts[service+"."+operation]
	if c == nil {
		c = &CallCount{Service: service, Operation: operation}
		g.counts[service+"."+operation] = c
	}
	c.Calls++
	if state.attempts++; state.attempts > 1 {
		c.Repeated++
	}
	switch {
	case isThrottle(err):
		c.Throttled++
	case err != nil:
		c.Failed++
	}
}

// calls returns the ledger, sorted by service and operation.
func (g *guard) calls() []CallCount {
	g.mu.Lock()
	defer g.mu.Unlock()
	list := make([]CallCount, 0, len(g.counts))
	for _, c := range g.counts {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b CallCount) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation))
	})
	return list
}

func operationName(ctx context.Context) string {
	return awsmiddleware.GetServiceID(ctx) + "." + awsmiddleware.GetOperationName(ctx)
}
