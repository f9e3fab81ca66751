package rules

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestScoreFormula(t *testing.T) {
	f := Fails{Critical: 1, High: 2, Medium: 3, Low: 4}
	want := 100 * 0.39 * 0.69 * 0.69 * (0.70 + 0.30*0.85*0.85*0.85) * (0.90 + 0.10*0.9*0.9*0.9*0.9)
	if got := f.Score(); math.Abs(got-want) > 1e-9 {
		t.Errorf("score = %v, want %v", got, want)
	}
	if got := (Fails{}).Score(); got != 100 {
		t.Errorf("nothing failed, and the score is %v", got)
	}
}

func TestScoreBounds(t *testing.T) {
	for n := range 1000 {
		for _, c := range []struct {
			fails       Fails
			least, most float64
		}{
			{Fails{Critical: 1, Low: n}, 0, 39},
			{Fails{High: 1, Medium: n}, 0, 69},
			{Fails{Medium: n}, 70, 100},
			{Fails{Low: n}, 90, 100},
		} {
			if score := *rounded(c.fails.Score(), 1); score < c.least || score > c.most {
				t.Errorf("%v scores %v, outside %v to %v", c.fails, score, c.least, c.most)
			}
		}
	}
}

// More failures, and worse ones, never raise a score. (The second holds for as
// many as functions have: beyond a dozen medium failures one more of them costs
// less than the only low one.)
func TestScoreFalls(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		var f Fails
		for s := Low; s <= Critical; s++ {
			f[s] = random.IntN(6)
		}
		from := Severity(random.IntN(4))
		worse := f
		worse[from+1]++
		if worse.Score() > f.Score() {
			t.Fatalf("%v scores %v, and %v scores %v", f, f.Score(), worse, worse.Score())
		}
		if from == NoSeverity || f[from] == 0 {
			continue
		}
		moved := f
		moved[from]--
		moved[from+1]++
		if moved.Score() > f.Score() {
			t.Fatalf("%v scores %v, and %v scores %v", f, f.Score(), moved, moved.Score())
		}
	}
}

func TestGrade(t *testing.T) {
	for score, want := range map[float64]string{100: "A", 90: "A", 89.9: "B", 80: "B", 79.9: "C", 70: "C", 69: "D", 40: "D", 39: "F", 0: "F"} {
		if got := Grade(&score); got != want {
			t.Errorf("%v earns %s, want %s", score, got, want)
		}
	}
	if got := Grade(nil); got != "" {
		t.Errorf("no score earns %q", got)
	}
}

func TestCell(t *testing.T) {
	for _, c := range []struct {
		name     string
		marks    []Outcome
		want     Outcome
		severity Severity
	}{
		{"nothing", nil, NotApplicable, NoSeverity},
		{"one pass among what does not apply", []Outcome{NotApplicable, Pass}, Pass, NoSeverity},
		{"unknown beside a pass", []Outcome{Pass, Unknown}, Unknown, NoSeverity},
		{"a failure counts most", []Outcome{Fail, Unknown, Pass, NotApplicable}, Fail, Medium},
	} {
		var got cell
		for _, o := range c.marks {
			got.mark(o, Medium)
		}
		if got.outcome() != c.want || got.failed() != c.severity {
			t.Errorf("%s: %s %s, want %s %s", c.name, got.outcome(), got.failed(), c.want, c.severity)
		}
	}
	var worst cell
	for _, s := range []Severity{Low, Critical, High} {
		worst.mark(Fail, s)
	}
	if worst.failed() != Critical {
		t.Errorf("the worst of low, critical and high is %s", worst.failed())
	}
}

func TestTally(t *testing.T) {
	var fail, pass, open, both cell
	fail.mark(Fail, Low)
	pass.mark(Pass, NoSeverity)
	open.mark(Unknown, NoSeverity)
	both.mark(Fail, Low)
	both.mark(Unknown, NoSeverity)
	var got tally
	for _, c := range []cell{fail, pass, open, both, 0} {
		got.add(c, High)
	}
	if got.applicable != 4 || got.judged != 3 || got.unknown != 1 || got.failed() != 2 {
		t.Errorf("tally = %+v", got)
	}
	if got.fails[Low] != 2 || got.low[High] != 2 || got.low[Low] != 1 {
		t.Errorf("fails = %v, with unknowns %v", got.fails, got.low)
	}
	if share := got.coverage(); *share != 0.75 || !got.scored() {
		t.Errorf("coverage = %v", *share)
	}
}
