package audit

import (
	"fmt"
	"testing"
)

// counted is a view over what was noted that remembers so many subjects, and
// counts how often each was computed.
func counted(keep int) (view *View[float64], computed map[string]int) {
	computed = map[string]int{}
	return RegisterView(View[float64]{Name: "counted", From: []Dep{noted}, Keep: keep, Compute: func(r Reader, id string) (float64, error) {
		computed[id]++
		v, err := noted.Of(r, id)
		return v["x"], err
	}}), computed
}

func TestAViewRemembersAsManySubjectsAsItSays(t *testing.T) {
	for _, c := range []struct{ keep, subjects, want int }{{0, 2, 2}, {2, 2, 1}, {5, 5, 1}, {5, 6, 2}} {
		k := NewKnown(testHeader())
		putSome(t, k, c.subjects)
		view, computed := counted(c.keep)
		for range 2 {
			for i := range c.subjects {
				if v, err := view.Of(k.Reader(), fmt.Sprintf("s-%04d", i)); v != float64(i) || err != nil {
					t.Errorf("%v, %v of subject %d", v, err, i)
				}
				if m := memoOf(k, view); len(m.older) > c.keep {
					t.Errorf("%d are remembered where %d are kept", len(m.older), c.keep)
				}
			}
		}
		if computed["s-0000"] != c.want {
			t.Errorf("%d of %d kept: computed %d times, want %d", c.keep, c.subjects, computed["s-0000"], c.want)
		}
	}
}

func TestAKeptViewSeesWhatWasPutSince(t *testing.T) {
	k := NewKnown(testHeader())
	putSome(t, k, 3)
	view, computed := counted(8)
	read := func(id string, want float64) {
		t.Helper()
		if v, err := view.Of(k.Reader(), id); v != want || err != nil {
			t.Errorf("%s is %v, %v; want %v", id, v, err, want)
		}
	}
	read("s-0001", 1)
	read("s-0002", 2)
	k.Seal()
	before := k.revision.Load()
	if err := k.put(noted, "s-0001", "", []byte(`{"x":7}`), nil); err != nil {
		t.Fatal(err)
	}
	if k.revision.Load() == before {
		t.Error("the revision does not count the change")
	}
	read("s-0001", 7)
	read("s-0002", 2)
	if computed["s-0001"] != 2 {
		t.Errorf("computed %d times, want again after the change", computed["s-0001"])
	}
}

func TestAChangeOfOtherFactsLeavesAView(t *testing.T) {
	k := NewKnown(testHeader())
	putSome(t, k, 1)
	view, computed := counted(8)
	for range 2 {
		if _, err := view.Of(k.Reader(), "s-0000"); err != nil {
			t.Fatal(err)
		}
		k.endSweep(swept, "111122223333", nil)
	}
	if computed["s-0000"] != 1 {
		t.Errorf("computed %d times", computed["s-0000"])
	}
}

func TestForgetDropsWhatViewsRemember(t *testing.T) {
	k := NewKnown(testHeader())
	putSome(t, k, 1)
	view, computed := counted(8)
	for range 2 {
		if v, err := view.Of(k.Reader(), "s-0000"); v != 0 || err != nil {
			t.Errorf("%v, %v", v, err)
		}
		k.Forget()
		if len(k.views) != 0 {
			t.Errorf("%d memos are left", len(k.views))
		}
	}
	if computed["s-0000"] != 2 {
		t.Errorf("computed %d times", computed["s-0000"])
	}
}
