package audit

import (
	"maps"
	"slices"
	"strings"
)

// get returns what is known of the subject; the reason is the subject's own, or
// that of the listing it should have stood in.
func (c *typedColumn[T]) get(k *Known, id string) (T, *Unknown) {
	k.rlock()
	defer k.runlock()
	if place := c.place(id); place != 0 {
		return *c.values.at(int(place - 1)), c.why[place]
	}
	var none T
	return none, c.missing(k, id)
}

// valueOf returns a subject's id and value, if there still is one.
func (c *typedColumn[T]) valueOf(k *Known, subject int32) (id string, value T, ok bool) {
	k.rlock()
	defer k.runlock()
	if place := c.places[subject]; place != 0 && c.marks[place-1].state == valued {
		return c.ids.ids[subject], *c.values.at(int(place - 1)), true
	}
	return "", value, false
}

// told returns the numbers of the subjects that have values, in the order of
// their ids, and why there may be more.
func (c *typedColumn[T]) told(k *Known) ([]int32, *Unknown) {
	if !k.sealed { // then the order is made
		k.mu.Lock()
		defer k.mu.Unlock()
	}
	subjects := make([]int32, 0, len(c.marks))
	for _, n := range c.ids.order() {
		if int(n) < len(c.places) && c.places[n] != 0 && c.marks[c.places[n]-1].state == valued {
			subjects = append(subjects, n)
		}
	}
	return subjects, c.incomplete(k)
}

// missing says why there is no entry: the listing broke, or ended without it, or
// nobody asked.
func (c *typedColumn[T]) missing(k *Known, id string) *Unknown {
	if !c.info.Sweeps() {
		return c.notAsked
	}
	switch why, ended := c.ended[k.coverFor(c.info, id)]; {
	case !ended:
		return c.notAsked
	case why != nil:
		return why
	}
	return c.notListed
}

// incomplete returns why All may not have seen everything.
func (c *typedColumn[T]) incomplete(k *Known) *Unknown {
	if !c.info.Sweeps() {
		return c.firstReason()
	}
	for _, over := range k.overs(c.info) {
		if why, ended := c.ended[over]; why != nil {
			return why
		} else if !ended {
			return &Unknown{Reason: NotAsked, Fact: c.info.Name}
		}
	}
	return nil
}

// firstReason returns the reason of the first subject that has one, by id.
func (c *typedColumn[T]) firstReason() *Unknown {
	id := func(place int32) string { return c.ids.ids[c.marks[place-1].subject] }
	places := slices.Collect(maps.Keys(c.why))
	if len(places) == 0 {
		return nil
	}
	return c.why[slices.MinFunc(places, func(a, b int32) int { return strings.Compare(id(a), id(b)) })]
}

// regionOf returns the region an ARN names, or the id itself where it is none.
func regionOf(id string) string {
	rest, region := id, ""
	for range 4 {
		var found bool
		if region, rest, found = strings.Cut(rest, ":"); !found {
			return id
		}
	}
	return region
}
