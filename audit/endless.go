package audit

import (
	"context"
	"errors"
	"sync/atomic"
)

// maxEmpty is how many pages may be empty in a row: AWS filters after it has cut
// the pages, so some are, and a list of nothing but such pages never ends.
const maxEmpty = 100

// maxEmptyThen is the same once a list of the fact had no end in the region: where
// all of ten thousand functions have such lists, each would take a hundred calls.
const maxEmptyThen = 5

var errEndless = errors.New("AWS answered too many empty pages in a row: the list has no end")

// endless says whether a list of a fact had no end in a region.
type endless struct{ met atomic.Bool }

type endlessKey struct{}

// endlessOf is what the lists share that a collector goes through.
func endlessOf(ctx context.Context) *endless {
	e, _ := ctx.Value(endlessKey{}).(*endless)
	if e == nil {
		return &endless{} // nobody asks for other lists
	}
	return e
}

// after judges a list by how many of its last pages were empty.
func (e *endless) after(empty int) error {
	if empty >= maxEmpty || empty >= maxEmptyThen && e.met.Load() {
		e.met.Store(true)
		return errEndless
	}
	return nil
}
