package cli

import (
	"bytes"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
)

// watched is what one goroutine writes and another looks at.
type watched struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write adds to the text.
func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

// String returns the text so far.
func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// Reset forgets the text.
func (w *watched) Reset() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Reset()
}

// readingOf returns a teller of two functions whose session looks as given.
func readingOf(t *testing.T, look func() audit.Progress) teller {
	t.Helper()
	read := new(tally)
	for _, line := range []audit.Line{
		{Begin: "functions"}, {Fact: "functions", ID: "a"}, {Fact: "functions", ID: "b"}, {Fact: "aliases", ID: "a"}, {End: "functions"},
	} {
		if err := read.Line(line); err != nil {
			t.Fatal(err)
		}
	}
	if read.answers.Load() != 3 {
		t.Errorf("%d answers, want 3", read.answers.Load())
	}
	return teller{read, look}
}

func TestProgressOnATerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var screen watched
		var calls atomic.Int64
		calls.Store(4)
		done := make(chan struct{})
		told := readingOf(t, func() audit.Progress { return audit.Progress{Calls: int(calls.Load())} })
		go told.tellLive(&screen, done)
		time.Sleep(10 * progressEvery)
		synctest.Wait()
		calls.Store(5)
		time.Sleep(5 * progressEvery)
		close(done)
		synctest.Wait()
		want := wipe + "lambda-audit: 2 functions, 4 calls" + wipe + "lambda-audit: 2 functions, 5 calls" + wipe
		if got := screen.String(); got != want {
			t.Errorf("the screen got %q, want %q", got, want)
		}
	})
}

func TestProgressInAPipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var pipe watched
		p := Program{Stderr: &pipe, Getenv: func(string) string { return "" }}
		told := readingOf(t, func() audit.Progress { return audit.Progress{Calls: 1} })
		stop := p.showProgress(told, false)
		time.Sleep(lineEvery - time.Second)
		synctest.Wait()
		if pipe.String() != "" {
			t.Errorf("a short run told %q", pipe.String())
		}
		time.Sleep(lineEvery + 2*time.Second)
		stop()
		if got, want := pipe.String(), strings.Repeat("lambda-audit: 2 functions, 1 call\n", 2); got != want {
			t.Errorf("the pipe got %q, want %q", got, want)
		}
		pipe.Reset()
		stop = p.showProgress(told, true)
		time.Sleep(2 * lineEvery)
		stop()
		if pipe.String() != "" {
			t.Errorf("--quiet told %q", pipe.String())
		}
	})
}

func TestProgressLine(t *testing.T) {
	policies := audit.Queue{Bucket: "GetPolicy", Region: "eu-west-1", Due: 3600, Rate: 10}
	for _, c := range []struct {
		now   audit.Progress
		width int
		want  string
	}{
		{audit.Progress{Calls: 4410, Throttled: 2, Queues: []audit.Queue{policies, {Bucket: "Lambda", Region: "eu-west-1", Due: 10, Rate: 10}}}, 120,
			"lambda-audit: 2 functions, 4,410 calls, 2 throttled, about 6 min left (GetPolicy eu-west-1)"},
		{audit.Progress{Calls: 4410, Throttled: 2, Queues: []audit.Queue{policies}}, progressWidth,
			"lambda-audit: 2 functions, 4,410 calls, 2 throttled, about 6 min left"},
		{audit.Progress{Calls: 10, Queues: []audit.Queue{policies}, Listing: true}, 60, "lambda-audit: 2 functions, 10 calls, at least 6 min left"},
		{audit.Progress{Calls: 10, Queues: []audit.Queue{policies}}, 40, "lambda-audit: 2 functions, 10 calls"},
		{audit.Progress{Queues: []audit.Queue{{Bucket: "IAM", Region: "\x1b[2J", Due: 1, Rate: 10}}}, 120, "lambda-audit: 2 functions, 0 calls, about 5 s left (IAM [2J)"},
	} {
		got := readingOf(t, func() audit.Progress { return c.now }).line(c.width)
		if got != c.want {
			t.Errorf("in %d columns: %q, want %q", c.width, got, c.want)
		}
	}
}

func TestTimeLeft(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "5 s", 23 * time.Second: "25 s", 58 * time.Second: "1 min", 40 * time.Minute: "40 min", 150 * time.Minute: "2.5 h",
	} {
		if got := timeLeft(d); got != want {
			t.Errorf("%s is told as %q, want %q", d, got, want)
		}
	}
}
