package audit

import (
	"cmp"
	"slices"
)

// A Problem is something that could not be read and that somebody can act on:
// all subjects of one fact, in one region, that share its cause.
type Problem struct {
	Fact     string
	Region   string // Global for what belongs to no region
	Reason   Reason
	Code     string // the error code AWS answered, or the cap that was reached
	Action   string // the IAM action that is missing
	Message  string // what was said of Example
	Subjects int    // how many could not be read; a broken listing counts as one
	Example  string // the first of them
}

// problemKey is what the subjects of one problem share.
type problemKey struct {
	fact, region string
	reason       Reason
	code, action string
}

// A gap is one subject of which a fact is not known, or one listing that broke.
type gap struct {
	id  string
	why *Unknown
}

// Problems returns what could not be read of the facts, sorted by fact, region
// and cause.
func (k *Known) Problems(of Set) []Problem {
	byKey := map[problemKey]*Problem{}
	for f := range of {
		info := f.Info()
		subjects, sweeps := k.gaps(f)
		for _, g := range subjects {
			note(byKey, info.Name, k.regionOf(info.Kind, g.id), g)
		}
		for _, g := range sweeps {
			note(byKey, info.Name, k.regionOf(info.Over, g.id), g)
		}
	}
	list := make([]Problem, 0, len(byKey))
	for _, p := range byKey {
		list = append(list, *p)
	}
	slices.SortFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Fact, b.Fact), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Reason, b.Reason),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Action, b.Action))
	})
	return list
}

// note counts a gap under its cause; what nobody can act on is no problem.
func note(byKey map[problemKey]*Problem, fact, region string, g gap) {
	if !g.why.Reason.Actionable() {
		return
	}
	key := problemKey{fact, region, g.why.Reason, g.why.Code, g.why.Action}
	p := byKey[key]
	if p == nil {
		p = &Problem{Fact: fact, Region: region, Reason: g.why.Reason, Code: g.why.Code, Action: g.why.Action}
		byKey[key] = p
	}
	p.Subjects++
	if p.Example == "" || g.id < p.Example {
		p.Example, p.Message = g.id, g.why.Message
	}
}

// gaps returns the subjects of which a fact is not known in whole, and the
// listings of it that broke, each sorted by id.
func (k *Known) gaps(f AnyFact) (subjects, sweeps []gap) {
	k.rlock()
	defer k.runlock()
	k.columns[f].unknowns(func(id string, u *Unknown) { subjects = append(subjects, gap{id, u}) })
	k.columns[f].sweepEnds(func(over string, u *Unknown) {
		if u != nil {
			sweeps = append(sweeps, gap{over, u})
		}
	})
	byID := func(a, b gap) int { return cmp.Compare(a.id, b.id) }
	slices.SortFunc(subjects, byID)
	slices.SortFunc(sweeps, byID)
	return subjects, sweeps
}

// regionOf returns the region in which a subject lies, listed or not.
func (k *Known) regionOf(kind KindName, id string) string {
	if s := k.subject(kind, id); s != nil {
		return s.Region
	}
	if region := regionOf(id); slices.Contains(k.Header.Regions, region) {
		return region
	}
	return Global
}

// Swept returns how a sweep over a region or account ended: nil where it is
// complete, else why it is not.
func (k *Known) Swept(f AnyFact, over string) *Unknown {
	k.rlock()
	defer k.runlock()
	why := &Unknown{Reason: NotAsked, Fact: f.Info().Name}
	k.columns[f].sweepEnds(func(ended string, u *Unknown) {
		if ended == over {
			why = u
		}
	})
	return why
}
