package audit

import (
	"context"
	"sync"
)

// doors keep each region closed until a fact that tells of regions has an answer
// from there: before, nobody knows whether the account can use it.
type doors struct {
	mu     sync.Mutex
	closed map[string]chan struct{}
}

// newDoors closes the regions, unless no wanted fact tells of them.
func newDoors(wants Set, regions []string) *doors {
	d := &doors{closed: map[string]chan struct{}{}}
	for f := range wants {
		for _, region := range regions {
			if f.Info().TellsRegion {
				d.closed[region] = make(chan struct{})
			}
		}
	}
	return d
}

// open lets in who waits for the region.
func (d *doors) open(region string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if door := d.closed[region]; door != nil {
		close(door)
		delete(d.closed, region)
	}
}

// pass waits until the region is open; false where the run ends first.
func (d *doors) pass(ctx context.Context, region string) bool {
	d.mu.Lock()
	door := d.closed[region]
	d.mu.Unlock()
	if door == nil {
		return true
	}
	select {
	case <-door:
		return true
	case <-ctx.Done():
		return false
	}
}
