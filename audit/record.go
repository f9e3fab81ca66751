package audit

import (
	"encoding/json"
	"errors"
	"fmt"
)

// unanswered records the reason for every subject of a batch that was not put.
func (r *run) unanswered(f AnyFact, batch []Subject, why *Unknown) {
	for _, s := range batch {
		if !r.known.has(f, s.ID) {
			r.record(f, s.ID, "", nil, why)
		}
	}
}

// put is what a collector's Put comes to: the value as a snapshot holds it.
func put[T any](r *run, f *Fact[T], over, id string, value T, err error) {
	var why *Unknown
	var partial atLeast
	whole := err == nil || errors.As(err, &partial)
	if err != nil {
		why = classify(err, f.Info())
		r.expired(f, err)
	}
	var raw json.RawMessage
	if whole {
		if raw, err = json.Marshal(value); err != nil {
			raw, why = nil, internal(f.Info(), err)
		}
	}
	r.record(f, id, over, raw, why)
}

// expired ends the run where the credentials have run out.
func (r *run) expired(f AnyFact, err error) {
	if isExpired(err) {
		r.stop(&CredentialError{fmt.Errorf("collect %s: %w", f.Info().Name, err)})
	}
}

// Also tells, within a collector, a value of another fact that came with the
// answer. It is kept where the run wants that fact, which is then not asked. The
// fact is named, because it often needs the one that tells of it.
func Also[T any](r Reader, fact string, id string, value T) {
	f, ok := FactByName(fact).(*Fact[T])
	if !ok {
		panic(fmt.Sprintf("no fact of this type is named %s", fact))
	}
	if run := r.run; run != nil && run.wants[f] && !run.known.has(f, id) {
		put(run, f, "", id, value, nil)
	}
}

func (r *run) record(f AnyFact, id, over string, raw json.RawMessage, why *Unknown) {
	if err := r.known.put(f, id, over, raw, why); err != nil {
		raw, why = nil, internal(f.Info(), err)
		_ = r.known.put(f, id, over, nil, why) // a reason always fits
	}
	r.write(Line{Fact: f.Info().Name, ID: id, Over: over, Value: raw, Unknown: why})
	r.learnt(f, id, over)
}

func (r *run) write(l Line) {
	if r.sink == nil {
		return
	}
	if err := r.sink.Line(l); err != nil {
		r.stop(fmt.Errorf("write the snapshot: %w", err))
	}
}
