package facts

import (
	"context"
	"fmt"

	"lambda-audit/audit"
)

// A page asks for the items of the page that the token names, nil the first, and
// for the next page's token.
type page[Item any] func(ctx context.Context, token *string) (items []Item, next *string, err error)

// each walks over all pages and hands over the items of each.
func (p page[Item]) each(ctx context.Context, take func([]Item)) error {
	return audit.Walk(ctx, func(ctx context.Context, token *string) (int, *string, error) {
		items, next, err := p(ctx, token)
		if err == nil {
			take(items)
		}
		return len(items), next, err
	})
}

// listAll puts the items of all of a subject's pages. Where a page breaks, those
// before it are put as part of the truth.
func listAll[Item any](ctx context.Context, id, what string, pages page[Item], put audit.Put[[]Item]) error {
	list := []Item{}
	if err := pages.each(ctx, func(items []Item) { list = append(list, items...) }); err != nil {
		err = fmt.Errorf("list the %s of %s: %w", what, id, err)
		if len(list) > 0 {
			put(id, list, audit.AtLeast(err))
		}
		return err
	}
	put(id, list, nil)
	return nil
}
