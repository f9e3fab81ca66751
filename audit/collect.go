package audit

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
)

// width is how many calls of one fact wait for their budget in one region at a
// time. The budgets set the pace; the width only has to cover AWS's latency.
const width = 16

// Sink takes a snapshot's lines as they become known.
type Sink interface {
	Line(Line) error
}

// Collect asks AWS for the facts and returns what could be learnt. Only a
// cancelled context, credentials that run out and a sink that fails end it
// early; what was learnt by then is returned too.
func Collect(ctx context.Context, s *Session, want Set, sink Sink) (*Known, error) {
	return (&run{session: s, sink: sink, wants: want}).collect(ctx)
}

// A run is one Collect under way, or one Plan.
type run struct {
	session *Session
	known   *Known
	sink    Sink
	stop    context.CancelCauseFunc
	wants   Set
	done    map[unit]chan struct{}
	endless map[unit]*endless
	rank    map[AnyFact]int // how many facts wait for it
	queue   *queue
	regions *doors
	plan    *planner // nil: all is asked
}

func (r *run) collect(ctx context.Context) (*Known, error) {
	ctx, r.stop = context.WithCancelCause(ctx)
	defer r.stop(nil)
	r.setUp()
	if err := acyclic(r.wants); err != nil {
		return r.known, err
	}
	if r.plan != nil {
		r.known.left = expensive(r.wants, r.session.Header.Scope.Named() != nil)
	}
	r.begin()
	var group sync.WaitGroup
	for u := range r.done {
		group.Go(func() { r.unit(ctx, u) })
	}
	group.Wait()
	r.known.ended()
	r.end()
	return r.known, context.Cause(ctx)
}

// begin makes a unit of each wanted fact and region.
func (r *run) begin() {
	r.done, r.endless = map[unit]chan struct{}{}, map[unit]*endless{}
	r.rank = ranks(r.wants)
	r.queue = newQueue(r)
	r.regions = newDoors(r.wants, r.session.Header.Regions)
	for f := range r.wants {
		for _, u := range unitsOf(f, r.session.Header.Regions) {
			r.done[u], r.endless[u] = make(chan struct{}), &endless{}
			if r.plan == nil {
				r.known.opens(f)
			}
		}
	}
}

// unit waits for what its fact needs, and asks.
func (r *run) unit(ctx context.Context, u unit) {
	defer r.finish(ctx, u)
	info := u.fact.Info()
	streams := r.plan == nil && info.streams()
	needed := waitsFor(u.fact)
	switch {
	case streams && info.Gated:
		needed = nil // the gate tells of each subject when it can
	case streams:
		needed = direct(info.Needs)
	}
	if !r.await(ctx, u, needed) || !r.usable(ctx, u) {
		return
	}
	switch {
	case info.Sweeps():
		r.sweep(ctx, u)
	case streams:
		r.stream(ctx, u)
	default:
		r.each(ctx, u)
	}
}

// finish tells those who wait for the unit that all it could learn is known.
func (r *run) finish(ctx context.Context, u unit) {
	if r.plan == nil {
		r.known.closes(u.fact)
	}
	r.logUnit(ctx, u)
	close(r.done[u])
	r.queue.closed(u.fact)
	if u.fact.Info().TellsRegion {
		r.regions.open(u.region)
	}
}

// learnt tells those who wait for it that a fact about a subject is known.
func (r *run) learnt(f AnyFact, id, over string) {
	r.queue.told(f, id)
	if f.Info().TellsRegion {
		r.regions.open(over)
	}
}

// await waits for the facts in the unit's region; false where the run ends first.
func (r *run) await(ctx context.Context, u unit, facts []AnyFact) bool {
	for _, f := range facts {
		for _, needed := range r.related(u, f) {
			select {
			case <-r.done[needed]:
			case <-ctx.Done():
				return false
			}
		}
	}
	return true
}

// each asks for the unit's subjects that no gate settles, some at a time.
func (r *run) each(ctx context.Context, u unit) {
	info := u.fact.Info()
	reader := r.reader(u)
	open := r.open(reader, u)
	if r.plan != nil && r.plan.counts(u, reader, open) {
		return
	}
	defer r.session.expect(info, u.region, inCalls(len(open), info.Batch))()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(width)
	size := info.Batch
	if info.Job != "" {
		size = len(open)
	}
	for len(open) > 0 && ctx.Err() == nil {
		batch := open[:min(size, len(open))]
		open = open[len(batch):]
		group.Go(func() error {
			r.ask(ctx, u, reader, batch)
			return nil
		})
	}
	_ = group.Wait() // the calls report for themselves
}

// open are the unit's subjects that no gate settles.
func (r *run) open(reader Reader, u unit) []Subject {
	subjects, _ := reader.Subjects(u.fact.Info().Kind) // what could not be listed is not asked about
	var open []Subject
	for i := range subjects {
		s := &subjects[i]
		if r.belongs(s, u.region) && r.leavesOpen(reader, u.fact, s) {
			open = append(open, *s)
		}
	}
	return open
}
