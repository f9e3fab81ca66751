package audit

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// A session's log holds names of operations, facts, regions and accounts, codes,
// times and numbers. Whatever else AWS answers stays out of it, the texts of its
// errors too: they may quote what was asked for.

// silence is the log of those who want none.
var silence = slog.New(slog.DiscardHandler)

// logTo has all that the session does told in one log; nil: nowhere.
func (s *Session) logTo(log *slog.Logger) {
	if log == nil {
		log = silence
	}
	s.log, s.guard.log, s.guard.keys.log = log, log, log
}

// logCaller tells whose the credentials are, and from then on of which account all
// is that is told.
func (s *Session) logCaller(arn string) {
	s.logTo(s.log.With("account", s.Header.Account))
	now := s.guard.keys.last
	s.log.Info("credentials", "identity", arn, "source", now.Source, "expires", expiryOf(now),
		"home", s.cfg.Region, "regions", strings.Join(s.Header.Regions, ","))
}

// expiryOf says when credentials run out.
func expiryOf(c aws.Credentials) string {
	if !c.CanExpire {
		return "never"
	}
	return c.Expires.UTC().Format(time.RFC3339)
}

// logAttempt tells of one attempt of a call, after it has been counted. What it
// waited is from the call's beginning, or from the end of the attempt before, until
// it was sent: its turn, and the pause before a repetition.
func (g *guard) logAttempt(ctx context.Context, state *call, sent time.Time, metadata middleware.Metadata, err error) {
	if !g.log.Enabled(ctx, slog.LevelWarn) {
		return
	}
	level := slog.LevelDebug
	if err != nil && !IsGone(err) {
		level = slog.LevelWarn
	}
	done := time.Now()
	args := []slog.Attr{
		slog.String("service", awsmiddleware.GetServiceID(ctx)), slog.String("operation", awsmiddleware.GetOperationName(ctx)),
		slog.String("region", awsmiddleware.GetRegion(ctx)), slog.Int("attempt", state.attempts),
		slog.Duration("waited", sent.Sub(state.ready).Round(time.Millisecond)), slog.Duration("took", done.Sub(sent).Round(time.Millisecond)),
	}
	if who := asker(ctx); who.fact != "" {
		args = append(args, slog.String("fact", who.fact))
	}
	if response, ok := awsmiddleware.GetRawResponse(metadata).(*smithyhttp.Response); ok && response != nil {
		args = append(args, slog.Int("status", response.StatusCode))
	}
	if id, ok := awsmiddleware.GetRequestIDMetadata(metadata); ok {
		args = append(args, slog.String("request_id", id))
	}
	if err != nil {
		args = append(args, slog.String("error", errorWord(err)))
	}
	state.ready = done
	g.log.LogAttrs(ctx, level, "call", args...)
}

// errorWord is the code that AWS answered, or a word for what came in place of an
// answer.
func errorWord(err error) string {
	var unsent *smithyhttp.RequestSendError
	switch code := Code(err); {
	case code != "":
		return code
	case errors.Is(err, errHung):
		return "no-answer"
	case errors.Is(err, context.Canceled):
		return "canceled"
	case isBroken(err):
		return "broken-answer"
	case errors.As(err, &unsent):
		return "no-connection"
	}
	return "error"
}

// logSlower tells that a throttle has slowed a bucket down.
func (g *guard) logSlower(ctx context.Context, from, to float64, pause time.Duration) {
	if from == to || !g.log.Enabled(ctx, slog.LevelWarn) {
		return
	}
	service, operation := awsmiddleware.GetServiceID(ctx), awsmiddleware.GetOperationName(ctx)
	g.log.LogAttrs(ctx, slog.LevelWarn, "slower", slog.String("bucket", bucketName(Asked{Service: service, Operation: operation})),
		slog.String("region", limitedIn(service, awsmiddleware.GetRegion(ctx))),
		slog.Float64("rate_from", rounded(from)), slog.Float64("rate_to", rounded(to)), slog.Duration("retry_after", pause))
}

// rounded keeps two places of a rate.
func rounded(rate float64) float64 { return float64(int(rate*100+.5)) / 100 }

// logUnit tells what became of a fact in a region, unless the run was cut: of how
// many subjects it was asked, or told by the way, of how many of these it is unknown
// all the same, and of how many its gate tells.
func (r *run) logUnit(ctx context.Context, u unit) {
	log := r.session.log
	if r.plan != nil || ctx.Err() != nil || !log.Enabled(ctx, slog.LevelInfo) {
		return
	}
	reader, info := r.reader(u), u.fact.Info()
	subjects, _ := reader.Subjects(info.Kind) // those that were listed
	count, asked, unknown, settled := 0, 0, 0, 0
	for i := range subjects {
		s := &subjects[i]
		if !r.belongs(s, u.region) {
			continue
		}
		count++
		switch {
		case r.known.has(u.fact, s.ID):
			asked++
			if _, err := u.fact.value(reader, s.ID); err != nil {
				unknown++
			}
		case r.session.spares(u.fact) && u.fact.settled(reader, s):
			settled++
		}
	}
	log.LogAttrs(ctx, slog.LevelInfo, "fact", slog.String("fact", info.Name), slog.String("region", u.region), slog.Int("subjects", count),
		slog.Int("asked", asked), slog.Int("unknown", unknown), slog.Int("by_gate", settled))
}

// logBroken tells why a listing is not whole.
func (r *run) logBroken(f AnyFact, over string, why *Unknown) {
	if why != nil {
		r.session.log.Warn("listing incomplete", "fact", f.Info().Name, "over", over, "reason", string(why.Reason), "code", why.Code)
	}
}
