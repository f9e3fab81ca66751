package cli

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// A tally counts the lines of a snapshot on their way to where they are kept.
type tally struct {
	next      audit.Sink // nil: nowhere
	functions atomic.Int64
	answers   atomic.Int64
}

// Line counts the line and hands it on.
func (t *tally) Line(l audit.Line) error {
	if l.Fact != "" {
		t.answers.Add(1)
	}
	if l.Fact == facts.Functions.Name {
		t.functions.Add(1)
	}
	if t.next == nil {
		return nil
	}
	return t.next.Line(l)
}

// progressEvery is how often the progress is told.
const progressEvery = 200 * time.Millisecond

// showProgress tells on a terminal how far the reading is, in one line that
// stop wipes away. In a pipe, or where it is not wanted, it tells nothing.
func (p *Program) showProgress(t *tally, quiet bool) (stop func()) {
	if quiet || !isTerminal(p.Stderr) || p.Getenv("TERM") == "dumb" {
		return func() {}
	}
	done := make(chan struct{})
	var told sync.WaitGroup
	told.Go(func() { tellProgress(p.Stderr, t, done) })
	return func() {
		close(done)
		told.Wait()
	}
}

// wipe returns to the line's beginning and empties it.
const wipe = "\r\x1b[K"

func tellProgress(w io.Writer, t *tally, done <-chan struct{}) {
	ticker := time.NewTicker(progressEvery)
	defer ticker.Stop()
	last := ""
	for {
		select {
		case <-done:
			fmt.Fprint(w, last)
			return
		case <-ticker.C:
			last = wipe
			fmt.Fprintf(w, "%sreading: %s, %s", wipe,
				plural(int(t.functions.Load()), "function"), plural(int(t.answers.Load()), "fact"))
		}
	}
}
