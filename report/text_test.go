package report

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestNumbers(t *testing.T) {
	for got, want := range map[string]string{
		count(0):                           "0",
		count(999):                         "999",
		count(1000):                        "1,000",
		count(-1234567):                    "-1,234,567",
		plural(1, "day"):                   "1 day",
		plural(0, "function"):              "0 functions",
		plural(1204, "function"):           "1,204 functions",
		dollars(nil) + " nil":              "– nil",
		dollars(ptr(0.0)):                  "$0.00",
		dollars(ptr(tenths)):               "$0.30",
		dollars(ptr(1234.996)):             "$1,235.00",
		dollars(ptr(-2.5)):                 "-$2.50",
		dollars(ptr(-0.001)) + " tiny":     "$0.00 tiny",
		dollars(ptr(math.NaN())) + " nan":  "– nan",
		dollars(ptr(math.Inf(1))) + " inf": "– inf",
		points(nil) + " points":            "– points",
		points(ptr(89.96)):                 "89.9",
		points(ptr(69.3)):                  "69.3",
		points(ptr(100.0)):                 "100.0",
		percent(nil) + " percent":          "– percent",
		percent(ptr(0.9999)):               "99 %",
		percent(ptr(0.29)):                 "29 %",
		percent(ptr(1.0)):                  "100 %",
		whole(nil) + " whole":              "– whole",
		whole(ptr(1234567.4)):              "1,234,567",
		list([]string{"a", "b"}, 2):        "a, b",
		list([]string{"a", "b", "c"}, 1):   "a and 2 more",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTruncate(t *testing.T) {
	for _, test := range []struct {
		text  string
		limit int
		want  string
	}{
		{"short", 5, "short"},
		{"too long", 5, "too…"},
		{"請求書", 6, "請求書"},
		{"請求書作成", 6, "請求…"},
		{"請求書作成", 5, "請求…"},
	} {
		if got := truncate(test.text, test.limit); got != test.want || width(got) > test.limit {
			t.Errorf("truncate(%q, %d) = %q of width %d, want %q", test.text, test.limit, got, width(got), test.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text  string
		limit int
		want  []string
	}{
		{"", 10, nil},
		{"one two three", 7, []string{"one two", "three"}},
		{"arn:aws:lambda", 6, []string{"arn:aw", "s:lamb", "da"}},
		{"a 請求書作成", 5, []string{"a", "請求", "書作", "成"}},
	} {
		if got := wrap(test.text, test.limit); !slices.Equal(got, test.want) {
			t.Errorf("wrap(%q, %d) = %q, want %q", test.text, test.limit, got, test.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("some words and a verylongone", 7)
	f.Add("請求書 作成", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = 2 + abs(limit)%200 // the widest character takes two columns
		text = clean(text)
		lines := wrap(text, limit)
		for _, line := range lines {
			if width(line) > limit {
				t.Errorf("wrap(%q, %d) has the line %q", text, limit, line)
			}
		}
		together := strings.Join(strings.Fields(strings.Join(lines, "")), "")
		if want := strings.Join(strings.Fields(text), ""); together != want {
			t.Errorf("wrap(%q, %d) keeps %q", text, limit, together)
		}
	})
}

func abs(n int) int { return max(n, -(n + 1)) }
