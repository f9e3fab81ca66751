package audit

import (
	"fmt"
	"sync"
	"testing"
)

var growing = RegisterFact(Fact[int]{Name: "test-growing", Kind: "test-growing", Operations: []string{"Test.Grow"}})

func init() {
	RegisterKind(Kind{Name: "test-growing", From: []Dep{growing}, List: func(r Reader) ([]Subject, error) {
		var list []Subject
		err := growing.All(r, func(id string, _ int) { list = append(list, Subject{Kind: "test-growing", ID: id, Region: Global}) })
		return list, err
	}})
}

// Whoever has seen a subject sees it again, while others are listed.
func TestListsOnlyGrow(t *testing.T) {
	known := NewKnown(Header{})
	var group sync.WaitGroup
	end := make(chan struct{})
	for range 4 {
		group.Go(func() {
			most := 0
			for done := false; !done; {
				select {
				case <-end:
					done = true
				default:
				}
				n := len(known.list("test-growing").subjects)
				if n < most {
					t.Errorf("%d subjects are listed after %d", n, most)
				}
				most = max(n, most)
			}
		})
	}
	for i := range 500 {
		if err := known.put(growing, fmt.Sprintf("%04d", i), "", []byte("1"), nil); err != nil {
			t.Error(err)
		}
	}
	close(end)
	group.Wait()
	if n := len(known.list("test-growing").subjects); n != 500 {
		t.Errorf("%d of 500 subjects are listed in the end", n)
	}
}
