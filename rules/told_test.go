package rules

import (
	"errors"
	"strings"
	"testing"
)

func TestWhatCannotBeToldIsNotHidden(t *testing.T) {
	silent := failed("here")
	silent.Tell = func(*Finding) { panic("no words") }
	r := evaluate(t, world(t), Config{Rules: []*Rule{rule("mute", High, functionKind, says{orders: {silent}}.check)}})
	defer func() {
		err, _ := recover().(error)
		var untold *Untold
		if !errors.As(err, &untold) || untold.Rule != "mute" || untold.Subject != orders || !strings.Contains(err.Error(), "no words") {
			t.Errorf("the range ended with %v", err)
		}
	}()
	for row := range r.Findings(Show{}) {
		t.Errorf("a row was made: %+v", row)
	}
}
