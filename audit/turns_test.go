package audit

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
)

func TestTurnsGoByRankThenByArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var turns turns
		if err := turns.take(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		var order []int
		for i, rank := range []int{1, 5, 1, 9} {
			go func() {
				if err := turns.take(t.Context(), rank); err != nil {
					t.Error(err)
				}
				order = append(order, i)
				turns.pass()
			}()
			synctest.Wait() // it stands in the queue
		}
		turns.pass()
		synctest.Wait()
		if want := []int{3, 1, 0, 2}; !slices.Equal(order, want) {
			t.Errorf("turns went to %v, want %v", order, want)
		}
	})
}

func TestWhoGivesUpHoldsNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var turns turns
		_ = turns.take(t.Context(), 0)
		ctx, cancel := context.WithCancel(t.Context())
		gaveUp, served := false, false
		go func() { gaveUp = turns.take(ctx, 9) != nil }()
		synctest.Wait()
		go func() {
			served = turns.take(t.Context(), 1) == nil
			turns.pass()
		}()
		synctest.Wait()
		cancel()
		synctest.Wait()
		turns.pass()
		synctest.Wait()
		if !gaveUp || !served || turns.taken {
			t.Errorf("gave up: %v, served: %v, taken: %v", gaveUp, served, turns.taken)
		}
	})
}
