package audit

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A recorder is a file that counts how often it is handed to the disk.
type recorder struct {
	bytes.Buffer
	syncs int
}

// Sync counts.
func (r *recorder) Sync() error {
	r.syncs++
	return nil
}

func journalled(t testing.TB, lines ...Line) string {
	t.Helper()
	var file recorder
	j, err := NewJournal(&file, testHeader())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if err := j.Line(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Sync(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

var cutSweep = []Line{
	{Begin: "test-swept", Over: "111122223333"},
	{Fact: "test-swept", ID: "eu-west-1", Over: "111122223333", Value: []byte(`["a"]`)},
	{Page: "test-swept", Over: "111122223333", Of: "one", Token: "t1", Held: []byte(`[1]`)},
	{Calls: map[string]CallNote{"Lambda.ListFunctions": {2, 0, 1, 0, 0, 0, 1}, "Resource Groups Tagging API.GetResources": {1}}},
	{Page: "test-swept", Over: "111122223333", Of: "one", Held: []byte(`[2]`)},
	{Page: "test-swept", Over: "111122223333", Of: "two", Token: "t2"},
	{Facts: []string{"test-noted"}},
	{Calls: map[string]CallNote{"Lambda.ListFunctions": {3, 1, 0, 0, 0, 500, 2}}},
}

func TestCheckpointHoldsHowFarTheRunIs(t *testing.T) {
	c, err := ReadCheckpoint(strings.NewReader(journalled(t, cutSweep...)))
	if err != nil {
		t.Fatal(err)
	}
	lists := c.of(swept, "111122223333")
	if one := lists["one"]; !one.ended || len(one.held) != 2 || one.token != nil {
		t.Errorf("the list that is at its end: %+v", one)
	}
	if two := lists["two"]; two.ended || *two.token != "t2" {
		t.Errorf("the list that is not: %+v", two)
	}
	if n := c.calls["Lambda.ListFunctions"]; n != (CallCount{"Lambda", "ListFunctions", 5, 1, 1, 0, 0, 500}) || c.open["Lambda.ListFunctions"] != 2 {
		t.Errorf("the calls add up to %+v, %v under way", n, c.open)
	}
	if n := c.calls["Resource Groups Tagging API.GetResources"]; n.Service != "Resource Groups Tagging API" || n.Calls != 1 {
		t.Errorf("%+v", n)
	}
	if !slices.Contains(c.Known.Header.Facts, "test-noted") || !c.Known.has(swept, "eu-west-1") || c.Known.sweepEnded(swept, "111122223333") {
		t.Errorf("header %+v", c.Known.Header)
	}
}

func TestASweepThatEndedOrBeganAnewHasNoPast(t *testing.T) {
	for name, last := range map[string]Line{"ended": {End: "test-swept", Over: "111122223333"}, "begun": {Begin: "test-swept", Over: "111122223333"}} {
		c, err := ReadCheckpoint(strings.NewReader(journalled(t, append(slices.Clone(cutSweep), last)...)))
		if err != nil || c.of(swept, "111122223333") != nil || c.Known.sweepEnded(swept, "111122223333") != (name == "ended") {
			t.Errorf("%s: %v, %v", name, c, err)
		}
	}
}

// Whatever byte a file is cut at, it is read up to the last whole line.
func TestCheckpointOfATornFile(t *testing.T) {
	text := journalled(t, cutSweep...)
	header := strings.IndexByte(text, '\n') + 1
	for cut := range len(text) {
		c, err := ReadCheckpoint(strings.NewReader(text[:cut]))
		if cut < header {
			if err == nil {
				t.Fatalf("%d bytes of the header are enough", cut)
			}
			continue
		}
		if want := strings.LastIndexByte(text[:cut], '\n') + 1; err != nil || c.Size != int64(want) {
			t.Fatalf("cut at %d: %v, %v; want %d bytes", cut, c, err, want)
		}
	}
	torn := text + "\x00\x00\x00\n" + text[header:]
	if c, err := ReadCheckpoint(strings.NewReader(torn)); err != nil || c.Size != int64(len(text)) {
		t.Errorf("behind a line that a power loss left empty: %v, %v", c, err)
	}
}

func TestFilesThatAreNoCheckpoint(t *testing.T) {
	whole := written(t)
	if _, err := ReadCheckpoint(strings.NewReader(whole)); !errors.Is(err, ErrWhole) {
		t.Errorf("a whole snapshot: %v", err)
	}
	for name, text := range map[string]string{"empty": "", "foreign": "{}\n", "newer": strings.Replace(whole, `snapshot":1`, `snapshot":9`, 1), "headless": "\n" + whole} {
		if c, err := ReadCheckpoint(strings.NewReader(text)); err == nil {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

func TestARunOfAnotherAccountIsRefused(t *testing.T) {
	c, err := ReadCheckpoint(strings.NewReader(journalled(t)))
	if err != nil {
		t.Fatal(err)
	}
	s := &Session{Header: Header{Account: "444455556666"}, guard: newGuard(1, Caps{}, nil), ledger: newLedger()}
	if err := s.resume(c); !errors.As(err, new(*UsageError)) {
		t.Errorf("%v", err)
	}
}

// What was lost when a run was cut, and what opens each session, is repeated.
func TestTheLedgerGoesOn(t *testing.T) {
	c, err := ReadCheckpoint(strings.NewReader(journalled(t, cutSweep...)))
	if err != nil {
		t.Fatal(err)
	}
	g := newGuard(1, Caps{Calls: new(6), Metrics: new(600)}, nil)
	g.counts["STS.GetCallerIdentity"] = &CallCount{Service: "STS", Operation: "GetCallerIdentity", Calls: 1}
	g.inherit(c)
	want := []CallCount{{"Lambda", "ListFunctions", 5, 3, 1, 0, 0, 500}, {"Resource Groups Tagging API", "GetResources", 1, 0, 0, 0, 0, 0}, {"STS", "GetCallerIdentity", 1, 1, 0, 0, 0, 0}}
	if got := g.calls(); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if err := g.allowance.take(101); err == nil {
		t.Error("what was asked before the cut is not counted against the budget")
	}
	if err := g.allowance.take(100); err == nil {
		t.Error("six calls were made before the cut, and a seventh is one too many")
	}
}

func TestJournalHandsOnWhatCallsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var file recorder
		j, err := NewJournal(&file, testHeader())
		if err != nil || file.syncs != 1 {
			t.Fatalf("%v, %d syncs: the header is to be there whatever comes", err, file.syncs)
		}
		line := Line{Fact: "test-noted", ID: "eu-west-1", Value: []byte(`{}`)}
		for range 2 {
			before := file.Len()
			if err := j.Line(line); err != nil || file.Len() != before {
				t.Fatalf("%v: a fact is handed on by itself", err)
			}
			if err := j.Line(Line{Calls: map[string]CallNote{}}); err != nil || file.Len() == before {
				t.Fatalf("%v: a fact is not handed on with its calls", err)
			}
		}
		time.Sleep(syncEvery)
		if _ = j.Line(Line{Calls: map[string]CallNote{}}); file.syncs != 2 {
			t.Errorf("%d syncs after %s", file.syncs, syncEvery)
		}
	})
}

// A snapshot that is made of a run's file holds nothing of the run itself.
func TestConclude(t *testing.T) {
	text := journalled(t, append(slices.Clone(cutSweep), Line{End: "test-swept", Over: "111122223333"})...)
	var out bytes.Buffer
	if err := Conclude(&out, strings.NewReader(text), testHeader(), []CallCount{{Service: "Lambda", Operation: "ListFunctions", Calls: 5}}); err != nil {
		t.Fatal(err)
	}
	k, err := ReadSnapshot(bytes.NewReader(out.Bytes()))
	if err != nil || k.Calls[0].Calls != 5 || !k.sweepEnded(swept, "111122223333") {
		t.Errorf("%v, %v", k, err)
	}
	for _, trace := range []string{"token", "held", `"facts":["test-noted"]`} {
		if strings.Contains(out.String(), trace) {
			t.Errorf("%s is still there: %s", trace, out.String())
		}
	}
}

func FuzzReadCheckpoint(f *testing.F) {
	f.Add([]byte(journalled(f, cutSweep...)))
	f.Add([]byte(journalled(f) + `{"page":"functions","over":"x","held":"no list"}` + "\n" + `{"calls":{"nodot":[1,2]}}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ReadCheckpoint(bytes.NewReader(data))
		if err == nil && (c.Size > int64(len(data)) || data[c.Size-1] != '\n') {
			t.Errorf("it ends at %d of %d bytes", c.Size, len(data))
		}
	})
}
