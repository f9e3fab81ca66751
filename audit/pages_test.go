package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A walked list answers with these tokens, one after the other.
func walked(ctx context.Context, rows int, tokens ...string) (asked []string, err error) {
	err = Walk(ctx, func(_ context.Context, token *string) (int, *string, error) {
		if token == nil {
			asked = append(asked, "first")
		} else {
			asked = append(asked, *token)
		}
		if len(tokens) == 0 {
			return rows, nil, nil
		}
		next := tokens[0]
		tokens = tokens[1:]
		return rows, &next, nil
	})
	return asked, err
}

func TestWalk(t *testing.T) {
	var fresh []string
	for i := range maxEmpty + 5 {
		fresh = append(fresh, fmt.Sprint(i))
	}
	for name, c := range map[string]struct {
		rows   int
		tokens []string
		asked  int
		err    string
	}{
		"one page":                {5, nil, 1, ""},
		"an empty token ends it":  {5, []string{"a", ""}, 2, ""},
		"three pages":             {5, []string{"a", "b"}, 3, ""},
		"empty pages are normal":  {0, []string{"a", "b"}, 3, ""},
		"the same token":          {5, []string{"a", "a"}, 2, "repeated"},
		"a token of long ago":     {5, []string{"a", "b", "c", "a"}, 4, "repeated"},
		"nothing but empty pages": {0, fresh, maxEmpty, "empty pages in a row"},
		"as many with rows":       {1, fresh, len(fresh) + 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			asked, err := walked(t.Context(), c.rows, c.tokens...)
			if len(asked) != c.asked || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("asked for %v, %v", asked, err)
			}
		})
	}
}

func TestOneEndlessListCutsTheOthersShort(t *testing.T) {
	var fresh []string
	for i := range maxEmpty {
		fresh = append(fresh, fmt.Sprint(i))
	}
	ctx := context.WithValue(t.Context(), endlessKey{}, &endless{})
	for _, c := range []struct {
		name   string
		rows   int
		tokens []string
		asked  int
		err    error
	}{
		{"nine empty pages at first", 0, fresh[:9], 10, nil},
		{"no end", 0, fresh, maxEmpty, errEndless},
		{"no end either", 0, fresh, maxEmptyThen, errEndless},
		{"few empty pages", 0, fresh[:maxEmptyThen-1], maxEmptyThen, nil},
		{"many pages with rows", 1, fresh, maxEmpty + 1, nil},
	} {
		if asked, err := walked(ctx, c.rows, c.tokens...); len(asked) != c.asked || !errors.Is(err, c.err) {
			t.Errorf("%s: asked for %d pages, %v; want %d, %v", c.name, len(asked), err, c.asked, c.err)
		}
	}
}

func TestWalkEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	pages := 0
	err := Walk(ctx, func(_ context.Context, _ *string) (int, *string, error) {
		if pages++; pages == 3 {
			cancel()
		}
		next := fmt.Sprint(pages)
		return 1, &next, nil
	})
	if pages != 3 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d pages, %v", pages, err)
	}
}

func TestGatherEndsWhereEnoughIsKnown(t *testing.T) {
	var taken []int
	err := Gather(t.Context(), "", func(context.Context, *string) ([]int, *string, error) {
		next := fmt.Sprint(len(taken))
		return []int{len(taken)}, &next, nil
	}, func(rows []int, last bool) error {
		if taken = append(taken, rows...); len(taken) == 3 {
			return ErrEnough
		}
		return nil
	})
	if err != nil || !slices.Equal(taken, []int{0, 1, 2}) {
		t.Errorf("%v, %v", taken, err)
	}
}
