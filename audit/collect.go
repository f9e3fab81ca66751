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
	plan    *planner // nil: all is asked
}

func (r *run) collect(ctx context.Context) (*Known, error) {
	s := r.session
	r.begin()
	if err := acyclic(r.wants); err != nil {
		return r.known, err
	}
	if r.plan != nil {
		r.known.left = expensive(r.wants, s.Header.Scope.Named() != nil)
	}
	ctx, r.stop = context.WithCancelCause(ctx)
	defer r.stop(nil)
	r.done = map[unit]chan struct{}{}
	for f := range r.wants {
		for _, u := range unitsOf(f, s.Header.Regions) {
			r.done[u] = make(chan struct{})
		}
	}
	var group sync.WaitGroup
	for u := range r.done {
		group.Go(func() { r.unit(ctx, u) })
	}
	group.Wait()
	r.end()
	return r.known, context.Cause(ctx)
}

// unit waits for what its fact needs, and asks.
func (r *run) unit(ctx context.Context, u unit) {
	defer close(r.done[u])
	info := u.fact.Info()
	if !r.await(ctx, u, waitsFor(u.fact)) || !r.usable(ctx, u) {
		return
	}
	if info.Sweeps() {
		r.sweep(ctx, u)
	} else {
		r.each(ctx, u)
	}
}

// await waits for the facts in the unit's region; false where the run ends first.
func (r *run) await(ctx context.Context, u unit, facts []AnyFact) bool {
	for _, f := range facts {
		for _, needed := range unitsOf(f, r.known.Header.Regions) {
			done := r.done[needed]
			if done == nil || u.region != Global && needed.region != Global && needed.region != u.region {
				continue
			}
			select {
			case <-done:
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
			err := r.call(ctx, u, reader, batch, "")
			if err != nil && ctx.Err() == nil {
				r.unanswered(u.fact, batch, classify(err, info))
			}
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

// call runs the fact's collector. A panic in it costs the answer, not the run;
// credentials that ran out end the run.
func (r *run) call(ctx context.Context, u unit, reader Reader, subjects []Subject, over string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = internal(u.fact.Info(), p)
		}
	}()
	ctx, tab := r.openTab(onBehalf(ctx, u.fact.Info()), u.fact)
	defer tab.close(ctx)
	err = u.fact.collect(ctx, r.session, r, reader, subjects, over)
	r.expired(u.fact, err)
	return err
}
