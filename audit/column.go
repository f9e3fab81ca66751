package audit

import (
	"encoding/json"
	"sync/atomic"
)

// A column holds what is known of one fact, by subject.
type column interface {
	// parse reads a value as it is written in a snapshot.
	parse(raw json.RawMessage) (parsed any, err error)
	// keep takes what parse returned, or nil where there is no value.
	keep(s *sharer, id, over string, parsed any, why *Unknown)
	// begin forgets what an earlier, broken attempt at the sweep put.
	begin(over string)
	end(over string, why *Unknown)
	has(id string) bool
	toldOf(over string) bool
	unknowns(func(id string, u *Unknown))
	sweepEnds(func(over string, u *Unknown))
	lose(why *Unknown)
}

// A typedColumn holds values side by side, in the order in which they came. What
// few of them have stands in maps beside them.
type typedColumn[T any] struct {
	info   Info
	ids    *subjectIDs // of the fact's kind
	places []int32     // by the subject's number: where it stands in marks and values, from 1; 0: nowhere
	marks  []mark
	values chunks[T]
	why    map[int32]*Unknown  // by place: why there is no value, or why it may not be all
	overs  []string            // what calls covered
	ended  map[string]*Unknown // by what a call covered: nil where it is complete
	latest atomic.Pointer[gateAnswer[T]]

	notAsked, notListed *Unknown // nearly every entry that is missing is so for one of these
}

// A mark says what stands at a place.
type mark struct {
	subject int32 // its number
	over    int32 // in overs
	state   state
}

type state uint8

const (
	forgotten state = iota
	unvalued        // only a reason
	valued
)

func newColumn[T any](info Info, ids *subjectIDs) *typedColumn[T] {
	return &typedColumn[T]{info: info, ids: ids, why: map[int32]*Unknown{}, ended: map[string]*Unknown{},
		notAsked:  &Unknown{Reason: NotAsked, Fact: info.Name},
		notListed: &Unknown{Reason: NoData, Fact: info.Name, Message: "not in the listing"}}
}

func (c *typedColumn[T]) parse(raw json.RawMessage) (any, error) {
	value := new(T)
	return value, json.Unmarshal(raw, value)
}

func (c *typedColumn[T]) keep(s *sharer, id, over string, parsed any, why *Unknown) {
	m := mark{subject: c.ids.number(s.text(id).kept), over: c.overNumber(over), state: unvalued}
	var value T
	if parsed != nil {
		value, m.state = *parsed.(*T), valued
		s.share(&value)
	}
	place := c.placeFor(m.subject)
	c.marks[place-1] = m
	c.values.set(int(place-1), value)
	if delete(c.why, place); why != nil {
		c.why[place] = s.reason(why)
	}
}

// placeFor returns where the subject stands, at the end if it stood nowhere.
func (c *typedColumn[T]) placeFor(subject int32) int32 {
	for int(subject) >= len(c.places) {
		c.places = append(c.places, 0)
	}
	if c.places[subject] == 0 {
		var none T
		c.marks = append(c.marks, mark{})
		c.values.add(none)
		c.places[subject] = int32(len(c.marks))
	}
	return c.places[subject]
}

// place returns where the subject stands; 0: nowhere.
func (c *typedColumn[T]) place(id string) int32 {
	if n, known := c.ids.find(id); known && int(n) < len(c.places) {
		return c.places[n]
	}
	return 0
}

// overNumber returns the number of what a call covered: there are as many as
// regions.
func (c *typedColumn[T]) overNumber(over string) int32 {
	for i := range c.overs {
		if c.overs[i] == over {
			return int32(i)
		}
	}
	c.overs = append(c.overs, over)
	return int32(len(c.overs) - 1)
}

func (c *typedColumn[T]) begin(over string) {
	for i := range c.marks {
		if c.marks[i].state != forgotten && c.overs[c.marks[i].over] == over {
			c.forget(i)
		}
	}
	delete(c.ended, over)
}

func (c *typedColumn[T]) forget(i int) {
	var none T
	c.places[c.marks[i].subject] = 0
	c.marks[i] = mark{}
	c.values.set(i, none)
	delete(c.why, int32(i+1))
}

func (c *typedColumn[T]) end(over string, why *Unknown) { c.ended[over] = why }

func (c *typedColumn[T]) has(id string) bool { return c.place(id) != 0 }

func (c *typedColumn[T]) toldOf(over string) bool {
	for _, m := range c.marks {
		if m.state != forgotten && c.overs[m.over] == over {
			return true
		}
	}
	return false
}

func (c *typedColumn[T]) unknowns(visit func(string, *Unknown)) {
	for place, why := range c.why {
		visit(c.ids.ids[c.marks[place-1].subject], why)
	}
}

func (c *typedColumn[T]) sweepEnds(visit func(string, *Unknown)) {
	for over, why := range c.ended {
		visit(over, why)
	}
}

// lose forgets every value, for the reason given; for none, it was never asked.
func (c *typedColumn[T]) lose(why *Unknown) {
	for i := range c.marks {
		if c.marks[i].state == forgotten {
			continue
		}
		if why == nil || c.info.Sweeps() {
			c.forget(i)
			continue
		}
		var none T
		c.values.set(i, none)
		c.marks[i].state, c.why[int32(i+1)] = unvalued, why
	}
	for over := range c.ended {
		c.ended[over] = why
	}
	if why == nil {
		clear(c.ended)
	}
}
