package audit

import "context"

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

// related are the units of a fact that a unit waits for: those in its region, and
// those of no region; one of no region waits for all. What is not wanted has none.
func (r *run) related(u unit, f AnyFact) []unit {
	var list []unit
	for _, needed := range unitsOf(f, r.session.Header.Regions) {
		if r.done[needed] != nil && (u.region == Global || needed.region == Global || needed.region == u.region) {
			list = append(list, needed)
		}
	}
	return list
}

// usable waits until it is told whether the account can use the unit's region.
func (r *run) usable(ctx context.Context, u unit) bool {
	if u.region == Global || u.fact.Info().TellsRegion {
		return true
	}
	return r.regions.pass(ctx, u.region) && !r.known.isOff(u.region)
}

// leavesOpen reports whether a call must answer for the subject.
func (r *run) leavesOpen(reader Reader, f AnyFact, s *Subject) bool {
	return !r.known.has(f, s.ID) && !(r.session.spares(f) && f.settled(reader, s))
}

// belongs reports whether the unit asks for the subject: one that functions name
// is asked for where they lie, because there it became known.
func (r *run) belongs(s *Subject, region string) bool {
	if s.Region == Global || len(s.Functions) == 0 {
		return s.Region == region
	}
	return regionOf(s.Functions[0]) == region
}
