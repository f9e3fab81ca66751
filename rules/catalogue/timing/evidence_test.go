package timing

import (
	"slices"
	"testing"
	"time"

	"lambda-audit/audit"
)

func TestDates(t *testing.T) {
	w := audit.NewWindow(time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC), 14)
	for _, c := range []struct {
		days []int
		want []string
	}{
		{nil, nil},
		{[]int{0}, []string{"2026-11-09"}},
		{[]int{13, 0, 1}, []string{"2026-11-09 to 2026-11-10", "2026-11-22"}},
		{[]int{3, 4, 5, 9}, []string{"2026-11-12 to 2026-11-14", "2026-11-18"}},
	} {
		if got := Dates(w, c.days); !slices.Equal(got, c.want) {
			t.Errorf("%v: %q, want %q", c.days, got, c.want)
		}
	}
}
