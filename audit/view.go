package audit

import "slices"

// Dep is something that a fact, a kind, a view or a rule reads: a fact or a view.
type Dep interface{ facts() []AnyFact }

// A Set holds facts, closed under what they need.
type Set map[AnyFact]bool

// NewSet returns the facts behind the given facts and views, and all that must
// be known before them.
func NewSet(deps ...Dep) Set {
	set := Set{}
	set.Add(deps...)
	return set
}

// Add puts facts in, with what they need and what their kinds are listed from.
func (s Set) Add(deps ...Dep) {
	for _, f := range direct(deps) {
		s.add(f)
	}
}

// AddKind puts in what it takes to list the kind's subjects.
func (s Set) AddKind(name KindName) {
	if k := kinds[name]; k != nil {
		s.follow(k.From)
	}
}

func (s Set) add(f AnyFact) {
	if s[f] {
		return
	}
	s[f] = true
	info := f.Info()
	s.follow(info.Needs)
	s.AddKind(info.Kind)
	s.AddKind(info.Over)
}

// follow adds what something else is made from, save what waits to be asked for.
func (s Set) follow(deps []Dep) {
	for _, f := range direct(deps) {
		if !f.Info().OnDemand {
			s.add(f)
		}
	}
}

// direct returns the facts that are read, without what they need in turn.
func direct(deps []Dep) []AnyFact {
	var list []AnyFact
	for _, d := range deps {
		list = append(list, d.facts()...)
	}
	return list
}

// Names returns the names of the facts, sorted.
func (s Set) Names() []string {
	names := make([]string, 0, len(s))
	for f := range s {
		names = append(names, f.Info().Name)
	}
	slices.Sort(names)
	return names
}

// A View is a pure computation over facts about one subject, such as a parsed
// policy, or about the whole snapshot (id ""), such as an index. The last
// results are remembered, because rules ask for the same one in turn.
type View[T any] struct {
	Name    string
	From    []Dep
	Compute func(r Reader, id string) (T, error)
	// Keep is how many subjects' results are remembered: for what is costly to
	// compute and asked for again after other subjects. 0: the latest.
	Keep int

	from []AnyFact // the facts behind From
}

// RegisterView checks the view's declaration and returns it for use.
func RegisterView[T any](v View[T]) *View[T] {
	if v.Name == "" || len(v.From) == 0 || v.Compute == nil {
		panic("a view needs a name, what it is computed from, and how")
	}
	v.from = direct(v.From)
	return &v
}

func (v *View[T]) facts() []AnyFact { return v.from }

// Of returns the view of one subject, or of the whole snapshot for id "". The
// reader must allow every fact the view is computed from.
func (v *View[T]) Of(r Reader, id string) (T, error) {
	r.checkView(v, v.Name)
	if id == "" {
		for _, f := range v.from {
			if why := r.tooEarly(f); why != nil {
				var none T
				return none, why
			}
		}
	}
	revision := r.known.revision.Load()
	m := memoOf(r.known, v)
	last := m.find(id)
	if last != nil && last.revision == revision {
		r.gaps.add(last.without)
		return last.value, last.err
	}
	result := &viewResult[T]{id: id, revision: revision, asOf: m.asOf(r.known, v.from, revision)}
	if last != nil && last.asOf == result.asOf {
		result.value, result.err, result.without = last.value, last.err, last.without
	} else {
		whole := r.known.Reader()
		whole.gaps, whole.awaits = r.known.newGaps(), r.awaits
		result.value, result.err = v.Compute(whole, id)
		result.without = whole.gaps
	}
	if r.awaits == nil || !result.without.any() { // what a gate was kept from reading others may read
		m.keep(result)
	}
	r.gaps.add(result.without)
	return result.value, result.err
}
