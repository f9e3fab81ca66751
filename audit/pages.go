package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// A Page asks AWS for the page of a list that the token names, nil the first. It
// returns how many rows there were, and the next page's token: nil or empty where
// there is none.
type Page func(ctx context.Context, token *string) (rows int, next *string, err error)

// ErrEnough ends a Gather that has learnt all that it wants to know.
var ErrEnough = errors.New("enough is known")

// Walk asks for one page after the other, to the end. A token that the list has
// given before ends it with an error, and so do too many empty pages in a row: to
// follow them would never end.
func Walk(ctx context.Context, page Page) error { return walkFrom(ctx, nil, page) }

func walkFrom(ctx context.Context, token *string, page Page) error {
	seen, lists := map[string]bool{}, endlessOf(ctx)
	for empty := 0; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if token != nil {
			seen[*token] = true
		}
		rows, next, err := page(ctx, token)
		if err != nil || next == nil || *next == "" {
			return err
		}
		if empty++; rows > 0 {
			empty = 0
		}
		if seen[*next] {
			return errors.New("AWS repeated a page's token, so the list has no end")
		}
		if err := lists.after(empty); err != nil {
			return err
		}
		token = next
	}
}

// Pages is Walk for a list that a sweep goes through: after each page the run's
// file notes how far the list is, and a run that was cut goes on there. A sweep of
// several lists gives each a name.
func Pages(ctx context.Context, list string, page Page) error {
	s := sweepOf(ctx)
	past := s.past(list)
	if past.ended {
		return nil
	}
	return walkFrom(ctx, past.token, func(ctx context.Context, token *string) (int, *string, error) {
		rows, next, err := page(ctx, token)
		if err == nil {
			s.note(ctx, list, next, nil)
		}
		s.judge(past, token, err)
		return rows, next, err
	})
}

// Once is Pages for what a sweep asks in one call.
func Once(ctx context.Context, name string, ask func(context.Context) error) error {
	return Pages(ctx, name, func(ctx context.Context, _ *string) (int, *string, error) { return 1, nil, ask(ctx) })
}

// Told reports whether the sweep that a collector is called for has put anything
// of the subject, now or before the run was cut.
func Told(ctx context.Context, id string) bool {
	s := sweepOf(ctx)
	return s != nil && s.run.known.has(s.fact, id)
}

// Gather is Pages for a list of which only the whole tells something: take is
// given the rows of each page, and whether it is the last. The run's file keeps
// them too, and take is given them again where a run goes on. An error of take
// ends the list; ErrEnough ends it well.
func Gather[Row any](ctx context.Context, list string, page func(ctx context.Context, token *string) (rows []Row, next *string, err error),
	take func(rows []Row, last bool) error) error {
	s := sweepOf(ctx)
	past := s.past(list)
	err := replay(past, take)
	if err == nil && !past.ended {
		err = walkFrom(ctx, past.token, func(ctx context.Context, token *string) (int, *string, error) {
			rows, next, err := page(ctx, token)
			if s.judge(past, token, err); err != nil {
				return 0, nil, err
			}
			s.note(ctx, list, next, rows)
			return len(rows), next, take(rows, next == nil || *next == "")
		})
	}
	if errors.Is(err, ErrEnough) {
		return nil
	}
	return err
}

// replay gives take what the run had gathered before it was cut.
func replay[Row any](past *listPast, take func([]Row, bool) error) error {
	for i, held := range past.held {
		var rows []Row
		if err := json.Unmarshal(held, &rows); err != nil {
			return fmt.Errorf("read what was gathered before: %w", err)
		}
		if err := take(rows, past.ended && i == len(past.held)-1); err != nil {
			return err
		}
	}
	return nil
}
