package facts

import (
	"context"
	"fmt"

	"lambda-audit/audit"
)

// A pager is the SDK's paginator of an operation.
type pager[Page, Option any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...Option) (*Page, error)
}

// listAll puts the items of all of a subject's pages. Where a page breaks, those
// before it are put as part of the truth.
func listAll[Page, Option, Item any](ctx context.Context, pages pager[Page, Option], id, what string, items func(*Page) []Item, put audit.Put[[]Item]) error {
	list := []Item{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			err = fmt.Errorf("list the %s of %s: %w", what, id, err)
			if len(list) > 0 {
				put(id, list, audit.AtLeast(err))
			}
			return err
		}
		list = append(list, items(page)...)
	}
	put(id, list, nil)
	return nil
}
