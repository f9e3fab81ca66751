package audit

import "maps"

// changes count what has become known of a fact, so that what was made from it
// can be told to be up to date.
type changes struct {
	sweep bool // the fact's: what it puts counts when it ends
	ends  int  // of sweeps, of the asking in a region, and of what was lost again
	puts  int
}

// changesOf counts what has changed in the facts: where the count is the same,
// what was computed from them still holds. What a sweep puts counts when it ends.
func (k *Known) changesOf(facts []AnyFact) int {
	k.rlock()
	defer k.runlock()
	count := len(k.off) // the list of regions hangs on them alone
	if k.left != nil {
		for f := range k.changes { // candidates hang on more than lists do
			count += k.changesIn(f)
		}
		return count
	}
	for _, f := range facts {
		count += k.changesIn(f)
	}
	return count
}

func (k *Known) changesIn(f AnyFact) int {
	c := k.changes[f]
	if c.sweep {
		return c.ends
	}
	return c.ends + c.puts
}

// putsOf counts what was put of the facts, and how often something of them ended.
func (k *Known) putsOf(facts []AnyFact) (puts, ends int) {
	k.rlock()
	defer k.runlock()
	for _, f := range facts {
		puts += k.changes[f].puts
		ends += k.changes[f].ends
	}
	return puts, ends + len(k.off)
}

// opens notes that a run begins to ask for the fact in one more region.
func (k *Known) opens(f AnyFact) {
	k.lock()
	defer k.mu.Unlock()
	if k.open == nil {
		k.open = map[AnyFact]int{}
	}
	k.open[f]++
}

// closes notes that all that a run asks for of the fact in one region is known.
func (k *Known) closes(f AnyFact) {
	k.lock()
	defer k.mu.Unlock()
	k.open[f]--
	k.changes[f].ends++
}

// ended forgets that a run was under way: what is not known now stays so. Lists
// that something was missing from are made again, and so are views: a gate may tell
// by now that it is not missing, and what gates read counts as no change.
func (k *Known) ended() {
	k.lock()
	defer k.mu.Unlock()
	k.open = nil
	clear(k.views)
	maps.DeleteFunc(k.lists, func(_ KindName, l *subjectList) bool { return l.err != nil || l.without.any() })
}
