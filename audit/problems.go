package audit

import (
	"cmp"
	"maps"
	"slices"
)

// A Problem is something that could not be read and that somebody can act on:
// all subjects of one fact, in one region, that share its cause.
type Problem struct {
	Fact     string
	Region   string // Global for what belongs to no region
	Reason   Reason
	Code     string // the error code AWS answered
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
	k.mu.RLock()
	defer k.mu.RUnlock()
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
	k.mu.RLock()
	defer k.mu.RUnlock()
	why := &Unknown{Reason: NotAsked, Fact: f.Info().Name}
	k.columns[f].sweepEnds(func(ended string, u *Unknown) {
		if ended == over {
			why = u
		}
	})
	return why
}

// Unlisted returns why subjects of the kind that concern a region's functions
// may be missing from Subjects; nil where all are there, though those of another
// region may not be.
func (k *Known) Unlisted(kind KindName, region string) *Unknown {
	list := k.list(kind)
	if list.err == nil {
		return nil
	}
	elsewhere := false
	for _, name := range NewSet(kinds[kind].From...).Names() {
		here, there := k.gapsBy(FactByName(name), region)
		if here != nil {
			return here
		}
		elsewhere = elsewhere || there
	}
	if elsewhere {
		return nil
	}
	return whyOf(list.err)
}

// gapsBy returns why a fact is not known in whole in a region or globally, and
// whether it is not in another region.
func (k *Known) gapsBy(f AnyFact, region string) (here *Unknown, elsewhere bool) {
	info := f.Info()
	subjects, sweeps := k.gaps(f)
	first := map[string]*Unknown{}
	for _, g := range subjects {
		region := k.regionOf(info.Kind, g.id)
		first[region] = cmp.Or(first[region], g.why)
	}
	for _, g := range sweeps {
		region := k.regionOf(info.Over, g.id)
		first[region] = cmp.Or(first[region], g.why)
	}
	if here = cmp.Or(first[region], first[Global]); here != nil {
		return here, false
	}
	return nil, len(first) > 0
}

// whyOf returns the reason that an error of Subjects gives.
func whyOf(err error) *Unknown {
	if u, ok := err.(*Unknown); ok {
		return u
	}
	return &Unknown{Reason: Failed, Message: err.Error()}
}

// A loser is a column that can forget what it holds.
type loser interface{ lose(why *Unknown) }

// lose forgets every value, for the reason given; for none, it was never asked.
func (c *typedColumn[T]) lose(why *Unknown) {
	for _, id := range slices.Collect(maps.Keys(c.entries)) {
		if why == nil || c.info.Sweeps() {
			delete(c.entries, id)
			continue
		}
		c.entries[id] = &entry[T]{why: why}
	}
	for over := range c.ended {
		c.ended[over] = why
	}
	if why == nil {
		clear(c.ended)
	}
}

// Lose forgets the fact wherever it is known, as if AWS had denied it, or as if
// it had never been asked for. Tests judge with it what a rule makes of a fact
// that is missing.
func (k *Known) Lose(f AnyFact, denied bool) {
	var why *Unknown
	if denied {
		why = &Unknown{Reason: Denied, Fact: f.Info().Name, Code: "AccessDeniedException"}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changes[f]++
	k.columns[f].(loser).lose(why)
}
