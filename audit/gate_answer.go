package audit

// A gateAnswer is what a gate last answered, as of a revision of the snapshot.
type gateAnswer[T any] struct {
	id       string
	revision int64
	gate     Gate[T]
}

// ask puts the gate's question for one subject; a gate may read all that the
// fact itself needs. The latest answer is remembered, because rules ask for the
// same one in turn; what is read in vain has to be noted each time.
func (f *Fact[T]) ask(r Reader, c *typedColumn[T], id string) Gate[T] {
	revision, last := r.known.revision.Load(), c.latest.Load()
	noting := r.gaps != nil || r.awaits != nil
	if !noting && last != nil && last.id == id && last.revision == revision {
		return last.gate
	}
	s := r.known.subject(f.Kind, id)
	if s == nil {
		return Ask[T]()
	}
	gates := r.known.Reader()
	gates.gaps, gates.awaits = r.gaps, r.awaits
	answer := &gateAnswer[T]{id, revision, f.Gate(gates, s)}
	if !noting {
		c.latest.Store(answer)
	}
	return answer.gate
}
