package audit

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"lambda-audit/audit/secrets"
)

// Options say how a run collects.
type Options struct {
	Regions []string // names, globs or "all"; none means the configuration's own
	Scope   Scope
	Days    int     // of the metrics' window
	Share   float64 // of AWS's published rates
	Caps    Caps
	// Fast keeps the run from asking anything subject by subject.
	Fast    bool
	Version string // of the program
	RunID   string // none means a random one
	// Now is the run's clock: it dates the snapshot and sets the window.
	Now func() time.Time
	// Key makes fingerprints of secrets comparable within a run, or between
	// runs that are given the same.
	Key secrets.Key
	// AskAll makes every call that a gate would spare.
	AskAll bool
	// Ask are facts of which every call is made that their gates would spare.
	Ask Set
	// Log is told of each call, of what becomes of each fact, of rates and of
	// credentials; never of a value. Nil: of nothing.
	Log *slog.Logger
	// Resume is a run to go on with: regions, scope, days and time are its own.
	Resume *Checkpoint
	// ClientOptions are functions such as func(*cloudwatch.Options), applied to
	// each client whose options they take.
	ClientOptions []any
}

// A Session is the way to one account: its clients, its budgets, and what the
// snapshot will say of itself.
type Session struct {
	Header Header
	// Secrets classifies environment values, which never leave the collector.
	Secrets *secrets.Classifier

	cfg     aws.Config
	askAll  bool
	ask     Set
	guard   *guard
	log     *slog.Logger
	ledger  *ledger
	past    *Checkpoint // nil unless the run was cut before
	options []any

	mu      sync.Mutex
	clients map[clientKey]any
}

type clientKey struct {
	client reflect.Type
	region string
}

// Open judges the credentials, once, and settles which regions are meant. The
// given configuration is not changed: its own calls, to STS or SSO for
// credentials, pass no guard.
func Open(ctx context.Context, cfg aws.Config, o Options) (*Session, error) {
	if o.Resume != nil {
		o = o.Resume.options(o)
	}
	keys := newKeyring(cfg.Credentials)
	s := &Session{guard: newGuard(o.Share, o.Caps, keys), ledger: newLedger(), options: o.ClientOptions, askAll: o.AskAll, ask: o.Ask, clients: map[clientKey]any{},
		Secrets: secrets.NewClassifier(o.Key, nil)}
	s.logTo(o.Log)
	s.cfg = cfg.Copy()
	s.cfg.APIOptions = append(s.cfg.APIOptions[:len(s.cfg.APIOptions):len(s.cfg.APIOptions)], s.guard.addTo)
	s.cfg.Retryer, s.cfg.RetryMaxAttempts, s.cfg.Credentials = newPatience, 0, keys
	taken := o.Now().UTC().Truncate(time.Second)
	s.Header = Header{Schema: SchemaVersion, RunID: cmp.Or(o.RunID, rand.Text()), Version: o.Version, TakenAt: taken,
		Window: NewWindow(taken, o.Days), Scope: o.Scope.Canonical(), Fast: o.Fast, Thorough: o.AskAll,
		Data: map[string]string{"regions": regionTable().AsOf, "secrets": secrets.TablesAsOf()}}
	if len(o.Regions) == 0 {
		o.Regions = s.Header.Scope.regions()
	}
	if err := s.resolveRegions(ctx, o.Regions); err != nil {
		return nil, err
	}
	if err := s.identify(ctx); err != nil {
		return nil, err
	}
	if o.Resume != nil {
		return s, s.resume(o.Resume)
	}
	return s, s.Header.Scope.check(&s.Header)
}

// openingOperations are called before any fact is; see OpeningActions.
var openingOperations = []string{"STS.GetCallerIdentity", "EC2.DescribeRegions"}

// OpeningActions are the IAM actions that opening a session may need:
// GetCallerIdentity needs none, and regions are described only where they are
// given as "all" or as a glob.
var OpeningActions = []string{"ec2:DescribeRegions"}

// openingError tells credentials that AWS does not accept from a missing
// permission and from any other failure.
func openingError(what string, err error) error {
	if known := (*Unknown)(nil); errors.As(err, &known) && known.Reason == Capped {
		return &UsageError{what + ": " + known.Message, "the opening alone takes more calls: raise the cap"}
	}
	err = fmt.Errorf("%s: %w", what, err)
	code := Code(err)
	if slices.Contains(strangerCodes, code) || slices.Contains(signatureCodes, code) || isExpired(err) {
		return &CredentialError{err}
	}
	return err
}

// openingTimeout bounds the first call: with credentials that must first be
// fetched, and no network, it would not end.
const openingTimeout = 45 * time.Second

// Client returns the service's client for a region, made once. Every call of it
// passes the guard.
func Client[C, O any](s *Session, region string, build func(aws.Config, ...func(*O)) *C) *C {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := clientKey{reflect.TypeFor[C](), region}
	if c, ok := s.clients[key].(*C); ok {
		return c
	}
	cfg := s.cfg.Copy()
	cfg.Region = region
	var options []func(*O)
	for _, o := range s.options {
		if f, ok := o.(func(*O)); ok {
			options = append(options, f)
		}
	}
	c := build(cfg, options...)
	s.clients[key] = c
	return c
}

// HomeRegion is where the account's global services are asked.
func (s *Session) HomeRegion() string { return s.cfg.Region }

// Bound is the time that so many calls, all in one region, take at least: that of
// the rate they keep waiting longest.
func (s *Session) Bound(calls []CallCount) time.Duration { return bound(calls, s.guard.limiters.share) }

func bound(calls []CallCount, share float64) time.Duration {
	seconds := make([]float64, len(buckets))
	for _, c := range calls {
		i := bucketOf(c.Service, c.Operation)
		seconds[i] += float64(c.Calls) / (buckets[i].perSecond * share)
	}
	return time.Duration(slices.Max(seconds) * float64(time.Second))
}

// spares reports whether the fact's gate may settle what a call would tell.
func (s *Session) spares(f AnyFact) bool { return !s.askAll && !s.ask[f] }
