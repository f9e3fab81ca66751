package audit

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
)

// Known is a snapshot in memory: what could be learnt, and why the rest could
// not. It may be read while it is being put together.
type Known struct {
	Header Header
	Calls  []CallCount // the ledger of the run that took the snapshot

	columns map[AnyFact]column
	mu      sync.RWMutex
	changes map[AnyFact]*changes
	lists   map[KindName]*subjectList
	views   map[viewKey]any
	off     map[string]bool // regions that are not enabled, or closed to the account
	left    Set             // facts that a plan leaves to the audit; nil outside of plans
	open    map[AnyFact]int // units of a run that are not finished; nil outside of runs
}

type viewKey struct {
	view  any
	whole bool // the whole snapshot's, not the latest subject's
}

// NewKnown returns an empty snapshot.
func NewKnown(h Header) *Known {
	k := &Known{Header: h, columns: map[AnyFact]column{}, changes: map[AnyFact]*changes{},
		lists: map[KindName]*subjectList{}, views: map[viewKey]any{}, off: map[string]bool{}}
	for _, f := range facts {
		k.columns[f] = f.newColumn()
		k.changes[f] = &changes{}
	}
	return k
}

// put keeps a value as a snapshot's line holds it.
func (k *Known) put(f AnyFact, id, over string, raw json.RawMessage, why *Unknown) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changes[f].puts++
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
	k.changes[f].ends++
	k.columns[f].end(over, why)
	if why != nil && (why.Reason == RegionOff || why.Reason == Closed) {
		k.off[over] = true
	}
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

// All visits the subjects of which AWS told something, in the order of their
// ids; what a gate settled is not among them. The error says that there may be
// more.
func (f *Fact[T]) All(r Reader, visit func(id string, value T)) error {
	r.check(f)
	if why := r.tooEarly(f); why != nil {
		return why
	}
	told, incomplete := r.known.columns[f].(*typedColumn[T]).told(r.known)
	for _, id := range slices.Sorted(maps.Keys(told)) {
		visit(id, told[id])
	}
	if incomplete != nil {
		r.without(f, "", incomplete)
		return incomplete
	}
	return nil
}

func (k *Known) viewed(key viewKey) any {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.views[key]
}

func (k *Known) remember(key viewKey, result any) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.views[key] = result
}
