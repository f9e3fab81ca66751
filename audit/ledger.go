package audit

import (
	"context"
	"strings"
	"sync"
)

// A CallNote is what a line of a run's file adds to the ledger of one operation:
// the calls, repeated, throttled and failed attempts since the last such line.
// The fifth number is no sum: so many calls are sent whose answers are not in the
// file. They are lost if the run is cut here, and made again when it goes on.
type CallNote [5]int

// ledger tells the file of a run which calls were made.
type ledger struct {
	mu    sync.Mutex
	news  bool                 // since the last mark
	noted map[string]CallCount // by operation: what the file holds
	open  map[string]int       // attempts whose answers are not kept yet
	told  map[string]int       // of these, what the file says
}

func newLedger() *ledger {
	return &ledger{noted: map[string]CallCount{}, open: map[string]int{}, told: map[string]int{}}
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
	r.toSink(Line{Calls: l.since(r.session.guard.calls())})
}

// since returns what has changed since the last mark.
func (l *ledger) since(calls []CallCount) map[string]CallNote {
	notes := map[string]CallNote{}
	for _, c := range calls {
		name := c.Service + "." + c.Operation
		was := l.noted[name]
		if c == was && l.open[name] == l.told[name] {
			continue
		}
		notes[name] = CallNote{c.Calls - was.Calls, c.Repeated - was.Repeated, c.Throttled - was.Throttled, c.Failed - was.Failed, l.open[name]}
		l.noted[name], l.told[name] = c, l.open[name]
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

	mu   sync.Mutex
	sent map[string]int
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

// sends puts an attempt on the tab.
func (t *tab) sends(service, operation string) {
	if t == nil {
		return
	}
	name := service + "." + operation
	t.mu.Lock()
	t.sent[name]++
	t.mu.Unlock()
	l := t.run.session.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[name]++
	l.news = true
}

// settle says that all answers so far are kept.
func (t *tab) settle() {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.run.session.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	for name, n := range t.sent {
		l.open[name] -= n
	}
	clear(t.sent)
}

// answered ends the run where the credentials have run out, before any collector
// can take that for an answer.
func (t *tab) answered(err error) {
	if t != nil && err != nil {
		t.run.expired(t.fact, err)
	}
}

// addNotes adds what a line says of the calls; open is how many are under way.
func addNotes(calls map[string]CallCount, open map[string]int, notes map[string]CallNote) {
	for name, n := range notes {
		dot := strings.LastIndexByte(name, '.')
		c := calls[name]
		c.Service, c.Operation = name[:max(dot, 0)], name[dot+1:]
		c.Calls, c.Repeated, c.Throttled, c.Failed = c.Calls+n[0], c.Repeated+n[1], c.Throttled+n[2], c.Failed+n[3]
		calls[name], open[name] = c, n[4]
	}
}
