package audit

import (
	"encoding/json"
	"sync"
	"sync/atomic"
)

// Known is a snapshot in memory: what could be learnt, and why the rest could
// not. It may be read while it is being put together; see Seal for when it is.
type Known struct {
	Header Header
	Calls  []CallCount // the ledger of the run that took the snapshot

	columns map[AnyFact]column // never changed itself
	ids     map[KindName]*subjectIDs
	shared  *sharer
	mu      sync.RWMutex
	sealed  bool // read without the lock
	changes map[AnyFact]*changes
	// revision counts the changes of all facts: where it is the same, no fact's
	// need be counted.
	revision atomic.Int64
	lists    map[KindName]*subjectList
	listing  map[KindName]*sync.Mutex // held by who lists the kind anew; never changed itself
	views    map[any]any              // the memo of each view
	off      map[string]bool          // regions that are not enabled, or closed to the account
	left     Set                      // facts that a plan leaves to the audit; nil outside of plans
	open     map[AnyFact]int          // units of a run that are not finished; nil outside of runs
}

// NewKnown returns an empty snapshot.
func NewKnown(h Header) *Known {
	k := &Known{Header: h, columns: map[AnyFact]column{}, ids: map[KindName]*subjectIDs{}, shared: newSharer(), changes: map[AnyFact]*changes{},
		lists: map[KindName]*subjectList{}, listing: map[KindName]*sync.Mutex{}, views: map[any]any{}, off: map[string]bool{}}
	for name := range kinds {
		k.listing[name] = &sync.Mutex{}
	}
	for _, f := range facts {
		info := f.Info()
		if k.ids[info.Kind] == nil {
			k.ids[info.Kind] = &subjectIDs{}
		}
		k.columns[f] = f.newColumn(k.ids[info.Kind])
		k.changes[f] = &changes{sweep: info.Sweeps()}
	}
	return k
}

// put keeps a value as a snapshot's line holds it.
func (k *Known) put(f AnyFact, id, over string, raw json.RawMessage, why *Unknown) error {
	var parsed any
	if raw != nil {
		var err error
		if parsed, err = k.columns[f].parse(raw); err != nil {
			return err
		}
	}
	k.lock()
	defer k.mu.Unlock()
	k.changes[f].puts++
	k.columns[f].keep(k.shared, id, over, parsed, why)
	return nil
}

// has reports whether anything was put for the subject.
func (k *Known) has(f AnyFact, id string) bool {
	k.rlock()
	defer k.runlock()
	return k.columns[f].has(id)
}

func (k *Known) beginSweep(f AnyFact, over string) {
	k.lock()
	defer k.mu.Unlock()
	k.columns[f].begin(over)
}

func (k *Known) endSweep(f AnyFact, over string, why *Unknown) {
	k.lock()
	defer k.mu.Unlock()
	k.changes[f].ends++
	k.columns[f].end(over, why)
	if why != nil && (why.Reason == RegionOff || why.Reason == Closed) {
		k.off[over] = true
	}
}

// isOff reports whether the account cannot use the region.
func (k *Known) isOff(region string) bool {
	k.rlock()
	defer k.runlock()
	return k.off[region]
}

// told reports whether a sweep over a region or account has put anything yet.
func (k *Known) told(f AnyFact, over string) bool {
	k.rlock()
	defer k.runlock()
	return k.columns[f].toldOf(over)
}

// OpenRegions are the regions that the account can use, as far as is known.
func (k *Known) OpenRegions() []string {
	k.rlock()
	defer k.runlock()
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
	c := r.known.columns[f].(*typedColumn[T])
	subjects, incomplete := c.told(r.known)
	for _, n := range subjects {
		if id, value, ok := c.valueOf(r.known, n); ok {
			visit(id, value)
		}
	}
	if incomplete != nil {
		r.without(f, "", incomplete)
		return incomplete
	}
	return nil
}
