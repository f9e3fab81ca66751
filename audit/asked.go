package audit

import (
	"cmp"
	"context"
	"slices"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
)

// Asked says how often a fact called an operation in a region. Repeated attempts
// are not counted.
type Asked struct {
	Fact, Service, Operation, Region string
	Calls                            int
}

func (g *guard) note(ctx context.Context, fact string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked[Asked{Fact: fact, Service: awsmiddleware.GetServiceID(ctx), Operation: awsmiddleware.GetOperationName(ctx), Region: awsmiddleware.GetRegion(ctx)}]++
}

// Asked returns how often each fact called what in this session, sorted; what no
// fact asked for has none.
func (s *Session) Asked() []Asked {
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	list := make([]Asked, 0, len(s.guard.asked))
	for a, n := range s.guard.asked {
		a.Calls = n
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b Asked) int {
		return cmp.Or(cmp.Compare(a.Fact, b.Fact), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Region, b.Region))
	})
	return list
}

// Calls returns what this session called so far, sorted by service and operation.
func (s *Session) Calls() []CallCount { return s.guard.calls() }
