package audit

import (
	"maps"
	"slices"
)

// A loser is a column that can forget what it holds.
type loser interface{ lose(why *Unknown) }

// lose forgets every value, for the reason given; for none, it was never asked.
func (c *typedColumn[T]) lose(why *Unknown) {
	for _, id := range slices.Collect(maps.Keys(c.entries)) {
		if why == nil || c.info.Sweeps() {
			delete(c.entries, id)
			continue
		}
		c.entries[id] = &entry[T]{why: why}
	}
	for over := range c.ended {
		c.ended[over] = why
	}
	if why == nil {
		clear(c.ended)
	}
}

// Lose forgets the fact wherever it is known, as if AWS had denied it, or as if
// it had never been asked for. Tests judge with it what a rule makes of a fact
// that is missing.
func (k *Known) Lose(f AnyFact, denied bool) {
	var why *Unknown
	if denied {
		why = &Unknown{Reason: Denied, Fact: f.Info().Name, Code: "AccessDeniedException"}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changed(f)
	k.columns[f].(loser).lose(why)
}
