package audit

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
)

// guard sees each attempt of each call: it refuses operations that the asking
// fact does not declare, waits for the budget, and counts.
type guard struct {
	limiters  limiters
	allowance *allowance
	outages   outages
	keys      *keyring
	log       *slog.Logger

	mu     sync.Mutex
	counts map[string]*CallCount
	asked  map[Asked]int  // calls, by all that Asked says but their number
	due    map[Asked]int  // the same, and those that are expected
	open   map[string]int // attempts whose answers the run's file lacks, by operation
	// sweeping is how many calls of listings are under way.
	sweeping int
}

func newGuard(share float64, caps Caps, keys *keyring) *guard {
	return &guard{counts: map[string]*CallCount{}, asked: map[Asked]int{}, due: map[Asked]int{}, open: map[string]int{}, keys: keys, log: silence,
		allowance: caps.allowance(), outages: outages{since: map[outageKey]outage{}},
		limiters: limiters{share: share, byKey: map[limiterKey]*limiter{}}}
}

// asking is the context's word on who calls.
type asking struct {
	fact       string
	operations []string
	sweeps     bool
	rank       int // of its calls among those that wait for a bucket
}

type askingKey struct{}

// onBehalf lets a fact call the operations that it declares.
func onBehalf(ctx context.Context, fact Info, rank int) context.Context {
	return context.WithValue(ctx, askingKey{}, asking{fact.Name, fact.Operations, fact.Sweeps(), rank})
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

func (g *guard) admit(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	middleware.InitializeOutput, middleware.Metadata, error) {
	name, who := operationName(ctx), asker(ctx)
	if !slices.Contains(who.operations, name) {
		return middleware.InitializeOutput{}, middleware.Metadata{}, fmt.Errorf("%s is refused: the fact %q does not declare it", name, who.fact)
	}
	state := &call{metrics: metricsAsked(in.Parameters), ready: time.Now()}
	if err := g.allowance.take(state.metrics); err != nil {
		g.refuse(ctx)
		return middleware.InitializeOutput{}, middleware.Metadata{}, err
	}
	defer g.note(ctx, who)()
	tabOf(ctx).before()
	ctx = context.WithValue(ctx, callKey{}, state)
	out, metadata, err := next.HandleInitialize(ctx, in)
	if isExpired(err) && g.keys.renew(ctx, state.issue) {
		out, metadata, err = next.HandleInitialize(ctx, in)
	}
	tabOf(ctx).answered(err)
	return out, metadata, err
}

func (g *guard) charge(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error) {
	service, operation := awsmiddleware.GetServiceID(ctx), awsmiddleware.GetOperationName(ctx)
	region := awsmiddleware.GetRegion(ctx)
	pace, outage := g.limiters.of(service, operation, region), outageKey{service, operation, region}
	state, _ := ctx.Value(callKey{}).(*call) // admit has put it there
	if err := g.outages.refuses(outage); err != nil {
		return middleware.FinalizeOutput{}, middleware.Metadata{}, err
	}
	if err := g.again(ctx, state); err != nil {
		return middleware.FinalizeOutput{}, middleware.Metadata{}, err
	}
	if err := state.queue(ctx, pace); err != nil {
		return middleware.FinalizeOutput{}, middleware.Metadata{}, cmp.Or(state.throttle, err)
	}
	sent := time.Now()
	out, metadata, err := attempt(ctx, in, next)
	if isThrottle(err) {
		state.throttle = err
		pause := retryAfter(metadata)
		from, to := pace.throttled(sent, pause)
		g.logSlower(ctx, from, to, pause)
	}
	state.lost = g.outages.note(outage, err)
	g.count(state, tabOf(ctx), service, operation, err)
	g.logAttempt(ctx, state, sent, metadata, err)
	return out, metadata, err
}

func (g *guard) count(state *call, on *tab, service, operation string, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if on != nil {
		on.sent[service+"."+operation]++
		g.open[service+"."+operation]++
	}
	c := g.countOf(service, operation)
	c.Calls++
	if state.attempts++; state.attempts > 1 {
		c.Repeated++
	}
	if state.throttled = isThrottle(err); !state.throttled {
		c.Metrics += state.metrics
	}
	switch {
	case state.throttled:
		c.Throttled++
	case err != nil:
		c.Failed++
	}
}

// countOf returns the operation's row of the ledger. The caller holds the lock.
func (g *guard) countOf(service, operation string) *CallCount {
	name := service + "." + operation
	if g.counts[name] == nil {
		g.counts[name] = &CallCount{Service: service, Operation: operation}
	}
	return g.counts[name]
}

// calls returns the ledger, sorted by service and operation.
func (g *guard) calls() []CallCount {
	list, _ := g.books()
	return list
}

// books returns the ledger, and of how many attempts the run's file lacks the
// answers.
func (g *guard) books() ([]CallCount, map[string]int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	list := make([]CallCount, 0, len(g.counts))
	for _, c := range g.counts {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b CallCount) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation))
	})
	return list, maps.Clone(g.open)
}

func operationName(ctx context.Context) string {
	return awsmiddleware.GetServiceID(ctx) + "." + awsmiddleware.GetOperationName(ctx)
}
