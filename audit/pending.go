package audit

// pending are facts that a run is still asking for where a unit waits for them,
// with the channels that tell of their end.
type pending map[AnyFact][]chan struct{}

// pendingFor returns all that a unit may wait for, directly or not.
func (r *run) pendingFor(u unit) pending {
	p := pending{}
	for f := range before(u.fact) {
		for _, needed := range r.related(u, f) {
			p[f] = append(p[f], r.done[needed])
		}
	}
	return p
}

// refresh forgets the facts that are finished.
func (p pending) refresh() {
	for f, ends := range p {
		if over(ends) {
			delete(p, f)
		}
	}
}

// has reports whether the fact was pending when last refreshed.
func (p pending) has(f AnyFact) bool { return p[f] != nil }

// over reports whether none of the facts is asked for any more.
func (p pending) over(facts []AnyFact) bool {
	for _, f := range facts {
		if !over(p[f]) {
			return false
		}
	}
	return true
}

func over(ends []chan struct{}) bool {
	for _, end := range ends {
		select {
		case <-end:
		default:
			return false
		}
	}
	return true
}
