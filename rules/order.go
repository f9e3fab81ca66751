package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// inOrder returns the rules and those they use, in layers: each rule stands in
// a later layer than every rule it uses, and the layers are sorted by id.
func inOrder(list []*Rule) ([][]*Rule, error) {
	o := &ordering{given: list, layer: map[*Rule]int{}}
	for _, r := range list {
		if _, err := o.place(r, nil); err != nil {
			return nil, err
		}
	}
	var layers [][]*Rule
	for r, i := range o.layer {
		for len(layers) <= i {
			layers = append(layers, nil)
		}
		layers[i] = append(layers[i], r)
	}
	for _, layer := range layers {
		slices.SortFunc(layer, func(a, b *Rule) int { return cmp.Compare(a.ID, b.ID) })
	}
	return layers, nil
}

type ordering struct {
	given []*Rule
	layer map[*Rule]int
}

// place puts a rule in the layer above the rules it uses. The path names the
// rules that led to it.
func (o *ordering) place(r *Rule, path []string) (int, error) {
	if slices.Contains(path, r.ID) {
		return 0, fmt.Errorf("rule %s uses itself: %s", r.ID, strings.Join(append(path, r.ID), " → "))
	}
	if layer, done := o.layer[r]; done {
		return layer, nil
	}
	for _, kind := range r.Kinds {
		if audit.KindByName(kind) == nil {
			return 0, fmt.Errorf("rule %s judges the kind %s, which nobody lists", r.ID, kind)
		}
	}
	layer := 0
	for _, id := range r.Uses {
		used := o.find(id)
		if used == nil {
			return 0, fmt.Errorf("rule %s uses the rule %s, which nobody knows", r.ID, id)
		}
		below, err := o.place(used, append(path, r.ID))
		if err != nil {
			return 0, err
		}
		layer = max(layer, below+1)
	}
	o.layer[r] = layer
	return layer, nil
}

// find returns the rule of that id: one of the given ones, or a registered one.
func (o *ordering) find(id string) *Rule {
	for _, r := range o.given {
		if r.ID == id {
			return r
		}
	}
	return registered[id]
}

// withUsed returns the rules and all that they use; what is not known is left out.
func withUsed(list []*Rule) []*Rule {
	o := &ordering{given: list}
	var all []*Rule
	var add func(r *Rule)
	add = func(r *Rule) {
		if r == nil || slices.Contains(all, r) {
			return
		}
		all = append(all, r)
		for _, id := range r.Uses {
			add(o.find(id))
		}
	}
	for _, r := range list {
		add(r)
	}
	return all
}

// Requirements returns the facts that it takes to judge by the rules and by
// those they use, and to list the functions. Alternatives that rest on a fact of
// off are left out: a switch keeps them from being collected. What only helps is
// left out, too.
func Requirements(list []*Rule, off ...audit.Set) audit.Set {
	set := audit.NewSet()
	set.AddKind(functionKind)
	for _, r := range withUsed(list) {
		set.Add(r.Requires...)
		for _, d := range r.AnyOf {
			if !slices.ContainsFunc(off, func(s audit.Set) bool { return restsOn(d, s) }) {
				set.Add(d)
			}
		}
		for _, kind := range r.Kinds {
			set.AddKind(kind)
		}
	}
	return set
}

// Collected returns the facts that a run by the rules collects: what they require,
// and where any of them is about cost, what the functions' costs are added up from.
func Collected(list []*Rule, off ...audit.Set) audit.Set {
	set := Requirements(list, off...)
	if slices.ContainsFunc(list, func(r *Rule) bool { return r.Pillar == Cost }) {
		set.Add(CostFacts...)
	}
	return set
}

// restsOn reports whether the fact or view reads any fact of the set. What that
// needs in turn only makes it know less.
func restsOn(d audit.Dep, set audit.Set) bool {
	return slices.ContainsFunc(audit.Reads(d), func(f audit.AnyFact) bool { return set[f] })
}
