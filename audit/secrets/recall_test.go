package secrets

import (
	"fmt"
	"reflect"
	"testing"
)

func TestWhatIsRecalledIsWhatWasSaid(t *testing.T) {
	c, g := NewClassifier(RandomKey(), nil), newGenerator(4)
	for _, s := range append(secretSamples, plainSamples...) {
		text := s.value(g)
		for range 2 { // the second time it is recalled
			if got, want := c.Classify(s.name, NewValue(text)), c.classify(s.name, text); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v, and asked again it is %+v", s.kind, got, want)
			}
		}
	}
}

func TestRecallAsksOnceForEachNameAndValue(t *testing.T) {
	r, asked := newRecall(), 0
	ask := func(name, text string) {
		r.of(name, text, func() Variable { asked++; return Variable{Name: name} })
	}
	for range 3 {
		ask("AB", "c")
		ask("A", "Bc")
		ask("A", "")
	}
	if asked != 3 {
		t.Errorf("asked %d times for 3 variables", asked)
	}
	if newRecall().key("A", "b") == r.key("A", "b") {
		t.Error("two runs have the same keys")
	}
}

func TestRecallIsBounded(t *testing.T) {
	r := newRecall()
	for i := range 2*mostRecalled + 1 {
		r.of(fmt.Sprint("NAME_", i), "", func() Variable { return Variable{} })
		if len(r.known) > mostRecalled {
			t.Fatalf("%d are remembered", len(r.known))
		}
	}
}
