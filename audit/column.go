package audit

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// A column holds what is known of one fact, by subject.
type column interface {
	// decode keeps a value as it is written in a snapshot.
	decode(id, over string, raw json.RawMessage, why *Unknown) error
	// begin forgets what an earlier, broken attempt at the sweep put.
	begin(over string)
	end(over string, why *Unknown)
	has(id string) bool
	toldOf(over string) bool
	unknowns(func(id string, u *Unknown))
	sweepEnds(func(over string, u *Unknown))
}

// An entry is a value, a reason why there is none, or both: at least this.
type entry[T any] struct {
	value T
	has   bool
	why   *Unknown
	over  string
}

type typedColumn[T any] struct {
	info    Info
	entries map[string]*entry[T]
	ended   map[string]*Unknown // by what a call covered: nil where it is complete
}

func (c *typedColumn[T]) decode(id, over string, raw json.RawMessage, why *Unknown) error {
	e := &entry[T]{why: why, over: over}
	if e.has = raw != nil; e.has {
		if err := json.Unmarshal(raw, &e.value); err != nil {
			return err
		}
	}
	if c.entries == nil {
		c.entries = map[string]*entry[T]{}
	}
	c.entries[id] = e
	return nil
}

func (c *typedColumn[T]) begin(over string) {
	for id, e := range c.entries {
		if e.over == over {
			delete(c.entries, id)
		}
	}
	delete(c.ended, over)
}

func (c *typedColumn[T]) end(over string, why *Unknown) {
	if c.ended == nil {
		c.ended = map[string]*Unknown{}
	}
	c.ended[over] = why
}

// get returns what is known of the subject; the reason is the subject's own, or
// that of the listing it should have stood in.
func (c *typedColumn[T]) get(k *Known, id string) (T, *Unknown) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if e := c.entries[id]; e != nil {
		return e.value, e.why
	}
	var none T
	return none, c.missing(k, id)
}

func (c *typedColumn[T]) has(id string) bool { return c.entries[id] != nil }

func (c *typedColumn[T]) toldOf(over string) bool {
	for _, e := range c.entries {
		if e.over == over {
			return true
		}
	}
	return false
}

// told returns the values there are, and why there may be more.
func (c *typedColumn[T]) told(k *Known) (map[string]T, *Unknown) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	values := make(map[string]T, len(c.entries))
	for id, e := range c.entries {
		if e.has {
			values[id] = e.value
		}
	}
	return values, c.incomplete(k)
}

func (c *typedColumn[T]) unknowns(visit func(string, *Unknown)) {
	for id, e := range c.entries {
		if e.why != nil {
			visit(id, e.why)
		}
	}
}

func (c *typedColumn[T]) sweepEnds(visit func(string, *Unknown)) {
	for over, why := range c.ended {
		visit(over, why)
	}
}

// missing says why there is no entry: the listing broke, or ended without it, or
// nobody asked.
func (c *typedColumn[T]) missing(k *Known, id string) *Unknown {
	why, ended := c.ended[k.coverFor(c.info, id)]
	switch {
	case !c.info.Sweeps() || !ended:
		return &Unknown{Reason: NotAsked, Fact: c.info.Name}
	case why != nil:
		return why
	}
	return &Unknown{Reason: NoData, Fact: c.info.Name, Message: "not in the listing"}
}

// incomplete returns why All may not have seen everything.
func (c *typedColumn[T]) incomplete(k *Known) *Unknown {
	if !c.info.Sweeps() {
		for _, id := range slices.Sorted(maps.Keys(c.entries)) {
			if why := c.entries[id].why; why != nil {
				return why
			}
		}
		return nil
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

// regionOf returns the region an ARN names, or the id itself where it is none.
func regionOf(id string) string {
	parts := strings.SplitN(id, ":", 5)
	if len(parts) < 5 {
		return id
	}
	return parts[3]
}
