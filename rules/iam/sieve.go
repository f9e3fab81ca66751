package iam

// sieve is a selection that remembers what it did to each span: the resources of a statement come up again with each of
// its actions, and each action with all of the resources.
type sieve struct {
	selection
	seen map[*span]*sifted
}

// sifted is what a selection has to do with one span, as far as it was asked.
type sifted struct {
	touched, settled, weighed bool
	named, others             []*span
	cut, left                 bool // named is known, others are
}

func (v *sieve) about(s *span) *sifted {
	known := v.seen[s]
	if known == nil {
		if v.seen == nil {
			v.seen = map[*span]*sifted{}
		}
		known = &sifted{}
		v.seen[s] = known
	}
	return known
}

// weigh says whether the selection touches the span, and whether what it leaves of it can be named.
func (v *sieve) weigh(s *span) (touched, settled bool) {
	known := v.about(s)
	if !known.weighed {
		known.touched, known.weighed = v.touches(s), true
		known.settled = known.touched && v.settles(s)
	}
	return known.touched, known.settled
}

// named gives what of the span the selection names.
func (v *sieve) named(s *span) []*span {
	known := v.about(s)
	if !known.cut {
		known.named, known.cut = v.selection.cut(s), true
	}
	return known.named
}

// others gives what of the span the selection does not name.
func (v *sieve) others(s *span) []*span {
	known := v.about(s)
	if !known.left {
		known.others, known.left = v.selection.rest(s), true
	}
	return known.others
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
