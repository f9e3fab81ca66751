package audit

import (
	"cmp"
	"fmt"
	"slices"
)

// A subjectList is a kind's subjects as of so many changes of its facts.
type subjectList struct {
	subjects []Subject
	byID     map[string]*Subject
	err      error
	revision int64
	asOf     int
	without  *gaps // what they were listed without; nil outside of plans
}

// list enumerates the kind, unless nothing has changed since it last did.
func (k *Known) list(name KindName) *subjectList {
	kind := kinds[name]
	if kind == nil {
		panic(fmt.Sprintf("no kind is named %s", name))
	}
	revision := k.revision.Load()
	k.mu.RLock()
	last := k.lists[name]
	k.mu.RUnlock()
	if last != nil && last.revision == revision {
		return last
	}
	list := &subjectList{}
	asOf := k.changesOf(direct(kind.From))
	if last != nil && last.asOf == asOf {
		*list = *last
	} else {
		list = k.enumerate(kind)
	}
	list.revision, list.asOf = revision, asOf
	k.mu.Lock()
	k.lists[name] = list
	k.mu.Unlock()
	return list
}

func (k *Known) enumerate(kind *Kind) *subjectList {
	r := k.Reader()
	r.gaps = k.newGaps()
	subjects, err := kind.List(r)
	if kind.Candidates != nil && r.gaps.any() {
		subjects, err, r.gaps = kind.Candidates(r), nil, &gaps{supposed: true}
	}
	slices.SortFunc(subjects, func(a, b Subject) int { return cmp.Compare(a.ID, b.ID) })
	list := &subjectList{subjects: subjects, byID: make(map[string]*Subject, len(subjects)), err: err, without: r.gaps}
	for i := range subjects {
		list.byID[subjects[i].ID] = &subjects[i]
	}
	return list
}
