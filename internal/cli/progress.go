package cli

import (
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// A tally counts the lines of a snapshot on their way to where they are kept.
type tally struct {
	next      audit.Sink // nil: nowhere
	functions atomic.Int64
	answers   atomic.Int64
}

// begin counts what a run knew when it was cut; nil is one that begins.
func (t *tally) begin(past *audit.Checkpoint) {
	if past != nil {
		t.functions.Store(int64(functionsOf(past.Known)))
		t.answers.Store(int64(past.Answers))
	}
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

// How often the progress is told: on a terminal, and as lines that stay.
const (
	progressEvery = 200 * time.Millisecond
	lineEvery     = 30 * time.Second
)

// progressWidth is what the line on a terminal fits, so that it can be wiped.
const progressWidth = 79

// A teller tells how far the reading is.
type teller struct {
	tally *tally
	look  func() audit.Progress
}

// showProgress tells how far the reading is: on a terminal in one line that stop
// wipes away, elsewhere in a line every half minute. Who is quiet is told nothing.
func (p *Program) showProgress(t teller, quiet bool) (stop func()) {
	if quiet {
		return func() {}
	}
	tell := t.tellLines
	if isTerminal(p.Stderr) && p.Getenv("TERM") != "dumb" {
		tell = t.tellLive
	}
	done := make(chan struct{})
	var told sync.WaitGroup
	told.Go(func() { tell(p.Stderr, done) })
	return func() {
		close(done)
		told.Wait()
	}
}

// wipe returns to the line's beginning and empties it.
const wipe = "\r\x1b[K"

// tellLive rewrites one line where it has changed, and wipes it in the end.
func (t teller) tellLive(w io.Writer, done <-chan struct{}) {
	last := ""
	every(progressEvery, done, func() {
		if line := t.line(progressWidth); line != last {
			fmt.Fprint(w, wipe, line)
			last = line
		}
	})
	if last != "" {
		fmt.Fprint(w, wipe)
	}
}

// remark tells something in a line of its own while the progress is told.
func (p *Program) remark(format string, args ...any) {
	before := ""
	if isTerminal(p.Stderr) {
		before = wipe
	}
	fmt.Fprintf(p.Stderr, before+"lambda-audit: "+format+"\n", args...)
}

func (t teller) tellLines(w io.Writer, done <-chan struct{}) {
	every(lineEvery, done, func() { fmt.Fprintln(w, t.line(math.MaxInt)) })
}

func every(d time.Duration, done <-chan struct{}, tell func()) {
	ticker := time.NewTicker(d)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			tell()
		}
	}
}

// line says how far the reading is, in at most so many columns: what does not fit
// is left out, from the right.
func (t teller) line(width int) string {
	now := t.look()
	parts := []string{"lambda-audit: " + counted(int(t.tally.functions.Load()), "function"), ", " + counted(now.Calls, "call")}
	if now.Throttled > 0 {
		parts = append(parts, ", "+rules.Number(float64(now.Throttled))+" throttled")
	}
	if len(now.Queues) > 0 {
		slowest, about := now.Queues[0], "about"
		if now.Listing {
			about = "at least"
		}
		parts = append(parts, fmt.Sprintf(", %s %s left", about, timeLeft(slowest.Left())), fmt.Sprintf(" (%s %s)", slowest.Bucket, slowest.Region))
	}
	var line strings.Builder
	for _, part := range parts {
		if line.Len()+len(part) > width {
			break
		}
		line.WriteString(part)
	}
	return printable(line.String())
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return rules.Number(float64(n)) + " " + what + "s"
}

// timeLeft is rounded so that the line keeps still.
func timeLeft(d time.Duration) string {
	switch seconds := d.Seconds(); {
	case seconds < 55:
		return fmt.Sprintf("%d s", 5*max(int(math.Ceil(seconds/5)), 1))
	case d < 90*time.Minute:
		return fmt.Sprintf("%d min", int(math.Round(d.Minutes())))
	}
	return fmt.Sprintf("%.1f h", d.Hours())
}
