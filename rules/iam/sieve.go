package iam

// sieve is a selection that remembers what it did to each span: the resources of a statement come up again with each of
// its actions, and each action with all of the resources.
type sieve struct {
	selection
	seen map[*span]*sifted
}

// sifted is what a selection has to do with one span.
type sifted struct {
	touched, settled bool
	parted           bool // cut and rest are known
	cut, rest        []*span
}

func (v *sieve) of(s *span) *sifted {
	known := v.seen[s]
	if known == nil {
		known = &sifted{touched: v.touches(s)}
		known.settled = known.touched && v.settles(s)
		if v.seen == nil {
			v.seen = map[*span]*sifted{}
		}
		v.seen[s] = known
	}
	return known
}

// parts gives what of the span the selection names, and what it does not.
func (v *sieve) parts(s *span) (cut, rest []*span) {
	known := v.of(s)
	if !known.parted {
		known.cut, known.rest, known.parted = v.cut(s), v.selection.rest(s), true
	}
	return known.cut, known.rest
}

// forgetActions drops what is known of the actions of another allowance.
func (c *curbs) forgetActions() {
	c.eachSieve(func(actions, _ *sieve) { clear(actions.seen) })
}

// forgetResources drops what is known of the resources of another statement.
func (c *curbs) forgetResources() {
	c.eachSieve(func(_, resources *sieve) { clear(resources.seen) })
}

func (c *curbs) eachSieve(do func(actions, resources *sieve)) {
	for _, list := range [][]denial{c.denials, c.boundaryDenials} {
		for i := range list {
			do(&list[i].actions, &list[i].resources)
		}
	}
	for i := range c.bounds {
		do(&c.bounds[i].actions, &c.bounds[i].resources)
	}
}
