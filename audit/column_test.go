package audit

import (
	"fmt"
	"slices"
	"sync"
	"testing"
)

// putSome puts the value {x: i} of subject i, for each i below n, in an order of its own.
func putSome(t *testing.T, k *Known, n int) {
	t.Helper()
	for i := range n {
		i = (i*7 + 3) % n
		if err := k.put(noted, fmt.Sprintf("s-%04d", i), "", fmt.Appendf(nil, `{"x":%d}`, i), nil); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAllVisitsEachValueOnceInOrder(t *testing.T) {
	const n = 2*chunkSize + 3 // several chunks
	k := NewKnown(testHeader())
	putSome(t, k, n)
	if err := k.put(noted, "s-0001", "", nil, &Unknown{Reason: Denied}); err != nil { // it takes the value's place
		t.Fatal(err)
	}
	if err := k.put(noted, "s-0002", "", []byte(`{"x":-2}`), nil); err != nil {
		t.Fatal(err)
	}
	for _, sealed := range []bool{false, true} {
		var ids []string
		why := noted.All(k.Reader(), func(id string, v map[string]float64) {
			if ids = append(ids, id); id == "s-0002" && v["x"] != -2 {
				t.Errorf("%s is %v", id, v)
			}
		})
		if len(ids) != n-1 || !slices.IsSorted(ids) || slices.Contains(ids, "s-0001") || reasonIn(why) != Denied {
			t.Errorf("%d visited, sorted: %v, and %v is missing", len(ids), slices.IsSorted(ids), why)
		}
		if sealed {
			break
		}
		k.Seal()
	}
}

func TestASealedSnapshotOpensForAChange(t *testing.T) {
	k := NewKnown(testHeader())
	putSome(t, k, 3)
	k.Seal()
	if err := k.put(noted, "r-new", "", []byte(`{"x":9}`), nil); err != nil {
		t.Fatal(err)
	}
	var ids []string
	_ = noted.All(k.Reader(), func(id string, _ map[string]float64) { ids = append(ids, id) })
	if v, err := noted.Of(k.Reader(), "r-new"); err != nil || v["x"] != 9 || len(ids) != 4 || ids[0] != "r-new" {
		t.Errorf("%v, %v, all: %v", v, err, ids)
	}
}

func TestWhatASweepPutTwiceIsThereOnce(t *testing.T) {
	const over = "111122223333"
	k := NewKnown(testHeader())
	for _, ids := range [][]string{{"a", "b"}, {"b", "c"}} {
		k.beginSweep(swept, over)
		if k.told(swept, over) {
			t.Error("a sweep that has just begun has told something")
		}
		for _, id := range ids {
			if err := k.put(swept, id, over, []byte(`["`+id+`"]`), nil); err != nil {
				t.Fatal(err)
			}
		}
		if !k.told(swept, over) || k.told(swept, "other") {
			t.Error("it is not known what the sweep told")
		}
	}
	k.endSweep(swept, over, nil)
	var ids []string
	if err := swept.All(k.Reader(), func(id string, _ []string) { ids = append(ids, id) }); err != nil || !slices.Equal(ids, []string{"b", "c"}) {
		t.Errorf("%v, %v", ids, err)
	}
	if k.has(swept, "a") || !k.has(swept, "c") {
		t.Error("what the first attempt put is still there")
	}
}

// It is for the race detector.
func TestSnapshotsAreReadWhileTheyGrow(t *testing.T) {
	k := NewKnown(testHeader())
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() { putSome(t, k, 100) })
		group.Go(func() {
			for range 50 {
				_ = noted.All(k.Reader(), func(id string, _ map[string]float64) {
					if _, err := noted.Of(k.Reader(), id); err != nil {
						t.Errorf("%s was visited and is not there: %v", id, err)
					}
				})
			}
		})
	}
	group.Wait()
}

func reasonIn(err error) Reason {
	if u, ok := err.(*Unknown); ok {
		return u.Reason
	}
	return ""
}
