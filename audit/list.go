package audit

import (
	"cmp"
	"fmt"
	"slices"
)

// A subjectList is a kind's subjects as of so many changes of its facts.
type subjectList struct {
	subjects []Subject
	ids      []string // theirs
	byID     map[string]*Subject
	err      error
	revision int64
	asOf     int
	puts     int
	ends     int
	without  *gaps // what they were listed without; nil where nothing is to come
}

// list enumerates the kind, unless nothing has changed since it last did. While a
// run is asking, a list may lag behind a little; it says then that it is not
// complete.
func (k *Known) list(name KindName) *subjectList {
	kind := kinds[name]
	if kind == nil {
		panic(fmt.Sprintf("no kind is named %s", name))
	}
	revision := k.revision.Load()
	if last, _ := k.latest(name); last != nil && last.revision == revision {
		return last
	}
	return k.listAnew(kind, revision)
}

// latest returns the list that was last made of the kind, and whether a run is
// under way.
func (k *Known) latest(name KindName) (last *subjectList, underWay bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.lists[name], k.open != nil
}

// listAnew lists the kind as of a revision or later. One caller at a time does, so
// that no list replaces one made of more: who has seen a subject sees it again.
func (k *Known) listAnew(kind *Kind, revision int64) *subjectList {
	turn := k.listing[kind.Name]
	turn.Lock()
	defer turn.Unlock()
	last, underWay := k.latest(kind.Name)
	if last != nil && last.revision >= revision {
		return last
	}
	from := direct(kind.From)
	asOf := k.changesOf(from)
	puts, ends := k.putsOf(from)
	fresh := last != nil && last.asOf == asOf && last.puts == puts
	if fresh && underWay || last != nil && underWay && last.nearly(puts, ends) {
		return last
	}
	list := &subjectList{}
	if fresh {
		*list = *last
	} else {
		list = k.enumerate(kind)
	}
	list.revision, list.asOf, list.puts, list.ends = revision, asOf, puts, ends
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lists[kind.Name] = list
	return list
}

// lag is the part of a list that may be missing while a run fills it: a new list
// for each new subject would take time by the square of their number.
const lag = 1.0 / 8

// nearly reports whether the list lacks little, and nothing has ended since.
func (l *subjectList) nearly(puts, ends int) bool {
	return l.ends == ends && float64(puts-l.puts) <= lag*float64(l.puts)
}

func (k *Known) enumerate(kind *Kind) *subjectList {
	r := k.Reader()
	r.gaps = k.newGaps()
	subjects, err := kind.List(r)
	if k.left != nil && kind.Candidates != nil && r.gaps.any() {
		subjects, err, r.gaps = kind.Candidates(r), nil, &gaps{supposed: true}
	}
	slices.SortFunc(subjects, func(a, b Subject) int { return cmp.Compare(a.ID, b.ID) })
	list := &subjectList{subjects: subjects, ids: make([]string, len(subjects)), byID: make(map[string]*Subject, len(subjects)), err: err, without: r.gaps}
	for i := range subjects {
		list.ids[i] = subjects[i].ID
		list.byID[subjects[i].ID] = &subjects[i]
	}
	return list
}
