package audit

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// Known is a snapshot in memory: what could be learnt, and why the rest could
// not. It may be read while it is being put together.
type Known struct {
	Header Header
	Calls  []CallCount // the ledger of the run that took the snapshot

	columns map[AnyFact]column
	mu      sync.RWMutex
	changes map[AnyFact]int // what lists were made from, counted
	// revision counts the changes of all facts: where it is the same, no fact's
	// need be counted.
	revision atomic.Int64
	lists    map[KindName]*subjectList
	views    map[any]any     // the memo of each view
	off      map[string]bool // regions that are not enabled, or closed to the account
	left     Set             // facts that a plan leaves to the audit; nil outside of plans
}

// NewKnown returns an empty snapshot.
func NewKnown(h Header) *Known {
	k := &Known{Header: h, columns: map[AnyFact]column{}, changes: map[AnyFact]int{},
		lists: map[KindName]*subjectList{}, views: map[any]any{}, off: map[string]bool{}}
	for _, f := range facts {
		k.columns[f] = f.newColumn()
	}
	return k
}

// put keeps a value as a snapshot's line holds it.
func (k *Known) put(f AnyFact, id, over string, raw json.RawMessage, why *Unknown) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !f.Info().Sweeps() {
		k.changed(f) // a sweep's subjects count when it ends
	}
	return k.columns[f].decode(id, over, raw, why)
}

// has reports whether anything was put for the subject.
func (k *Known) has(f AnyFact, id string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.columns[f].has(id)
}

func (k *Known) beginSweep(f AnyFact, over string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.columns[f].begin(over)
}

func (k *Known) endSweep(f AnyFact, over string, why *Unknown) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changed(f)
	k.columns[f].end(over, why)
	if why != nil && (why.Reason == RegionOff || why.Reason == Closed) {
		k.off[over] = true
	}
}

// changed notes that what is made from the fact has to be made again. The caller
// holds the lock.
func (k *Known) changed(f AnyFact) {
	k.changes[f]++
	k.revision.Add(1)
}

// isOff reports whether the account cannot use the region.
func (k *Known) isOff(region string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.off[region]
}

// told reports whether a sweep over a region or account has put anything yet.
func (k *Known) told(f AnyFact, over string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.columns[f].toldOf(over)
}

// OpenRegions are the regions that the account can use, as far as is known.
func (k *Known) OpenRegions() []string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.openRegions()
}

// openRegions is OpenRegions for those who hold the lock.
func (k *Known) openRegions() []string {
	open := make([]string, 0, len(k.Header.Regions))
	for _, region := range k.Header.Regions {
		if !k.off[region] {
			open = append(open, region)
		}
	}
	return open
}

// Subjects returns the subjects of a kind, sorted by id; the error says that
// there may be more.
func (k *Known) Subjects(name KindName) ([]Subject, error) {
	list := k.list(name)
	return list.subjects, list.err
}

func (k *Known) subject(name KindName, id string) *Subject { return k.list(name).byID[id] }

// changesOf counts what has changed in the facts: where the count is the same,
// what was made from them still holds.
func (k *Known) changesOf(facts []AnyFact) int {
	k.mu.RLock()
	defer k.mu.RUnlock()
	count := len(k.off) // the list of regions hangs on them alone
	if k.left != nil {
		facts = slices.Collect(maps.Keys(k.changes)) // candidates hang on more than lists do
	}
	for _, f := range facts {
		count += k.changes[f]
	}
	return count
}

// All visits the subjects of which AWS told something, in the order of their
// ids; what a gate settled is not among them. The error says that there may be
// more.
func (f *Fact[T]) All(r Reader, visit func(id string, value T)) error {
	r.check(f)
	told, incomplete := r.known.columns[f].(*typedColumn[T]).told(r.known)
	for _, id := range slices.Sorted(maps.Keys(told)) {
		visit(id, told[id])
	}
	if incomplete != nil {
		r.without(f, incomplete)
		return incomplete
	}
	return nil
}
