package audit

import "sync"

// A viewResult is what a view came to for one subject.
type viewResult[T any] struct {
	id       string
	value    T
	err      error
	revision int64 // of the snapshot: where that is the same, nothing has changed
	asOf     int   // changes of the facts it was computed from
	without  *gaps // in a plan or a gate, what it was computed without
}

// A memo remembers what one view came to: for the whole snapshot, and for the
// latest subjects.
type memo[T any] struct {
	most  int // subjects
	mu    sync.Mutex
	whole *viewResult[T]
	last  *viewResult[T]
	older map[string]*viewResult[T]

	counted int64 // the revision at which changes were counted, from 1
	changes int
}

// asOf counts the changes of the facts that the view is computed from, once for
// each revision of the snapshot.
func (m *memo[T]) asOf(k *Known, from []AnyFact, revision int64) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.counted != revision+1 {
		m.counted, m.changes = revision+1, k.changesOf(from)
	}
	return m.changes
}

// memoOf returns the snapshot's memo of a view.
func memoOf[T any](k *Known, v *View[T]) *memo[T] {
	k.mu.RLock()
	m, _ := k.views[v].(*memo[T])
	k.mu.RUnlock()
	if m != nil {
		return m
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if m, _ = k.views[v].(*memo[T]); m == nil { // nobody else was faster
		m = &memo[T]{most: v.Keep}
		k.views[v] = m
	}
	return m
}

// find returns what is remembered, which may be out of date; nil for nothing.
func (m *memo[T]) find(id string) *viewResult[T] {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case id == "":
		return m.whole
	case m.last != nil && m.last.id == id:
		return m.last
	}
	return m.older[id]
}

// keep remembers a result. Where there would be too many it begins anew.
func (m *memo[T]) keep(result *viewResult[T]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if result.id == "" {
		m.whole = result
		return
	}
	m.last = result
	if m.most == 0 {
		return
	}
	if m.older == nil || len(m.older) >= m.most {
		m.older = map[string]*viewResult[T]{}
	}
	m.older[result.id] = result
}

// Forget drops what views remember: whoever asks again has it computed again.
func (k *Known) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.views)
}
