package audit

import (
	"context"
	"sync"
)

// ledger tells the file of a run which calls were made.
type ledger struct {
	mu    sync.Mutex
	news  bool                 // since the last mark
	noted map[string]CallCount // what the file says of each operation
	open  map[string]int       // and of the attempts whose answers it lacks
}

func newLedger() *ledger {
	return &ledger{noted: map[string]CallCount{}, open: map[string]int{}}
}

// mark ends a stretch of the run's file: all that is known by now is handed on,
// with the calls that it took.
func (r *run) mark() {
	if r.sink == nil {
		return
	}
	l := r.session.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.news {
		return
	}
	l.news = false
	r.toSink(Line{Calls: l.since(r.session.guard.books())})
}

// since returns what has changed since the last mark.
func (l *ledger) since(calls []CallCount, open map[string]int) map[string]CallNote {
	notes := map[string]CallNote{}
	for _, c := range calls {
		name := c.Service + "." + c.Operation
		was := l.noted[name]
		if c == was && open[name] == l.open[name] {
			continue
		}
		notes[name] = noteOf(c, was, open[name])
		l.noted[name], l.open[name] = c, open[name]
	}
	return notes
}

// stir says that there is something to mark.
func (l *ledger) stir() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.news = true
}

// A tab is the calls of one collector whose answers are not kept yet. All its
// methods do nothing on nil: the calls that open a session are on nobody's tab.
type tab struct {
	run  *run
	fact AnyFact
	sent map[string]int // by operation; the guard has the lock
}

type tabKey struct{}

func tabOf(ctx context.Context) *tab {
	t, _ := ctx.Value(tabKey{}).(*tab)
	return t
}

// openTab gives a collector's calls a tab.
func (r *run) openTab(ctx context.Context, f AnyFact) (context.Context, *tab) {
	t := &tab{run: r, fact: f, sent: map[string]int{}}
	return context.WithValue(ctx, tabKey{}, t), t
}

// close ends the tab when its collector returns: its answers are kept, unless the
// run has ended before.
func (t *tab) close(ctx context.Context) {
	if ctx.Err() == nil {
		t.settle()
	}
	t.run.mark()
}

// before hands on what the collector has put so far, before it asks again.
func (t *tab) before() {
	if t != nil {
		t.run.mark()
	}
}

// settle says that all answers so far are kept.
func (t *tab) settle() {
	if t == nil {
		return
	}
	g := t.run.session.guard
	g.mu.Lock()
	for name, n := range t.sent {
		g.open[name] -= n
	}
	clear(t.sent)
	g.mu.Unlock()
	t.run.session.ledger.stir()
}

// answered ends the run where the credentials have run out, before any collector
// can take that for an answer.
func (t *tab) answered(err error) {
	if t == nil {
		return
	}
	t.run.session.ledger.stir()
	if err != nil {
		t.run.expired(t.fact, err)
	}
}
