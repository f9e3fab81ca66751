package audit

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ErrWhole says that a snapshot has its trailer, so that nothing is left to do.
var ErrWhole = errors.New("it is whole: there is nothing to go on with")

// A Checkpoint is what a run has left that was cut: all that it knew, and how far
// it had come.
type Checkpoint struct {
	Known *Known
	// Size is the length in bytes of the file as far as it can be read. What comes
	// behind is a line that was torn, and is to be cut off.
	Size int64
	// Answers is how many facts about subjects were read.
	Answers int

	sweeps map[sweepKey]map[string]*listPast // not ended when the run was cut
	calls  map[string]CallCount
	open   map[string]int // calls whose answers were lost
}

type sweepKey struct{ fact, over string }

// ReadCheckpoint reads the file of a run that was cut. It ends before the first
// line that cannot be read: whatever a file holds up to a line, the run was in that
// state when it wrote it.
func ReadCheckpoint(in io.Reader) (*Checkpoint, error) {
	lines := bufio.NewReaderSize(in, 1<<16)
	first, err := lines.ReadBytes('\n')
	if err != nil {
		return nil, cmp.Or(failed(err), errors.New("it is empty, or its header is torn"))
	}
	known, err := readHeader(first)
	if err != nil {
		return nil, err
	}
	c := &Checkpoint{Known: known, Size: int64(len(first)), sweeps: map[sweepKey]map[string]*listPast{},
		calls: map[string]CallCount{}, open: map[string]int{}}
	for {
		line, err := lines.ReadBytes('\n')
		if failed(err) != nil {
			return nil, err
		}
		var l Line
		if err != nil || json.Unmarshal(line, &l) != nil {
			return c, nil
		}
		if l.Trailer != nil {
			return nil, ErrWhole
		}
		if c.take(l) != nil {
			return c, nil
		}
		c.Size += int64(len(line))
	}
}

// failed is the error, unless it is the end of the file.
func failed(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// take keeps what a line says, and what it says of the run itself.
func (c *Checkpoint) take(l Line) error {
	if err := c.Known.take(l); err != nil {
		return err
	}
	key := sweepKey{cmp.Or(l.Begin, l.End, l.Page), l.Over}
	switch {
	case l.Fact != "":
		c.Answers++
	case l.Begin != "", l.End != "":
		delete(c.sweeps, key)
	case l.Page != "":
		c.page(key, l)
	case l.Calls != nil:
		addNotes(c.calls, c.open, l.Calls)
	}
	return nil
}

// page notes how far a list had come.
func (c *Checkpoint) page(key sweepKey, l Line) {
	if c.sweeps[key] == nil {
		c.sweeps[key] = map[string]*listPast{}
	}
	past := c.sweeps[key][l.Of]
	if past == nil {
		past = &listPast{}
		c.sweeps[key][l.Of] = past
	}
	past.token, past.ended = &l.Token, l.Token == ""
	if past.ended {
		past.token = nil
	}
	if l.Held != nil {
		past.held = append(past.held, l.Held)
	}
}

// of returns how far the sweep's lists had come; nil where it is to begin.
func (c *Checkpoint) of(f AnyFact, over string) map[string]*listPast {
	if c == nil {
		return nil
	}
	return c.sweeps[sweepKey{f.Info().Name, over}]
}

// options are those of the run that was cut: it goes on as it began.
func (c *Checkpoint) options(o Options) Options {
	h := &c.Known.Header
	o.Regions, o.Scope, o.Days, o.AskAll, o.Fast = h.Regions, h.Scope, h.Window.Days, h.Thorough, h.Fast
	return o
}

// resume makes the session that of the run that was cut.
func (s *Session) resume(c *Checkpoint) error {
	if c.Known.Header.Account != s.Header.Account {
		return &UsageError{fmt.Sprintf("the run to go on with is of account %s, and the credentials are of %s", c.Known.Header.Account, s.Header.Account),
			"give the --profile or --role-arn that it began with"}
	}
	s.Header, s.past = c.Known.Header, c
	s.guard.inherit(c)
	s.ledger.noted, s.ledger.open = c.calls, c.open
	return nil
}

// inherit adds the ledger of the run that was cut, for which the caps hold as well.
// What opened the session was asked before, and what was under way at the cut is
// asked again: both count as repeated.
func (g *guard) inherit(c *Checkpoint) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, opening := range g.counts {
		opening.Repeated = opening.Calls
	}
	for name, past := range c.calls {
		count := g.countOf(past.Service, past.Operation)
		count.Add(past)
		count.Repeated += c.open[name]
		g.allowance.inherit(past.Calls, past.Metrics)
	}
}

// setUp settles what the run knows: nothing, or what it knew when it was cut. Facts
// that are wanted beyond those it began with are added to its file.
func (r *run) setUp() {
	s := r.session
	wanted := r.wants.Names()
	if s.past == nil {
		s.Header.Facts = wanted
		r.known = NewKnown(s.Header)
		return
	}
	r.known = s.past.Known
	var more []string
	for _, name := range wanted {
		if !slices.Contains(s.Header.Facts, name) {
			more = append(more, name)
		}
	}
	s.Header.Facts = slices.Sorted(slices.Values(append(slices.Clone(s.Header.Facts), more...)))
	r.known.Header = s.Header
	if len(more) > 0 {
		r.write(Line{Facts: more})
	}
}

// end closes the run's books.
func (r *run) end() {
	r.known.Calls = r.session.guard.calls()
	r.mark()
}
