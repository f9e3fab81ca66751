// Package timing holds a function's timeout against what it ran for.
package timing

import (
	"lambda-audit/audit/facts"
	"lambda-audit/rules/catalogue/running"
)

// A Clock is what the timeout is held against. Days are given by their index in
// the window.
type Clock struct {
	Timeout float64 // ms
	Longest float64 // s, that Lambda takes as its timeout
	Whose   string  // " of version 7", where another configuration has another one
	Samples float64 // of all days
	Highest float64 // ms, of all days
	Cut     []int   // days on which the timeout was met
	// Of the days with enough samples for a p99:
	Judged     int
	JudgedOf   float64 // their samples
	P99        float64 // ms, of the slowest
	Slow       []int   // those with a p99 near the timeout
	Unmeasured int     // days that ran, and of which no maximum is known
}

// Read sums the days up. A day's p99 counts from so many samples on, and is near
// the timeout from that share of it on.
func Read(c *facts.Config, a *facts.Activity, minSamples, share float64) Clock {
	k := Clock{Timeout: float64(c.TimeoutS) * 1000, Longest: MaxTimeout, Samples: a.Samples()}
	if c.Capacity != "" {
		k.Longest = maxManagedTimeout
	}
	for i := range a.Days {
		k.readP99(&a.Days[i], minSamples, share)
		k.readMaximum(&a.Days[i])
	}
	return k
}

// ReadCase is Read for one of the configurations that ran: the clock says whose
// timeout it is.
func ReadCase(c *running.Case, a *facts.Activity, minSamples, share float64) Clock {
	k := Read(c.Config, a, minSamples, share)
	k.Whose = c.Whose
	return k
}

func (k *Clock) readP99(d *facts.Day, minSamples, share float64) {
	if d.P99MS == nil || d.Samples < minSamples {
		return
	}
	k.Judged++
	k.JudgedOf += d.Samples
	k.P99 = max(k.P99, *d.P99MS)
	if *d.P99MS >= share*k.Timeout {
		k.Slow = append(k.Slow, d.Index)
	}
}

func (k *Clock) readMaximum(d *facts.Day) {
	switch {
	case d.MaxMS != nil:
		k.Highest = max(k.Highest, *d.MaxMS)
		if *d.MaxMS >= k.Timeout {
			k.Cut = append(k.Cut, d.Index)
		}
	case d.Samples > 0:
		k.Unmeasured++
	}
}
