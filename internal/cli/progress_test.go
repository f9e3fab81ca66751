package cli

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
)

func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var screen bytes.Buffer
		counted := new(tally)
		for _, line := range []audit.Line{
			{Begin: "functions"}, {Fact: "functions", ID: "a"}, {Fact: "functions", ID: "b"}, {Fact: "aliases", ID: "a"}, {End: "functions"},
		} {
			if err := counted.Line(line); err != nil {
				t.Fatal(err)
			}
		}
		done := make(chan struct{})
		go tellProgress(&screen, counted, done)
		time.Sleep(progressEvery + time.Millisecond)
		synctest.Wait()
		close(done)
		synctest.Wait()
		if got, want := screen.String(), wipe+"reading: 2 functions, 3 facts"+wipe; got != want {
			t.Errorf("the screen got %q, want %q", got, want)
		}
	})
}

func TestNoProgressInPipes(t *testing.T) {
	var screen strings.Builder
	p := Program{Stderr: &screen}
	p.showProgress(new(tally), false)()
	if screen.Len() > 0 {
		t.Errorf("a pipe got %q", screen.String())
	}
}
