package audit

import (
	"cmp"
	"slices"
	"time"
)

// Progress is how far a session is.
type Progress struct {
	Calls     int     // attempts sent
	Throttled int     // attempts that AWS refused for now
	Listing   bool    // a listing is under way: more calls may turn out to be due
	Queues    []Queue // what is due, the one that takes longest first
}

// A Queue is the calls that one of AWS's rates holds up in a region.
type Queue struct {
	Bucket string // an operation with a rate of its own, or the service: all others of it
	Region string // Global for IAM
	Due    int    // calls known to be needed and not made yet
	Rate   float64
}

// Left is the time that the queue takes at its present rate, in calls a second.
func (q Queue) Left() time.Duration {
	return time.Duration(float64(q.Due) / q.Rate * float64(time.Second))
}

// Progress returns how far the session is. It may be asked at any time.
func (s *Session) Progress() Progress {
	g := s.guard
	g.mu.Lock()
	defer g.mu.Unlock()
	made := Progress{Listing: g.sweeping > 0}
	for _, c := range g.counts {
		made.Calls, made.Throttled = made.Calls+c.Calls, made.Throttled+c.Throttled
	}
	due := map[*limiter]Queue{}
	for key, n := range g.due {
		if n -= g.asked[key]; n > 0 {
			l := g.limiters.of(key.Service, key.Operation, key.Region)
			q := due[l]
			due[l] = Queue{bucketName(key), limitedIn(key.Service, key.Region), q.Due + n, l.rate()}
		}
	}
	for _, q := range due {
		made.Queues = append(made.Queues, q)
	}
	slices.SortFunc(made.Queues, func(a, b Queue) int {
		return cmp.Or(cmp.Compare(b.Left(), a.Left()), cmp.Compare(a.Bucket, b.Bucket), cmp.Compare(a.Region, b.Region))
	})
	return made
}

// bucketName is the operation where it has a rate of its own, else the service.
func bucketName(a Asked) string {
	if buckets[bucketOf(a.Service, a.Operation)].operations != nil {
		return a.Operation
	}
	return a.Service
}

// expect says that a fact will make so many more calls of each of its operations
// in a region; forget says that it is done, however many it made.
func (s *Session) expect(fact Info, region string, calls int) (forget func()) {
	if region == Global {
		region = s.HomeRegion()
	}
	g := s.guard
	g.mu.Lock()
	defer g.mu.Unlock()
	var keys []Asked
	for _, name := range fact.Operations {
		key := askedFor(fact.Name, name, region)
		if g.due[key] == 0 {
			g.due[key] = g.asked[key]
		}
		g.due[key] += calls
		keys = append(keys, key)
	}
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		for _, key := range keys {
			delete(g.due, key)
		}
	}
}
