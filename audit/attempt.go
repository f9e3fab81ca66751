package audit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/smithy-go/middleware"
)

// call is what the guard remembers of one call across its attempts.
type call struct {
	attempts, transient int
	throttle            error     // the last time AWS asked for patience
	until               time.Time // when it is given up; zero: it has not been sent yet
	lost                bool      // nobody has got an answer for so long that it is not repeated
	issue               int       // of the credentials it was signed with
	metrics             int       // that an attempt asks for and pays, unless it is throttled
	throttled           bool      // the last attempt was
	ready               time.Time // when it began, or its last attempt ended
}

type callKey struct{}

// queue waits for the budget. The deadline counts from when the call is first
// sent, so that a slow budget costs no answer.
func (c *call) queue(ctx context.Context, pace *limiter) error {
	if c.until.IsZero() {
		err := pace.wait(ctx, asker(ctx).rank)
		c.until = time.Now().Add(callDeadline)
		return err
	}
	ctx, cancel := context.WithDeadline(ctx, c.until)
	defer cancel()
	return pace.wait(ctx, asker(ctx).rank)
}

// errHung says that AWS did not answer one attempt in time; the next one may be.
var errHung = errors.New("no answer within half a minute")

// attempt sends one attempt, and gives up on one that hangs.
func attempt(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error) {
	limited, cancel := context.WithTimeout(ctx, attemptDeadline)
	defer cancel()
	out, metadata, err := next.HandleFinalize(limited, in)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w: %w", errHung, err)
	}
	return out, metadata, err
}
