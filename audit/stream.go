package audit

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// streams reports whether the fact is asked subject by subject, as soon as each is
// listed and its gate can tell: then a function's policy is asked for while the
// next page of functions is listed.
func (i Info) streams() bool {
	return !i.Sweeps() && i.Batch == 1 && i.Job == "" && (!i.Gated || kinds[i.Kind].OfFunction)
}

// A stream asks for the subjects of one unit as they become known.
type stream struct {
	run  *run
	unit unit
	// pending are the facts before the stream's own that are still asked for.
	pending pending
	seen    []string // the subjects of the last list, by id
	calls   errgroup.Group
	ready   []Subject
	parked  int // subjects whose gate cannot tell yet
	bell    chan struct{}
	woken   []Subject // guarded by the run's queue
}

func (r *run) stream(ctx context.Context, u unit) {
	s := &stream{run: r, unit: u, pending: r.pendingFor(u), bell: make(chan struct{}, 1)}
	s.calls.SetLimit(width)
	r.queue.listen(s)
	from := direct(kinds[u.fact.Info().Kind].From)
	for ctx.Err() == nil {
		listed := s.pending.over(from) // before the list is made
		s.take()
		s.askReady(ctx)
		if listed && s.parked == 0 {
			break
		}
		select {
		case <-s.bell:
		case <-ctx.Done():
		}
	}
	_ = s.calls.Wait() // they report for themselves
	r.each(ctx, u)     // what was listed in another region at first
}

// askReady makes the calls that are due; it waits where many are under way.
func (s *stream) askReady(ctx context.Context) {
	s.run.session.expect(s.unit.fact.Info(), s.unit.region, len(s.ready)) // each forgets it
	for _, subject := range s.ready {
		if ctx.Err() != nil {
			break
		}
		s.calls.Go(func() error {
			s.ask(ctx, subject)
			return nil
		})
	}
	s.ready = s.ready[:0]
}

// take looks at the subjects that are new, and at those that can be told now.
func (s *stream) take() {
	woken := s.run.queue.takeWoken(s)
	s.parked -= len(woken)
	for i := range woken {
		s.decide(&woken[i])
	}
	list := s.run.known.list(s.unit.fact.Info().Kind)
	if same(s.seen, list.ids) {
		return
	}
	for _, subject := range since(s.seen, list) {
		if s.run.belongs(subject, s.unit.region) {
			s.decide(subject)
		}
	}
	s.seen = list.ids
}

// same reports whether two lists' ids are those of one list.
func same(a, b []string) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// since returns the subjects of a list that are not among the ids of an earlier
// one; both are sorted. A stream that waits keeps no more of the list than those:
// each may wait with another.
func since(earlier []string, list *subjectList) []*Subject {
	var fresh []*Subject
	for i := range list.subjects {
		subject := &list.subjects[i]
		for len(earlier) > 0 && earlier[0] < subject.ID {
			earlier = earlier[1:]
		}
		if len(earlier) == 0 || earlier[0] != subject.ID {
			fresh = append(fresh, subject)
		}
	}
	return fresh
}

// decide asks the gate, and parks the subject where what the gate reads may still
// become known. What was pending when the gate was asked counts, not what is
// pending now: it may have read the fact before that was finished.
func (s *stream) decide(subject *Subject) {
	for {
		s.pending.refresh()
		reader := s.run.known.Reader()
		reader.run, reader.gaps, reader.awaits = s.run, &gaps{}, s.pending.has
		open := s.run.leavesOpen(reader, s.unit.fact, subject)
		missing, any := s.missing(reader.gaps)
		if !any {
			if open {
				s.ready = append(s.ready, *subject)
			}
			return
		}
		if s.run.queue.park(s, missing, subject) {
			s.parked++
			return
		}
	}
}

// missing returns something that the gate read in vain and that is still to come.
func (s *stream) missing(read *gaps) (wanted, bool) {
	facts, _ := read.noted()
	for f, id := range facts {
		if s.pending.has(f) {
			return wanted{f, id}, true
		}
	}
	return wanted{}, false
}

// ask asks for one subject. Its gate has read all that must be known; a collector
// that reads more would read what may not be there yet.
func (s *stream) ask(ctx context.Context, subject Subject) {
	reader := s.run.reader(s.unit)
	reader.gaps = &gaps{}
	s.run.ask(ctx, s.unit, reader, []Subject{subject})
	if reader.gaps.any() && ctx.Err() == nil {
		s.run.record(s.unit.fact, subject.ID, "", nil, internal(s.unit.fact.Info(), "its collector reads what may not be known yet"))
	}
}
