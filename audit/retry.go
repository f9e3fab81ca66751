package audit

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// maxTransient is how often a call is repeated for anything but a throttle.
const maxTransient = 4

// maxDelay is the longest pause between two attempts.
const maxDelay = 20 * time.Second

// maxSilence is the longest that AWS is left alone at its word.
const maxSilence = 5 * time.Minute

// patience repeats throttled calls until the context's deadline, because the
// limiter slows them down, and other passing errors a few times.
type patience struct{ standard *retry.Standard }

func newPatience() aws.Retryer {
	return patience{retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts = 0 })}
}

// IsErrorRetryable adds throttles under any name, and attempts that hung, to what
// the SDK knows to be passing.
func (p patience) IsErrorRetryable(err error) bool {
	return isThrottle(err) || errors.Is(err, errHung) || p.standard.IsErrorRetryable(err)
}

// MaxAttempts is unlimited: GetRetryToken decides.
func (patience) MaxAttempts() int { return 0 }

// GetInitialToken costs nothing: the guard charges attempts.
func (patience) GetInitialToken() func(error) error { return free }

// GetAttemptToken costs nothing: the guard charges attempts.
func (patience) GetAttemptToken(context.Context) (func(error) error, error) { return free, nil }

func free(error) error { return nil }

var errGaveUp = errors.New("gave up repeating the call")

// GetRetryToken refuses when the deadline would pass before the next attempt, so
// that the caller sees what AWS said and not that time ran out.
func (patience) GetRetryToken(ctx context.Context, err error) (func(error) error, error) {
	state, ok := ctx.Value(callKey{}).(*call)
	if !ok || time.Until(state.deadline) < maxDelay {
		return nil, errGaveUp
	}
	if isThrottle(err) {
		return free, nil
	}
	if state.transient >= maxTransient {
		return nil, errGaveUp
	}
	state.transient++
	if errors.Is(err, errHung) {
		state.transient++ // silence costs most, so it is borne less often
	}
	return free, nil
}

// RetryDelay grows with each attempt, with full jitter; what AWS asks for by
// Retry-After all calls of the bucket keep, not this one alone.
func (patience) RetryDelay(attempt int, _ error) (time.Duration, error) {
	ceiling := min(time.Duration(1<<min(attempt, 8))*100*time.Millisecond, maxDelay)
	return time.Duration(rand.Int64N(int64(ceiling))), nil
}

// retryAfter returns how long AWS asked to be left alone.
func retryAfter(metadata middleware.Metadata) time.Duration {
	if response, ok := awsmiddleware.GetRawResponse(metadata).(*smithyhttp.Response); ok && response != nil {
		return min(seconds(response.Header.Get("Retry-After")), maxSilence)
	}
	return 0
}

func seconds(header string) time.Duration {
	n, err := strconv.ParseFloat(header, 64)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}
