package audit

import "sync"

// A queue holds the subjects of streams that wait for something to become known.
type queue struct {
	run *run

	mu      sync.Mutex
	waiting map[AnyFact]map[string][]parked // by the subject that is waited for; "": all of them
	hearers map[AnyFact][]*stream           // streams whose subjects are listed from the fact
}

type parked struct {
	stream  *stream
	subject Subject
}

// wanted is what a gate read in vain: a fact of one subject, or ("") of all.
type wanted struct {
	fact AnyFact
	id   string
}

func newQueue(r *run) *queue {
	return &queue{run: r, waiting: map[AnyFact]map[string][]parked{}, hearers: map[AnyFact][]*stream{}}
}

// listen lets a stream know when there may be more subjects.
func (q *queue) listen(s *stream) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, f := range direct(kinds[s.unit.fact.Info().Kind].From) {
		q.hearers[f] = append(q.hearers[f], s)
	}
}

// park keeps the subject until what it waits for is known; false where that has
// happened meanwhile.
func (q *queue) park(s *stream, w wanted, subject *Subject) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if over(s.pending[w.fact]) || w.id != "" && q.run.known.has(w.fact, w.id) {
		return false
	}
	byID := q.waiting[w.fact]
	if byID == nil {
		byID = map[string][]parked{}
		q.waiting[w.fact] = byID
	}
	byID[w.id] = append(byID[w.id], parked{s, *subject})
	return true
}

// told wakes those that wait for the fact of one subject.
func (q *queue) told(f AnyFact, id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.wake(q.waiting[f][id])
	delete(q.waiting[f], id)
	q.ring(f)
}

// closed wakes those that wait for anything of the fact.
func (q *queue) closed(f AnyFact) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, list := range q.waiting[f] {
		q.wake(list)
	}
	delete(q.waiting, f)
	q.ring(f)
}

func (q *queue) ring(f AnyFact) {
	for _, s := range q.hearers[f] {
		s.ring()
	}
}

func (q *queue) wake(list []parked) {
	for _, p := range list {
		p.stream.woken = append(p.stream.woken, p.subject)
		p.stream.ring()
	}
}

// ring wakes the stream; one that is awake will look again.
func (s *stream) ring() {
	select {
	case s.bell <- struct{}{}:
	default:
	}
}

// takeWoken returns the stream's subjects that wait no longer for what they did.
func (q *queue) takeWoken(s *stream) []Subject {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := s.woken
	s.woken = nil
	return list
}
