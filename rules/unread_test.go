package rules

import (
	"testing"

	"lambda-audit/audit"
)

func TestWhatChecksFindUnreadIsAnError(t *testing.T) {
	denied := func(key string) []Finding {
		return One(Unread(&audit.Unknown{Reason: audit.Denied, Fact: "functions", Code: "AccessDenied", Action: "kms:Decrypt", Message: "needs kms:Decrypt on " + key}))
	}
	for name, c := range map[string]struct {
		answers says
		rows    []ErrorRow // by reason, message, subjects and example
	}{
		"one key": {says{orders: denied("a"), invoices: denied("a")},
			[]ErrorRow{{Reason: "denied", Message: "needs kms:Decrypt on a", Subjects: 2, Example: invoices}}},
		"two keys": {says{orders: denied("a"), invoices: denied("b")}, []ErrorRow{
			{Reason: "denied", Message: "needs kms:Decrypt on a", Subjects: 1, Example: orders},
			{Reason: "denied", Message: "needs kms:Decrypt on b", Subjects: 1, Example: invoices}}},
		"a fact's unknown":         {says{orders: {unknown(audit.Denied)}}, nil},
		"nobody can act on it":     {says{orders: {Unread(&audit.Unknown{Reason: audit.Opaque, Message: "odd"})}}, nil},
		"a failure is no gap here": {says{orders: {failed("")}}, nil},
	} {
		r := evaluate(t, world(t), Config{Rules: []*Rule{rule("r", Low, functionKind, c.answers.check)}})
		if r.Run.Partial != (len(c.rows) > 0) || len(r.Errors) != len(c.rows) {
			t.Errorf("%s: partial is %v with %+v", name, r.Run.Partial, r.Errors)
			continue
		}
		for i, want := range c.rows {
			got := r.Errors[i]
			if got.Reason != want.Reason || got.Message != want.Message || got.Subjects != want.Subjects || got.Example != want.Example ||
				got.Action != "kms:Decrypt" || got.Region != region || got.AccountID != account {
				t.Errorf("%s: %+v, want %+v", name, got, want)
			}
		}
	}
}

// A rule that repeats what another one could not read adds no error of its own.
func TestWhatIsRepeatedIsOneError(t *testing.T) {
	used := rule("used", Low, functionKind, says{orders: {Unread(&audit.Unknown{Reason: audit.Failed, Message: "no key"})}}.check)
	asking := rule("user", Low, functionKind, func(in *Input) []Finding {
		if v := in.About("used", in.Subject.ID); v.Outcome == Unknown {
			return One(Undecided(v.Unknown))
		}
		return nil
	})
	asking.Uses = []string{"used"}
	r := evaluate(t, world(t), Config{Rules: []*Rule{asking, used}})
	if len(r.Errors) != 1 || r.Errors[0].Subjects != 1 || r.Run.ExitCode != 4 {
		t.Errorf("exit %d, errors = %+v", r.Run.ExitCode, r.Errors)
	}
}

// What two rules could not read of one function is missing once.
func TestWhatTwoRulesMissIsOneError(t *testing.T) {
	misses := says{orders: {Unread(&audit.Unknown{Reason: audit.Failed, Message: "no key"})}}.check
	r := evaluate(t, world(t), Config{Rules: []*Rule{rule("one", Low, functionKind, misses), rule("other", Low, functionKind, misses)}})
	if len(r.Errors) != 1 || r.Errors[0].Subjects != 1 {
		t.Errorf("errors = %+v", r.Errors)
	}
}
