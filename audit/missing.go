package audit

import "cmp"

// Missing says which functions may be concerned by subjects that Subjects does
// not return, and why.
type Missing struct {
	functions map[string]*Unknown // by ARN
	regions   map[string]*Unknown
	otherwise *Unknown
}

// For returns why subjects that concern a function may be missing; nil where all
// are there.
func (m *Missing) For(function, region string) *Unknown {
	if m == nil {
		return nil
	}
	return cmp.Or(m.functions[function], m.regions[region], m.regions[Global], m.otherwise)
}

// Missing returns what may be missing of a kind's subjects; nil where the kind
// could be listed in whole.
func (k *Known) Missing(kind KindName) *Missing {
	list := k.list(kind)
	if list.err == nil {
		return nil
	}
	m := &Missing{functions: map[string]*Unknown{}, regions: map[string]*Unknown{}}
	for _, f := range direct(kinds[kind].From) {
		if f.Info().OnDemand && len(k.Header.Scope.Tags) == 0 {
			continue // the list does not hang on it
		}
		if f.Info().Sweeps() {
			m.addSweeps(k, f)
		}
		m.addSubjects(k, f)
	}
	if len(m.functions)+len(m.regions) == 0 {
		m.otherwise = whyOf(list.err)
	}
	return m
}

// addSweeps notes the regions in which the fact's listing is not complete.
func (m *Missing) addSweeps(k *Known, f AnyFact) {
	info := f.Info()
	for _, over := range k.overs(info) {
		why := k.Swept(f, over)
		if why == nil {
			continue
		}
		region := k.regionOf(info.Over, over)
		m.regions[region] = cmp.Or(m.regions[region], why)
	}
}

// addSubjects notes the subjects of which the fact is not known in whole: one
// that concerns functions speaks for these, any other for its region.
func (m *Missing) addSubjects(k *Known, f AnyFact) {
	info := f.Info()
	gaps, _ := k.gaps(f)
	if !info.Sweeps() {
		subjects, _ := k.Subjects(info.Kind)
		for i := range subjects {
			if s := &subjects[i]; !k.has(f, s.ID) && !f.settled(k.Reader(), s) {
				gaps = append(gaps, gap{s.ID, &Unknown{Reason: NotAsked, Fact: info.Name}})
			}
		}
	}
	for _, g := range gaps {
		s := k.subject(info.Kind, g.id)
		if s == nil || len(s.Functions) == 0 {
			region := k.regionOf(info.Kind, g.id)
			m.regions[region] = cmp.Or(m.regions[region], g.why)
			continue
		}
		for _, arn := range s.Functions {
			m.functions[arn] = cmp.Or(m.functions[arn], g.why)
		}
	}
}

// whyOf returns the reason that an error of Subjects gives.
func whyOf(err error) *Unknown {
	if u, ok := err.(*Unknown); ok {
		return u
	}
	return &Unknown{Reason: Failed, Message: err.Error()}
}
