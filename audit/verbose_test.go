package audit

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// TestSilenceCostsNothing: who wants no log pays for none.
func TestSilenceCostsNothing(t *testing.T) {
	g := newGuard(1, Caps{}, nil)
	r := &run{session: &Session{log: silence, guard: g}}
	ctx, refused, state, sent := t.Context(), errors.New("no"), &call{}, time.Now()
	for what, told := range map[string]func(){
		"a call":            func() { g.logAttempt(ctx, state, sent, middleware.Metadata{}, nil) },
		"a call that fails": func() { g.logAttempt(ctx, state, sent, middleware.Metadata{}, refused) },
		"a throttle":        func() { g.logSlower(ctx, 10, 5, time.Second) },
		"a fact":            func() { r.logUnit(ctx, unit{}) },
	} {
		if n := testing.AllocsPerRun(100, told); n != 0 {
			t.Errorf("%s takes %v allocations although nobody listens", what, n)
		}
	}
}

// BenchmarkSilence shows the same in time.
func BenchmarkSilence(b *testing.B) {
	g, state, sent := newGuard(1, Caps{}, nil), &call{}, time.Now()
	b.ReportAllocs()
	for b.Loop() {
		g.logAttempt(b.Context(), state, sent, middleware.Metadata{}, nil)
	}
}

// TestErrorWords: an error is told by a code or a word, never in its own words,
// which may quote what was asked for.
func TestErrorWords(t *testing.T) {
	for want, err := range map[string]error{
		"AccessDeniedException": &smithy.GenericAPIError{Code: "com.amazonaws.x#AccessDeniedException", Message: "User: u"},
		"no-answer":             fmt.Errorf("%w: %w", errHung, errors.New("Post https://lambda")),
		"canceled":              fmt.Errorf("send: %w", context.Canceled),
		"broken-answer":         &smithy.DeserializationError{Err: errors.New("expect number, got planted")},
		"no-connection":         &smithyhttp.RequestSendError{Err: errors.New("dial planted")},
		"error":                 errors.New("planted"),
	} {
		if got := errorWord(err); got != want {
			t.Errorf("%v is told as %q, want %q", err, got, want)
		}
	}
}
