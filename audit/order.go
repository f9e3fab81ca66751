package audit

import "fmt"

// waitsFor are the facts that a unit of the fact waits for.
func waitsFor(f AnyFact) []AnyFact {
	info := f.Info()
	return append(direct(info.Needs), direct(kinds[info.Over].From)...)
}

// before are the facts that a fact waits for, directly or not.
func before(f AnyFact) Set {
	set := Set{}
	var follow func(AnyFact)
	follow = func(f AnyFact) {
		for _, needed := range waitsFor(f) {
			if !set[needed] {
				set[needed] = true
				follow(needed)
			}
		}
	}
	follow(f)
	return set
}

// ranks counts for each fact how many of the others wait for it, directly or not.
func ranks(want Set) map[AnyFact]int {
	count := map[AnyFact]int{}
	for f := range want {
		for needed := range before(f) {
			count[needed]++
		}
	}
	return count
}

// acyclic refuses facts that wait for each other: they would wait for ever.
func acyclic(want Set) error {
	done, under := Set{}, Set{}
	var visit func(AnyFact) error
	visit = func(f AnyFact) error {
		switch {
		case done[f]:
			return nil
		case under[f]:
			return fmt.Errorf("the fact %s waits for itself", f.Info().Name)
		}
		under[f] = true
		for _, needed := range waitsFor(f) {
			if err := visit(needed); err != nil {
				return err
			}
		}
		done[f] = true
		return nil
	}
	for f := range want {
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}
