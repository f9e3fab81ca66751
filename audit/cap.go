package audit

import (
	"context"
	"fmt"
	"sync"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
)

// Caps bound what a run may take, from its beginning however often it was cut. What
// is nil is not bounded.
type Caps struct {
	Calls   *int // attempts sent, those of the opening and repeated ones too
	Metrics *int // asked of GetMetricData, which CloudWatch charges for

	shared *allowance // what all sessions draw on; nil: each has its own
}

// Shared returns the same caps for several sessions, which bound what these take
// together.
func (c Caps) Shared() Caps {
	c.shared = &allowance{caps: c}
	return c
}

// allowance is what a session draws on.
func (c Caps) allowance() *allowance {
	if c.shared != nil {
		return c.shared
	}
	return &allowance{caps: c}
}

// The codes of what a cap kept from being asked.
const (
	CodeMaxCalls = "max-calls"
	CodeBudget   = "budget"
)

// An allowance is what is left of the caps.
type allowance struct {
	caps Caps

	mu      sync.Mutex
	calls   int // taken: each is sent, unless the run ends first
	metrics int
}

// take sets aside a call that asks for so many metrics. The error, an *Unknown,
// says which cap it would pass.
func (a *allowance) take(metrics int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case passes(a.metrics, metrics, a.caps.Metrics):
		return &Unknown{Reason: Capped, Code: CodeBudget, Message: fmt.Sprintf("--budget pays for %d metrics, and the call would have passed it", *a.caps.Metrics)}
	case passes(a.calls, 1, a.caps.Calls):
		return &Unknown{Reason: Capped, Code: CodeMaxCalls, Message: fmt.Sprintf("--max-calls %d was reached before it was asked", *a.caps.Calls)}
	}
	a.calls++
	a.metrics += metrics
	return nil
}

// inherit adds what the run took before it was cut.
func (a *allowance) inherit(calls, metrics int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls += calls
	a.metrics += metrics
}

// passes reports whether more would pass the cap; what takes nothing never does.
func passes(taken, more int, limit *int) bool { return limit != nil && more > 0 && taken+more > *limit }

// metricsAsked is how many metrics a call's input asks CloudWatch for. Further
// pages of an answer are not asked for again.
func metricsAsked(input any) int {
	if in, ok := input.(*cloudwatch.GetMetricDataInput); ok && in.NextToken == nil {
		return len(in.MetricDataQueries)
	}
	return 0
}

// again takes what one more attempt of a call takes: metrics that were asked for
// in vain are paid for again, unless AWS threw the question away.
func (g *guard) again(ctx context.Context, state *call) error {
	if state.attempts == 0 {
		return nil // the call has its allowance
	}
	metrics := state.metrics
	if state.throttled {
		metrics = 0
	}
	err := g.allowance.take(metrics)
	if err != nil {
		g.refuse(ctx)
	}
	return err
}

// refuse notes in the ledger that a call was not made, or not repeated.
func (g *guard) refuse(ctx context.Context) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.countOf(awsmiddleware.GetServiceID(ctx), awsmiddleware.GetOperationName(ctx)).Refused++
}
