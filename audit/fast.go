package audit

// PerSubject reports whether the fact takes a call, or more, for each subject of
// its kind: what is asked by account or by region, in batches, or of subjects
// that many functions share does not.
func (i Info) PerSubject() bool {
	for _, name := range []KindName{i.Kind, i.Over} {
		if name == KindAccount || name == KindRegion || kinds[name] != nil && kinds[name].Shared {
			return false
		}
	}
	return i.Batch == 1
}

// Reads returns the facts that are read of the given facts and views, without
// what these need in turn.
func Reads(deps ...Dep) []AnyFact { return direct(deps) }

// Fast returns what is left of the set where nothing is asked subject by subject.
func (s Set) Fast() Set {
	fast := Set{}
	for f := range s {
		if !f.Info().PerSubject() {
			fast[f] = true
		}
	}
	return fast
}

// OutOfReach returns the facts of which a fast run knows nothing: those that are
// asked subject by subject, save where a gate may settle them, because a fast run
// knows of all that the gate reads.
func OutOfReach() Set {
	out := Set{}
	for _, f := range facts {
		if !reached(f, Set{}) {
			out[f] = true
		}
	}
	return out
}

// reached reports whether a fast run may know the fact; under are the facts that
// led to it.
func reached(f AnyFact, under Set) bool {
	info := f.Info()
	switch {
	case !info.PerSubject():
		return true
	case info.GateDoc == "" || under[f]:
		return false
	}
	under[f] = true
	for _, needed := range direct(info.Needs) {
		if !reached(needed, under) {
			return false
		}
	}
	delete(under, f)
	return true
}
