package audit

import "encoding/json"

// Given is a fact pinned for an example or a test.
type Given struct {
	Fact AnyFact
	put  func(*Known) error
}

// Is pins the fact's value for a subject.
func (f *Fact[T]) Is(id string, value T) Given {
	return f.given(id, &value, nil)
}

// IsUnknown pins the reason why the fact is not known for a subject.
func (f *Fact[T]) IsUnknown(id string, why Unknown) Given {
	why.Fact = f.Name
	return f.given(id, nil, &why)
}

// IsAtLeast pins a value that may not be all.
func (f *Fact[T]) IsAtLeast(id string, value T, why Unknown) Given {
	why.Fact = f.Name
	return f.given(id, &value, &why)
}

// Broke says that the fact's sweep over a region or account ended early.
func (f *Fact[T]) Broke(over string, why Unknown) Given {
	why.Fact = f.Name
	return Given{f, func(k *Known) error {
		k.endSweep(f, over, &why)
		return nil
	}}
}

func (f *Fact[T]) given(id string, value *T, why *Unknown) Given {
	return Given{f, func(k *Known) error {
		var raw json.RawMessage
		if value != nil {
			var err error
			if raw, err = json.Marshal(value); err != nil {
				return err
			}
		}
		return k.put(f, id, k.coverFor(f.Info(), id), raw, why)
	}}
}

// coverFor returns what the sweep that tells of the subject is made over.
func (k *Known) coverFor(info Info, id string) string {
	switch {
	case !info.Sweeps():
		return ""
	case kinds[info.Over].Global:
		return k.Header.Account
	default:
		return regionOf(id)
	}
}

// Pretend returns a snapshot that holds just what is given: every sweep of a
// given fact, and of those in also, counts as complete unless it is given as
// broken.
func Pretend(h Header, also Set, given ...Given) (*Known, error) {
	k := NewKnown(h)
	complete := NewSet()
	for f := range also {
		complete[f] = true
	}
	for _, g := range given {
		complete[g.Fact] = true
	}
	for f := range complete {
		for _, over := range k.overs(f.Info()) {
			k.endSweep(f, over, nil)
		}
	}
	for _, g := range given {
		if err := g.put(k); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// overs returns what a sweep is made over. The caller holds the lock.
func (k *Known) overs(info Info) []string {
	switch {
	case !info.Sweeps():
		return nil
	case kinds[info.Over].Global:
		return []string{k.Header.Account}
	}
	return k.openRegions()
}
