package audit

import (
	"cmp"
	"slices"
	"sync/atomic"
)

// subjectIDs numbers the subjects of a kind, so that the columns of its facts
// hold a number in the place of an ARN.
type subjectIDs struct {
	numbers map[string]int32
	ids     []string
	ordered []int32      // by id; older than ids where it is shorter
	latest  atomic.Int32 // that was found: a subject's facts are read one after the other
}

// find returns the number of a subject that has one.
func (s *subjectIDs) find(id string) (n int32, known bool) {
	if n = s.latest.Load(); int(n) < len(s.ids) && s.ids[n] == id {
		return n, true
	}
	if n, known = s.numbers[id]; known {
		s.latest.Store(n)
	}
	return n, known
}

// number returns the subject's number; a new one is given where it has none.
func (s *subjectIDs) number(id string) int32 {
	if n, ok := s.numbers[id]; ok {
		return n
	}
	n := int32(len(s.ids))
	if s.numbers == nil {
		s.numbers = map[string]int32{}
	}
	s.numbers[id] = n
	s.ids = append(s.ids, id)
	return n
}

// order returns all numbers in the order of their ids.
func (s *subjectIDs) order() []int32 {
	if len(s.ordered) == len(s.ids) {
		return s.ordered
	}
	s.ordered = make([]int32, len(s.ids))
	for i := range s.ordered {
		s.ordered[i] = int32(i)
	}
	slices.SortFunc(s.ordered, func(a, b int32) int { return cmp.Compare(s.ids[a], s.ids[b]) })
	return s.ordered
}
