package audit

import (
	"testing"
	"time"
)

func TestWindowEndsAtAFullHourThatIsOver(t *testing.T) {
	for _, c := range []struct{ now, end string }{
		{"2026-11-23T06:30:00Z", "2026-11-23T06:00:00Z"},
		{"2026-11-23T06:14:59Z", "2026-11-23T05:00:00Z"}, // six o'clock is not fifteen minutes ago
		{"2026-11-23T06:15:00Z", "2026-11-23T06:00:00Z"},
		{"2026-11-23T01:05:00+02:00", "2026-11-22T22:00:00Z"},
	} {
		now, _ := time.Parse(time.RFC3339, c.now)
		w := NewWindow(now, 14)
		if got := w.End.Format(time.RFC3339); got != c.end {
			t.Errorf("at %s the window ends at %s, want %s", c.now, got, c.end)
		}
		if w.End.Sub(w.Start) != 14*24*time.Hour {
			t.Errorf("the window has %s", w.End.Sub(w.Start))
		}
	}
}

func TestDayOfWindow(t *testing.T) {
	w := NewWindow(time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC), 14)
	for _, c := range []struct {
		at   time.Time
		day  int
		with bool
	}{
		{w.Start, 0, true},
		{w.Start.Add(24*time.Hour - 1), 0, true},
		{w.Start.Add(24 * time.Hour), 1, true},
		{w.End.Add(-1), 13, true},
		{w.End, 0, false},
		{w.Start.Add(-1), 0, false},
	} {
		if day, with := w.Day(c.at); day != c.day || with != c.with {
			t.Errorf("%s is day %d, %v; want %d, %v", c.at, day, with, c.day, c.with)
		}
	}
}

func TestScope(t *testing.T) {
	const arn = "arn:aws:lambda:eu-west-1:111122223333:function:orders-api"
	for _, c := range []struct {
		scope Scope
		want  bool
	}{
		{Scope{}, true},
		{Scope{Functions: []string{"orders-*"}}, true},
		{Scope{Functions: []string{"orders-api"}}, true},
		{Scope{Functions: []string{arn}}, true},
		{Scope{Functions: []string{"invoices", "mail"}}, false},
		{Scope{Exclude: []string{"*-api"}}, false},
		{Scope{Functions: []string{"orders-*"}, Exclude: []string{"orders-api"}}, false},
		{Scope{Functions: []string{"[bad"}}, false},
	} {
		if got := c.scope.Includes("orders-api", arn); got != c.want {
			t.Errorf("%+v includes orders-api: %v, want %v", c.scope, got, c.want)
		}
	}
	tags := map[string]string{"team": "orders", "env": "prod"}
	for want, yes := range map[string]bool{"team=orders": true, "team": true, "team=mail": false, "cost": false} {
		if got := (Scope{Tags: []string{"env=prod", want}}).IncludesTags(tags); got != yes {
			t.Errorf("%s: %v, want %v", want, got, yes)
		}
	}
}

func TestNamedScopeIsAskedOneByOne(t *testing.T) {
	if got := (Scope{Functions: []string{"a", "b"}}).Named(); len(got) != 2 {
		t.Errorf("two names: %v", got)
	}
	for _, s := range []Scope{{}, {Functions: []string{"a*"}}, {Functions: []string{"a"}, Tags: []string{"k"}}, {Functions: make([]string, 11)}} {
		if got := s.Named(); got != nil {
			t.Errorf("%+v is asked one by one: %v", s, got)
		}
	}
}

func TestARN(t *testing.T) {
	for text, name := range map[string]string{
		"arn:aws:lambda:eu-west-1:111122223333:function:orders:live": "orders",
		"arn:aws:iam::111122223333:role/service/path/orders":         "orders",
		"arn:aws-cn:sqs:cn-north-1:111122223333:orders.fifo":         "orders.fifo",
	} {
		if a, ok := ParseARN(text); !ok || a.Name() != name {
			t.Errorf("%s names %q", text, a.Name())
		}
	}
	for _, text := range []string{"", "orders", "arn:aws:lambda", "urn:aws:a:b:c:d"} {
		if _, ok := ParseARN(text); ok {
			t.Errorf("%q passes for an ARN", text)
		}
	}
	if f, q := FunctionARN("arn:aws:lambda:eu-west-1:111122223333:function:orders:$LATEST"); q != "$LATEST" || f != "arn:aws:lambda:eu-west-1:111122223333:function:orders" {
		t.Errorf("split into %s and %s", f, q)
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"eu-west-1", "us-east-1"}
	if got := Suggest("eu-wst-1", known); got != "did you mean eu-west-1? " {
		t.Errorf("suggests %q", got)
	}
	if got := Suggest("mars", known); got != "" {
		t.Errorf("suggests %q for what is near nothing", got)
	}
}
