package audit

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// renewEvery is how often credentials are renewed at most that AWS calls expired:
// where new ones are refused as well, the session is over.
const renewEvery = time.Minute

// A keyring hands out the run's credentials. The SDK renews them before they run
// out; the keyring does so once more where AWS refuses them all the same, because
// they were revoked, the clocks differ, or a call waited too long for its budget.
type keyring struct {
	source aws.CredentialsProvider
	log    *slog.Logger
	turn   chan struct{} // held by the call that looks at the rest
	last   aws.Credentials
	issue  int       // counts the different ones
	tried  time.Time // when they were last renewed
}

func newKeyring(source aws.CredentialsProvider) *keyring {
	return &keyring{source: source, log: silence, turn: make(chan struct{}, 1)}
}

// Retrieve returns the credentials of now, and has the call remember which they
// are. Where there are none any more, the error is a *CredentialError.
func (k *keyring) Retrieve(ctx context.Context) (aws.Credentials, error) {
	if err := k.take(ctx); err != nil {
		return aws.Credentials{}, err
	}
	defer k.leave()
	now, err := k.retrieve(ctx)
	if state, ok := ctx.Value(callKey{}).(*call); ok {
		state.issue = k.issue
	}
	return now, err
}

func (k *keyring) retrieve(ctx context.Context) (aws.Credentials, error) {
	now, err := k.source.Retrieve(ctx)
	switch {
	case ctx.Err() != nil:
		return now, ctx.Err()
	case err != nil:
		return now, &CredentialError{fmt.Errorf("renew the credentials: %w", err)}
	}
	if now.AccessKeyID != k.last.AccessKeyID || now.SessionToken != k.last.SessionToken {
		if k.issue++; k.issue > 1 {
			k.log.Info("credentials renewed", "source", now.Source, "expires", expiryOf(now))
		}
	}
	k.last = now
	return now, nil
}

// renew looks for other credentials than those of an issue that AWS refused, and
// reports whether there are any. Whoever comes after another has them already.
func (k *keyring) renew(ctx context.Context, refused int) bool {
	if k.take(ctx) != nil {
		return false
	}
	defer k.leave()
	if k.issue != refused {
		return true
	}
	cache, ok := k.source.(interface{ Invalidate() })
	if !ok || !k.tried.IsZero() && time.Since(k.tried) < renewEvery {
		return false
	}
	k.tried = time.Now()
	cache.Invalidate()
	_, err := k.retrieve(ctx)
	return err == nil && k.issue != refused
}

func (k *keyring) take(ctx context.Context) error {
	select {
	case k.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (k *keyring) leave() { <-k.turn }
