package audit

import (
	"cmp"
	"context"
	"slices"
	"strings"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
)

// Asked says how often a fact called an operation in a region. Repeated attempts
// are not counted.
type Asked struct {
	Fact, Service, Operation, Region string
	Calls                            int
}

// note counts a call that begins; the function it returns is called when it ends.
func (g *guard) note(ctx context.Context, who asking) (ended func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked[Asked{Fact: who.fact, Service: awsmiddleware.GetServiceID(ctx), Operation: awsmiddleware.GetOperationName(ctx), Region: awsmiddleware.GetRegion(ctx)}]++
	if !who.sweeps {
		return func() {}
	}
	g.sweeping++
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.sweeping--
	}
}

// askedFor is the key of a fact's calls of an operation, given as "Lambda.GetPolicy".
func askedFor(fact, name, region string) Asked {
	service, operation, _ := strings.Cut(name, ".")
	return Asked{Fact: fact, Service: service, Operation: operation, Region: region}
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
