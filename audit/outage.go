package audit

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// probeEvery is how often an operation is still tried that has not answered
// anybody for as long as a call may take.
const probeEvery = time.Minute

// errOutage says that a call is not sent because none like it is answered.
var errOutage = errors.New("none of these calls has been answered for half an hour")

type outageKey struct{ service, operation, region string }

// An outage is an operation that AWS answers with throttles, or not at all.
type outage struct {
	since, tried time.Time
	last         error
}

// outages are the operations of the regions that do not answer. Were each call
// borne with until its own deadline, one operation that is throttled for ever
// would hold up a run over thousands of functions for days.
type outages struct {
	mu    sync.Mutex
	since map[outageKey]outage
}

// refuses returns what AWS last said, where it has said nothing else for as long
// as a call may take; now and then a call goes through, because AWS may relent.
func (o *outages) refuses(key outageKey) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	now, found := o.since[key]
	if !found || !now.over() {
		return nil
	}
	if time.Since(now.tried) >= probeEvery {
		now.tried = time.Now()
		o.since[key] = now
		return nil
	}
	return fmt.Errorf("%w: %w", errOutage, now.last)
}

// note remembers how AWS answered, and reports whether it has been like that for
// as long as a call may take.
func (o *outages) note(key outageKey, err error) (lost bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !isThrottle(err) && !errors.Is(err, errHung) {
		delete(o.since, key)
		return false
	}
	now, found := o.since[key]
	if !found {
		now.since = time.Now()
	}
	now.last = err
	o.since[key] = now
	return now.over()
}

func (o outage) over() bool { return time.Since(o.since) >= callDeadline }
