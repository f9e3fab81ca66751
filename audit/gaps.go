package audit

import (
	"maps"
	"sync"
)

// gaps are what a plan had to do without: the facts that it leaves to the audit,
// and lists of what may be there instead of what is. A nil *gaps notes nothing.
type gaps struct {
	mu       sync.Mutex
	facts    map[AnyFact]bool
	supposed bool // candidates were read
}

// newGaps returns where to note them; nil outside of plans.
func (k *Known) newGaps() *gaps {
	if k.left == nil {
		return nil
	}
	return &gaps{}
}

// without notes that a fact is not there because the plan leaves it out.
func (r Reader) without(f AnyFact, why *Unknown) {
	if r.gaps != nil && why.Reason == NotAsked && r.known.leaves(f) {
		r.gaps.note(f)
	}
}

// leaves reports whether the plan leaves the fact to the audit.
func (k *Known) leaves(f AnyFact) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.left[f]
}

// leave leaves one more fact to the audit.
func (k *Known) leave(f AnyFact) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.left[f] = true
}

func (g *gaps) note(f AnyFact) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.facts == nil {
		g.facts = map[AnyFact]bool{}
	}
	g.facts[f] = true
}

// add notes what something was made without that is read.
func (g *gaps) add(other *gaps) {
	if g == nil || other == nil {
		return
	}
	facts, supposed := other.noted()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.supposed = g.supposed || supposed
	if g.facts == nil {
		g.facts = facts
		return
	}
	maps.Copy(g.facts, facts)
}

// noted returns a copy of the facts, and whether anything is supposed only.
func (g *gaps) noted() (map[AnyFact]bool, bool) {
	if g == nil {
		return nil, false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return maps.Clone(g.facts), g.supposed
}

// any reports whether anything is missing.
func (g *gaps) any() bool {
	facts, supposed := g.noted()
	return len(facts) > 0 || supposed
}
