package audit

import (
	"fmt"
	"slices"
)

// A Reader reads a snapshot's facts. One that was narrowed panics when asked for
// anything its owner did not declare, so that no declaration can be wrong.
type Reader struct {
	known *Known
	owner string
	allow map[any]bool // facts and views; nil allows all
	run   *run         // set within a collector
	gaps  *gaps        // what was read in vain; set within a plan and for gates
	// awaits reports, for the gates of a stream, whether the fact is still being
	// asked for where the gate's subject lies.
	awaits func(AnyFact) bool
}

// Reader returns a reader of everything.
func (k *Known) Reader() Reader { return Reader{known: k} }

// Narrow returns a reader of the given facts and views only.
func (k *Known) Narrow(owner string, deps []Dep) Reader {
	allow := make(map[any]bool, len(deps))
	for _, d := range deps {
		allow[d] = true
	}
	return Reader{known: k, owner: owner, allow: allow}
}

// Header returns what the snapshot says of itself.
func (r Reader) Header() *Header { return &r.known.Header }

// Subjects returns the subjects of a kind, sorted by id; the error says that
// there may be more.
func (r Reader) Subjects(kind KindName) ([]Subject, error) {
	list := r.list(kind)
	return list.subjects, list.err
}

// Subject returns one subject, or nil if the snapshot has none such.
func (r Reader) Subject(kind KindName, id string) *Subject {
	return r.list(kind).byID[id]
}

// list returns the subjects of a kind, and notes what they were listed without.
func (r Reader) list(kind KindName) *subjectList {
	if r.awaits != nil {
		for _, f := range direct(kinds[kind].From) {
			_ = r.tooEarly(f) // notes it
		}
	}
	list := r.known.list(kind)
	r.gaps.add(list.without)
	return list
}

// Swept returns how a fact's sweep over a region or account ended: nil where it is
// complete, else why it is not.
func (r Reader) Swept(f AnyFact, over string) *Unknown {
	r.check(f)
	why := r.known.Swept(f, over)
	if why != nil {
		r.without(f, over, why)
	}
	return why
}

// tooEarly keeps a gate from going through all of a fact that is not finished: the
// gate is asked again when it is.
func (r Reader) tooEarly(f AnyFact) *Unknown {
	if r.awaits == nil || !r.awaits(f) {
		return nil
	}
	r.gaps.note(f, "")
	return &Unknown{Reason: NotAsked, Fact: f.Info().Name}
}

// unfinished keeps a gate from what a sweep has put so far: it may go on to put
// more of the same. What lists subjects is whole from the first.
func (r Reader) unfinished(f AnyFact) *Unknown {
	if r.awaits == nil || !f.Info().Sweeps() || slices.Contains(direct(kinds[f.Info().Kind].From), f) {
		return nil
	}
	return r.tooEarly(f)
}

// AsksAll reports, within a collector or a plan, whether the run makes the calls
// too that gates would spare.
func (r Reader) AsksAll() bool { return r.run != nil && r.run.session.askAll }

func (r Reader) check(f AnyFact) {
	if r.allow != nil && !r.allow[Dep(f)] {
		panic(fmt.Sprintf("%s reads the fact %s without declaring it", r.owner, f.Info().Name))
	}
}

func (r Reader) checkView(v Dep, name string) {
	if r.allow != nil && !r.allow[v] {
		panic(fmt.Sprintf("%s reads the view %s without declaring it", r.owner, name))
	}
}
