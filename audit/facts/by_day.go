package facts

import (
	"maps"
	"slices"
)

// byDay collects what CloudWatch tells of each of a batch's subjects, by the day of
// the window: it answers in any order, and not of every day.
type byDay[D any] []map[int]*D

// at is one day of one subject; it begins empty.
func (b byDay[D]) at(subject, day int) *D {
	if b[subject] == nil {
		b[subject] = map[int]*D{}
	}
	if b[subject][day] == nil {
		b[subject][day] = new(D)
	}
	return b[subject][day]
}

// of are the subject's days with any data, oldest first.
func (b byDay[D]) of(subject int) []D {
	var list []D
	for _, day := range slices.Sorted(maps.Keys(b[subject])) {
		list = append(list, *b[subject][day])
	}
	return list
}
