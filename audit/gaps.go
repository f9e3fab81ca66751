package audit

import (
	"maps"
	"sync"
)

// gaps are what something was made without although it may still come: the facts
// that a plan leaves to the audit or that a run has not finished asking, each with
// the first subject that was read in vain ("": all of them), and lists of what may
// be there instead of what is. A nil *gaps notes nothing.
type gaps struct {
	mu       sync.Mutex
	facts    map[AnyFact]string
	supposed bool // candidates were read
}

// newGaps returns where to note them; nil where nothing is to come.
func (k *Known) newGaps() *gaps {
	if k.left == nil && k.open == nil {
		return nil
	}
	return &gaps{}
}

// without notes that a fact is not there yet for the subject; "" for all. What a
// gate awaited when it was asked counts, although it may be there by now.
func (r Reader) without(f AnyFact, id string, why *Unknown) {
	if r.gaps != nil && why.Reason == NotAsked && (r.awaits != nil && r.awaits(f) || r.known.expects(f)) {
		r.gaps.note(f, id)
	}
}

// expects reports whether more may still become known of the fact: a plan leaves
// it to the audit, or a run has not asked for all of it.
func (k *Known) expects(f AnyFact) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.left[f] || k.open[f] > 0
}

// leaves reports whether the plan leaves the fact to the audit.
func (k *Known) leaves(f AnyFact) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.left[f]
}

// leave leaves one more fact to the audit.
func (k *Known) leave(f AnyFact) {
	k.lock()
	defer k.mu.Unlock()
	k.left[f] = true
}

func (g *gaps) note(f AnyFact, id string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.facts == nil {
		g.facts = map[AnyFact]string{}
	}
	if _, noted := g.facts[f]; !noted {
		g.facts[f] = id
	}
}

// add notes what something was made without that is read.
func (g *gaps) add(other *gaps) {
	if g == nil || other == nil {
		return
	}
	facts, supposed := other.noted()
	for f, id := range facts {
		g.note(f, id)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.supposed = g.supposed || supposed
}

// noted returns a copy of the facts, and whether anything is supposed only.
func (g *gaps) noted() (map[AnyFact]string, bool) {
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
