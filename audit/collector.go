package audit

import "context"

// ask makes the fact's call for some subjects.
func (r *run) ask(ctx context.Context, u unit, reader Reader, subjects []Subject) {
	r.call(ctx, u, reader, subjects, "", func(err error) {
		if err != nil {
			r.unanswered(u.fact, subjects, classify(err, u.fact.Info()))
		}
	})
}

// call runs the fact's collector and concludes from its error, before its calls
// count as answered. Credentials that ran out end the run; then nothing is concluded.
func (r *run) call(ctx context.Context, u unit, reader Reader, subjects []Subject, over string, conclude func(error)) {
	ctx, tab := r.openTab(onBehalf(ctx, u.fact.Info(), r.rank[u.fact]), u.fact)
	defer tab.close(ctx)
	ctx = context.WithValue(ctx, endlessKey{}, r.endless[u])
	err := r.collectorsError(ctx, u, reader, subjects, over)
	r.expired(u.fact, err)
	if ctx.Err() == nil {
		conclude(err)
	}
}

// collectorsError runs the fact's collector. A panic in it costs the answer, not
// the run.
func (r *run) collectorsError(ctx context.Context, u unit, reader Reader, subjects []Subject, over string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = internal(u.fact.Info(), p)
		}
	}()
	return u.fact.collect(ctx, r.session, r, reader, subjects, over)
}
