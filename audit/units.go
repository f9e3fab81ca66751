package audit

// A unit is one fact in one region: it starts when all that it needs there is
// known, whatever the other regions do.
type unit struct {
	fact   AnyFact
	region string
}

func unitsOf(f AnyFact, regions []string) []unit {
	info := f.Info()
	if kinds[info.Kind].Global || kinds[info.Over].Global {
		return []unit{{f, Global}}
	}
	units := make([]unit, len(regions))
	for i, region := range regions {
		units[i] = unit{f, region}
	}
	return units
}

// covered are the subjects that sweeps are made over: of regions also those that
// turn out to be closed, so that what is asked does not hang on which call comes
// first.
func (r *run) covered(kind KindName) []Subject {
	if kind == KindRegion {
		return regionSubjects(&r.known.Header, r.known.Header.Regions)
	}
	list, _ := r.known.Subjects(kind) // what could not be listed is not asked about
	return list
}

// asked are the subjects that a fact is asked about one by one.
func (r *run) asked(kind KindName) []Subject {
	if kind == KindRegion && r.known.Header.Scope.Named() != nil {
		return nil
	}
	return r.covered(kind)
}

// leavesOpen reports whether a call must answer for the subject.
func (r *run) leavesOpen(f AnyFact, s *Subject) bool {
	return !r.known.has(f, s.ID) && (r.session.askAll || !f.settled(r.known.Reader(), s))
}

// belongs reports whether the unit asks for the subject: one that lies in a
// region nobody audits is asked for with the function that names it.
func (r *run) belongs(s *Subject, region string) bool {
	for _, audited := range r.known.Header.Regions {
		if s.Region == audited {
			return s.Region == region
		}
	}
	if s.Region == Global || len(s.Functions) == 0 {
		return s.Region == region
	}
	return regionOf(s.Functions[0]) == region
}
