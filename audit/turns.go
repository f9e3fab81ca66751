package audit

import (
	"container/heap"
	"context"
	"slices"
	"sync"
)

// turns let those who wait for a bucket through one at a time: first the calls
// that most of the run waits for, and those of one rank as they came.
type turns struct {
	mu      sync.Mutex
	taken   bool
	came    int
	waiting waiters
}

type waiter struct {
	rank, number int
	turn         chan struct{}
	gone         bool
}

// take waits for the turn. Who gets it gives it back with pass; an error says that
// the context ended first.
func (t *turns) take(ctx context.Context, rank int) error {
	w := t.enter(rank)
	if w == nil {
		return nil
	}
	select {
	case <-w.turn:
		return nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-w.turn: // it came meanwhile
		t.next()
	default:
		w.gone = true
	}
	return ctx.Err()
}

// enter returns nil where nobody has the turn, so that it is the caller's.
func (t *turns) enter(rank int) *waiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.taken {
		t.taken = true
		return nil
	}
	t.came++
	w := &waiter{rank: rank, number: t.came, turn: make(chan struct{})}
	heap.Push(&t.waiting, w)
	return w
}

// pass gives the turn back.
func (t *turns) pass() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.next()
}

func (t *turns) next() {
	for len(t.waiting) > 0 {
		if w := heap.Pop(&t.waiting).(*waiter); !w.gone {
			close(w.turn)
			return
		}
	}
	t.taken = false
}

// waiters are a heap, the one whose turn is next first.
type waiters []*waiter

func (w waiters) Len() int { return len(w) }

// Less reports whether one comes before the other.
func (w waiters) Less(i, j int) bool {
	if w[i].rank != w[j].rank {
		return w[i].rank > w[j].rank
	}
	return w[i].number < w[j].number
}

func (w waiters) Swap(i, j int) { w[i], w[j] = w[j], w[i] }

// Push adds a *waiter at the end.
func (w *waiters) Push(x any) { *w = append(*w, x.(*waiter)) }

// Pop takes the last one out.
func (w *waiters) Pop() any {
	last := len(*w) - 1
	x := (*w)[last]
	*w = slices.Delete(*w, last, last+1)
	return x
}
