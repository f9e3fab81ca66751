package audit

import "context"

// sweep makes the one call that covers the unit's region, or the account.
func (r *run) sweep(ctx context.Context, u unit) {
	subjects, _ := r.known.Subjects(u.fact.Info().Over) // accounts and regions are all known
	if u.fact.Info().Over == KindRegion {
		subjects = regionSubjects(&r.known.Header, r.known.Header.Regions) // also where functions are named
	}
	reader := r.reader(u)
	for _, s := range subjects {
		if s.Region != u.region {
			continue
		}
		r.known.beginSweep(u.fact, s.ID)
		r.write(Line{Begin: u.fact.Info().Name, Over: s.ID})
		err := r.call(ctx, u, reader, []Subject{s}, s.ID)
		if ctx.Err() != nil {
			return
		}
		var why *Unknown
		if err != nil {
			why = classify(err, u.fact.Info())
			if refused := refusesRegion(err, u.fact.Info()); refused != nil && !r.known.told(u.fact, s.ID) {
				why = refused
			}
		}
		r.known.endSweep(u.fact, s.ID, why)
		r.write(Line{End: u.fact.Info().Name, Over: s.ID, Unknown: why})
	}
}
