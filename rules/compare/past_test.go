package compare

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// nights are results of one account, oldest first: each is the scene as edited.
func nights(t *testing.T, edits ...func(*scene)) []*Record {
	var records []*Record
	for i, edit := range edits {
		s := newScene()
		s.header.TakenAt = s.header.TakenAt.AddDate(0, 0, i)
		s.header.RunID = string(rune('a' + i))
		edit(s)
		records = append(records, s.record(t))
	}
	return records
}

func TestReopened(t *testing.T) {
	fine := func(*scene) {}
	denied := func(s *scene) { s.denied = []string{orders} }
	gone := func(s *scene) { delete(s.functions, orders) }
	accepted := func(s *scene) { opened(s); s.config.Suppress = []rules.Suppression{{Rule: "policy", Reason: "known"}} }
	for name, c := range map[string]struct {
		nights []func(*scene)
		want   string // the row of the last night
	}{
		"mended in between":           {[]func(*scene){opened, fine, opened}, "reopened policy function:orders open surroundings-changed"},
		"long ago":                    {[]func(*scene){opened, fine, fine, opened}, "reopened policy function:orders open surroundings-changed"},
		"unknown in between":          {[]func(*scene){opened, denied, opened}, "reopened policy function:orders open data-missing"},
		"its function was gone":       {[]func(*scene){opened, gone, opened}, "reopened policy function:orders open function-new"},
		"accepted in between":         {[]func(*scene){opened, accepted, opened}, "reopened policy function:orders open suppression-changed"},
		"accepted, and then mended":   {[]func(*scene){accepted, fine, opened}, "new policy function:orders open surroundings-changed"},
		"never before":                {[]func(*scene){fine, fine, opened}, "new policy function:orders open surroundings-changed"},
		"unknown, and never before":   {[]func(*scene){fine, denied, opened}, "new policy function:orders open data-missing"},
		"it never went away":          {[]func(*scene){opened, opened, opened}, ""},
		"failing, then nobody looked": {[]func(*scene){opened, without("policy"), opened}, "reopened policy function:orders open scope-changed"},
	} {
		records := nights(t, c.nights...)
		last := len(records) - 1
		slices.Reverse(records[:last])
		rows := slices.DeleteFunc(told(Compare(since(records[:last]...), records[last])), func(row string) bool { return strings.HasPrefix(row, "function-") })
		if got := strings.Join(rows, "\n"); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestAcceptedIsNotFailing(t *testing.T) {
	accepted := newScene()
	opened(accepted)
	accepted.config.Suppress = []rules.Suppression{{Rule: "policy", Reason: "known"}}
	plain := newScene()
	opened(plain)
	id := rules.ID(0)
	for m := range plain.result(t).Marks() {
		id = m.ID
	}
	if got := since(accepted.record(t)).Failed(id); got != rules.NoSeverity {
		t.Errorf("an accepted finding failed as %s", got)
	}
	if got := since(plain.record(t)).Failed(id); got != rules.High {
		t.Errorf("the finding failed as %s", got)
	}
	if got := since(plain.record(t)).Failed(id + 1); got != rules.NoSeverity {
		t.Errorf("another finding failed as %s", got)
	}
}

func TestPastTakesTheNewestOfEachAccount(t *testing.T) {
	records := nights(t, opened, opened, small)
	slices.Reverse(records)
	past := since(records...)
	if run := past.newest(); run == nil || run.RunID != "c" {
		t.Errorf("the newest is %+v", run)
	}
	if !past.Knows(account1) || past.Knows("999988887777") {
		t.Error("it does not tell which accounts it knows")
	}
	if NewPast().newest() != nil || len(told(Compare(NewPast(), records[0]))) != 1 {
		t.Error("without a past not all is new")
	}
}

func TestPastAsksNoMoreThanAMonth(t *testing.T) {
	one := nights(t, opened)[0]
	past := NewPast()
	for n := 0; past.Wants(account1); n++ {
		if past.Add(one); n > OlderMost {
			t.Fatal("it never has enough")
		}
	}
	if past.older[account1] != OlderMost {
		t.Errorf("it took %d older ones", past.older[account1])
	}
}

// TestAccountThatCouldNotBeRead holds a run over several accounts to what it knows:
// of one that failed or was skipped nothing is mended.
func TestAccountThatCouldNotBeRead(t *testing.T) {
	second := func() *scene {
		s := newScene()
		s.header.Account = "999988887777"
		clear(s.functions)
		s.functions["arn:aws:lambda:eu-west-1:999988887777:function:far"] = facts.Config{Name: "far", ARN: "arn:aws:lambda:eu-west-1:999988887777:function:far", MemoryMB: 100}
		return s
	}
	first := newScene()
	opened(first)
	at := first.header.TakenAt
	merged := func(parts ...rules.Part) *Record {
		return Of(rules.Merge(parts, rules.Whole{RunID: "all", TakenAt: at, WindowDays: 14}, first.config))
	}
	whole := rules.Part{Account: account1, TakenAt: at, Result: first.result(t)}
	old := merged(whole, rules.Part{Account: "999988887777", TakenAt: at, Result: second().result(t)})
	denied := &rules.Failure{Reason: audit.Denied, Message: "no way in"}
	for name, c := range map[string]struct {
		part rules.Part
		want string
	}{
		"failed":   {rules.Part{Account: "999988887777", TakenAt: at, Failure: denied}, "not-judged memory function:far data-missing"},
		"skipped":  {rules.Part{Account: "999988887777", TakenAt: at, Skipped: "suspended"}, "not-judged memory function:far scope-changed"},
		"left out": {rules.Part{}, "not-judged memory function:far scope-changed"},
		"read":     {rules.Part{Account: "999988887777", TakenAt: at, Result: second().result(t)}, ""},
	} {
		parts := []rules.Part{whole}
		if c.part.Account != "" {
			parts = append(parts, c.part)
		}
		if got := strings.Join(told(Compare(since(old), merged(parts...))), "\n"); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestReleasedResultMendsNothing(t *testing.T) {
	s := newScene()
	small(s)
	old := s.record(t)
	result := s.result(t)
	result.Release()
	if got := told(Compare(since(old), Of(result))); !slices.Equal(got, []string{"not-judged memory function:orders data-missing"}) {
		t.Errorf("got %q", got)
	}
}

func TestComparedTellsTheBaseline(t *testing.T) {
	records := nights(t, opened, small)
	d := Compare(since(records[0]), records[1])
	c := d.Compared()
	if c.BaselineRunID != "a" || c.BaselineTakenAt == nil || !c.BaselineTakenAt.Equal(rules.ExampleHeader().TakenAt) {
		t.Errorf("compared with %+v", c)
	}
	if d.Count(rules.ChangeNew) != 1 || d.Count(rules.ChangeFixed) != 1 || len(c.ChangeCounts) != len(rules.Changes) {
		t.Errorf("counts are %v", c.ChangeCounts)
	}
	if others := d.Others(); len(others) != 1 || others[0].Change != rules.ChangeFixed || others[0].TakenAt != rules.ExampleHeader().TakenAt.Add(24*time.Hour) {
		t.Errorf("others are %+v", others)
	}
	if none := d.Of(0); none.Change != rules.ChangeUncompared || none.Causes == nil {
		t.Errorf("of what is no finding it says %+v", none)
	}
	if c := Compare(NewPast(), records[0]).Compared(); c.BaselineRunID != "" || c.BaselineTakenAt != nil {
		t.Errorf("without a past it was compared with %+v", c)
	}
}
