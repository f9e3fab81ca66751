package rules

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/views"
)

// billOf adds up what a function costs. Managed instances are paid by the
// machine: of them only the logs are known.
func (e *evaluation) billOf(f *audit.Subject) Bill {
	r := e.known.Reader()
	days := e.known.Header.Window.Days
	if days == 0 {
		return Bill{}
	}
	s := spending{prices: &e.config.Data.Prices, region: f.Region, windows: float64(MonthDays) / float64(days)}
	if logged, err := facts.LogBytes.Of(r, f.ID); err == nil {
		s.logged = logged.Bytes
	}
	s.ran = ranAs(r, f.ID)
	if s.unsure = s.ran != nil && s.ran.Capacity != ""; !s.unsure {
		s.readUse(r, f.ID)
		s.readCapacity(r, f.ID)
	}
	return s.bill()
}

// readUse reads how often and how long the function ran.
func (s *spending) readUse(r audit.Reader, function string) {
	activity, err := facts.Metrics.Of(r, function)
	if err != nil {
		return
	}
	invocations := activity.Invocations()
	s.invocations = &invocations
	if seconds, measured := activity.Seconds(); measured {
		s.seconds = &seconds
	}
}

// readCapacity reads the function's provisioned concurrency, and which share of
// the invocations ran on it: they are taken to last as long as the others.
func (s *spending) readCapacity(r audit.Reader, function string) {
	list, err := facts.ProvisionedConcurrency.Of(r, function)
	s.unsure = err != nil
	ran := 0.0
	for _, p := range list {
		id := function + ":" + p.Qualifier
		k, _ := views.Kept.Of(r, id) // its error is about aliases, which cost nothing
		s.capacity = append(s.capacity, k)
		use, err := facts.ProvisionedUses.Of(r, id)
		s.unsure = s.unsure || err != nil
		provisioned, _ := use.Total()
		ran += provisioned
	}
	switch {
	case ran == 0:
	case s.invocations == nil || *s.invocations == 0:
		s.unsure = true // what ran on it cost something, and nobody tells how long it took
	default:
		s.share = min(ran / *s.invocations, 1)
	}
}

// ranAs is the configuration that the invocations ran with; nil where several that
// cost differently did, or may have, because their metrics are counted together.
func ranAs(r audit.Reader, function string) *facts.Config {
	runs, err := views.Running.Of(r, function)
	all := slices.Concat(runs.Ran, runs.Maybe)
	if err != nil || len(all) == 0 {
		return nil
	}
	c := &all[0].Config
	differs := func(other views.Run) bool {
		return other.MemoryMB != c.MemoryMB || other.Architecture != c.Architecture || other.StorageMB != c.StorageMB || other.Capacity != c.Capacity
	}
	if slices.ContainsFunc(all, differs) {
		return nil
	}
	return c
}
