package audit

import (
	"context"
	"encoding/json"
	"sync/atomic"
)

// sweep makes the one call that covers the unit's region, or the account. A sweep
// that a run has ended is not made again when the run goes on.
func (r *run) sweep(ctx context.Context, u unit) {
	subjects, _ := r.known.Subjects(u.fact.Info().Over) // accounts and regions are all known
	if u.fact.Info().Over == KindRegion {
		subjects = regionSubjects(&r.known.Header, r.known.Header.Regions) // also where functions are named
	}
	for _, s := range subjects {
		if s.Region != u.region || r.known.sweepEnded(u.fact, s.ID) {
			continue
		}
		r.sweepOver(ctx, u, s, func(err error) { r.endSweep(u.fact, s.ID, err) })
		if ctx.Err() != nil {
			return
		}
	}
}

// endSweep notes how a sweep ended.
func (r *run) endSweep(f AnyFact, over string, err error) {
	var why *Unknown
	if err != nil {
		why = classify(err, f.Info())
		if refused := refusesRegion(err, f.Info()); refused != nil && !r.known.told(f, over) {
			why = refused
		}
	}
	r.logBroken(f, over, why)
	r.known.endSweep(f, over, why)
	r.write(Line{End: f.Info().Name, Over: over, Unknown: why})
}

// sweepOver goes on where the run was cut, as far as it had come, or begins. AWS
// may have forgotten the token by now: then the sweep begins anew.
func (r *run) sweepOver(ctx context.Context, u unit, s Subject, end func(error)) {
	reader := r.reader(u)
	if past := r.session.past.of(u.fact, s.ID); past != nil {
		going := &sweeping{run: r, fact: u.fact, over: s.ID, lists: past}
		r.call(going.in(ctx), u, reader, []Subject{s}, s.ID, func(err error) {
			if !going.refused.Load() {
				end(err)
			}
		})
		if !going.refused.Load() || ctx.Err() != nil {
			return
		}
	}
	r.known.beginSweep(u.fact, s.ID)
	r.write(Line{Begin: u.fact.Info().Name, Over: s.ID})
	begun := &sweeping{run: r, fact: u.fact, over: s.ID}
	r.call(begun.in(ctx), u, reader, []Subject{s}, s.ID, end)
}

// sweepEnded reports whether the sweep has ended, well or not.
func (k *Known) sweepEnded(f AnyFact, over string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	ended := false
	k.columns[f].sweepEnds(func(o string, _ *Unknown) { ended = ended || o == over })
	return ended
}

// A listPast is how far a list had come when the run was cut.
type listPast struct {
	token *string
	ended bool
	held  []json.RawMessage // the rows of its pages, where they are gathered
}

// sweeping is a sweep under way.
type sweeping struct {
	run     *run
	fact    AnyFact
	over    string
	lists   map[string]*listPast // by name; nil where the sweep begins
	refused atomic.Bool          // AWS no longer knows a token of the past
}

type sweepingKey struct{}

func (s *sweeping) in(ctx context.Context) context.Context {
	return context.WithValue(ctx, sweepingKey{}, s)
}

// sweepOf returns the sweep that a collector is called for; nil where it is
// called for subjects.
func sweepOf(ctx context.Context) *sweeping {
	s, _ := ctx.Value(sweepingKey{}).(*sweeping)
	return s
}

// past returns how far a list had come; nowhere, as a rule.
func (s *sweeping) past(list string) *listPast {
	if s == nil || s.lists[list] == nil {
		return &listPast{}
	}
	return s.lists[list]
}

// note writes how far a list is, after all that its page put. What the page's
// call answered is kept with that.
func (s *sweeping) note(ctx context.Context, list string, next *string, rows any) {
	if s == nil || s.run.sink == nil || ctx.Err() != nil {
		return
	}
	l := Line{Page: s.fact.Info().Name, Over: s.over, Of: list}
	if next != nil {
		l.Token = *next
	}
	if rows != nil {
		var err error
		if l.Held, err = json.Marshal(rows); err != nil {
			return // the page is asked again
		}
	}
	s.run.write(l)
	tabOf(ctx).settle()
}

// judge notes that AWS refuses the token that the sweep goes on from.
func (s *sweeping) judge(past *listPast, token *string, err error) {
	if s == nil || token == nil || token != past.token {
		return
	}
	if Code(err) != "" && !isThrottle(err) && !IsDenied(err) && !isExpired(err) {
		s.refused.Store(true)
	}
}
