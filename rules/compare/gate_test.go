package compare

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

// What a stored result says of the gate is what the audit itself said.
func TestStoredResultsFailAsTheAuditDid(t *testing.T) {
	nights := map[string]func(*scene){
		"fine": func(*scene) {}, "open": opened,
		"denied":   func(s *scene) { s.denied = []string{orders} },
		"accepted": func(s *scene) { opened(s); s.config.Suppress = []rules.Suppression{{Rule: "policy", Reason: "known"}} },
		"shared":   func(s *scene) { s.open = true },
		"milder":   func(s *scene) { opened(s); s.config.Severities = map[string]rules.Severity{"policy": rules.Low} },
	}
	fails := 0
	for was, before := range nights {
		for is, after := range nights {
			for _, floor := range append([]rules.Severity{rules.NoSeverity}, rules.Severities...) {
				old, now := newScene(), newScene()
				before(old)
				after(now)
				past := since(old.record(t))
				now.config.Before, now.config.Gate = past, rules.Gate{FailOnNew: floor, AllowPartial: true}
				result := now.result(t)
				want := result.Run.ExitCode == 1
				if got := Of(result).FailsSince(past, floor); got != want {
					t.Errorf("%s, then %s, new:%s: the stored result says %t, and the audit said %t", was, is, floor, got, want)
				}
				if want {
					fails++
				}
				if want && was == is {
					t.Errorf("%s twice fails on what is new:%s", was, floor)
				}
			}
		}
	}
	if fails == 0 {
		t.Error("nothing fails")
	}
}

func TestWhatOthersManageFailsNobody(t *testing.T) {
	s := newScene()
	opened(s)
	now := s.record(t)
	for _, a := range now.accounts {
		for _, m := range a.findings {
			m.Managed = true
		}
	}
	if now.FailsSince(NewPast(), rules.Low) {
		t.Error("a finding of what others manage fails the gate")
	}
}

func TestApart(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*scene)
		want   []string
	}{
		"nothing": {func(*scene) {}, nil},
		"another account": {func(s *scene) { s.header.Account = "222233334444" },
			[]string{"account 111122223333 is not in the newer result", "account 222233334444 is not in the older result"}},
		"another program":   {func(s *scene) { s.config.Version = "1.1" }, []string{"program of account 111122223333: 1.0 before, 1.1 now"}},
		"fewer rules":       {without("policy"), []string{"rules of account 111122223333: 1 rule judged only before, 0 rules only now"}},
		"not all functions": {func(s *scene) { s.header.Scope.Functions = []string{"orders"} }, []string{"scope of account 111122223333: all functions before, some functions now"}},
	} {
		s := newScene()
		c.change(s)
		if got := since(newScene().record(t)).Apart(s.record(t)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, strings.Join(got, "; "), strings.Join(c.want, "; "))
		}
	}
}

func TestKeep(t *testing.T) {
	past := since(newScene().record(t))
	if at, known := past.TakenAt(); !known || at != newScene().header.TakenAt || past.Empty() {
		t.Errorf("the past is of %s, known: %t, empty: %t", at, known, past.Empty())
	}
	past.Keep("222233334444")
	if _, known := past.TakenAt(); known || !past.Empty() {
		t.Error("an account is kept that nobody asked for")
	}
}
