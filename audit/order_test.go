package audit

import "testing"

// looped is a kind that is listed from a fact of its own subjects.
var looped = RegisterFact(Fact[int]{Name: "test-looped", Kind: "test-loop"})

func init() { RegisterKind(Kind{Name: "test-loop", From: []Dep{looped}}) }

func TestFactsThatWaitForThemselvesAreRefused(t *testing.T) {
	if err := acyclic(NewSet(noted, swept)); err != nil {
		t.Error(err)
	}
	if err := acyclic(NewSet(looped)); err == nil {
		t.Error("a fact that waits for itself is let through")
	}
}
