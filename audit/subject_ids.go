package audit

import (
	"cmp"
	"slices"
)

// subjectIDs numbers the subjects of a kind, so that the columns of its facts
// hold a number in the place of an ARN.
type subjectIDs struct {
	numbers map[string]int32
	ids     []string
	ordered []int32 // by id; older than ids where it is shorter
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
