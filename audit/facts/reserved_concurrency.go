package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// Reservation is how much of the region's concurrency is kept for a function,
// which is also the most it may use.
type Reservation struct {
	Executions *int `json:"executions,omitempty"` // null: none is kept
}

// ReservedConcurrency is the reserved concurrency of the functions of which a
// rule asks it.
var ReservedConcurrency = audit.RegisterFact(audit.Fact[Reservation]{
	Name: "reserved-concurrency", Doc: "the reserved concurrency of functions that are throttled, or whose queues may run so many at once. No listing carries it, so it takes a call a function",
	Kind:       KindFunction,
	Operations: []string{"Lambda.GetFunctionConcurrency"},
	Actions:    []string{"lambda:GetFunctionConcurrency"},
	Needs:      []audit.Dep{Functions, Metrics, EventSources},
	Likely:     unlikely,
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[Reservation] {
		activity, err := Metrics.Of(r, s.ID)
		if err != nil || activity.Refused() || activity.Throttled() {
			return audit.Ask[Reservation]()
		}
		if capped, _ := cappedReaders.Of(r, ""); mappingsIn(r, s.ID) != nil || capped[s.ID] {
			return audit.Ask[Reservation]()
		}
		return audit.Settled(Reservation{}, "it is hardly throttled, and no mapping to it has a maximum concurrency")
	},
	Supposes: true,
	GateDoc: "It proves nothing about the reservation, which the region's unreserved figure does not tell either: it says that " +
		"no rule has a question to it. A reservation of nothing shows as calls that are all throttled, one that is too " +
		"small as throttles, and the maximum concurrency that it is held against stands in ListEventSourceMappings.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[Reservation]) error {
		f := functions[0]
		out, err := audit.Client(s, f.Region, lambda.NewFromConfig).GetFunctionConcurrency(ctx, &lambda.GetFunctionConcurrencyInput{FunctionName: &f.ID})
		if err != nil {
			return fmt.Errorf("get the reserved concurrency of %s: %w", f.ID, err)
		}
		put(f.ID, Reservation{number(out.ReservedConcurrentExecutions)}, nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"ReservedConcurrentExecutions":5}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html",
	},
})

// Refused reports whether the latest calls in the window were all throttled: from
// one day on, none was let through.
func (a *Activity) Refused() bool {
	refused := false
	for i := range a.Days {
		switch d := &a.Days[i]; {
		case d.Invocations > 0:
			refused = false
		case d.Throttles > 0:
			refused = true
		}
	}
	return refused
}

// Throttled reports whether so many calls were throttled that it matters which
// limit they met: at least five, and one in a hundred.
func (a *Activity) Throttled() bool {
	throttles := a.Total(func(d *Day) float64 { return d.Throttles })
	return throttles >= 5 && throttles >= 0.01*(throttles+a.Invocations())
}

// cappedReaders are the ARNs of the functions that a mapping with a maximum
// concurrency feeds, as far as mappingsIn knows the regions.
var cappedReaders = audit.RegisterView(audit.View[map[string]bool]{
	Name: "capped-readers", From: []audit.Dep{EventSources},
	Compute: func(r audit.Reader, _ string) (map[string]bool, error) {
		capped := map[string]bool{}
		_ = EventSources.All(r, func(_ string, m Mapping) {
			if m.MaxWorkers > 0 {
				capped[m.Function] = true
			}
		})
		return capped, nil
	},
})
