package rules

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/views"
)

// MonthDays is the month to which money is scaled: what happened in the window
// goes on for thirty days.
const MonthDays = 30

const (
	secondsPerDay = 24 * 60 * 60
	gigabyte      = 1 << 30 // as CloudWatch Logs counts it
)

// CostFacts are what the functions' costs are added up from. Where one of them is
// not known, the part of the cost that hangs on it is null.
var CostFacts = []audit.Dep{facts.Metrics, facts.ProvisionedConcurrency, facts.ProvisionedUses, facts.LogBytes, views.Kept, views.Running}

// A Bill is what a function costs a month at list prices, in US dollars. A part
// that is not known is null, and then the whole is a lower bound; without compute
// or requests it is null, too.
type Bill struct {
	MonthlyCost        *float64 `json:"monthly_cost_usd"`
	MonthlyCompute     *float64 `json:"monthly_compute_usd"`
	MonthlyRequests    *float64 `json:"monthly_requests_usd"`
	MonthlyInit        *float64 `json:"monthly_init_usd"` // no fact tells yet how long starts take
	MonthlyProvisioned *float64 `json:"monthly_provisioned_usd"`
	MonthlyStorage     *float64 `json:"monthly_storage_usd"` // of /tmp
	MonthlyLogs        *float64 `json:"monthly_logs_usd"`
}

// A spending is what a bill is computed from. What is nil is not known.
type spending struct {
	prices      *Prices
	region      string
	windows     float64       // in a month
	ran         *facts.Config // what the invocations ran as
	invocations *float64      // in the window, like all that follows
	seconds     *float64      // of running
	logged      *float64      // bytes
	capacity    []views.KeptCapacity
	share       float64 // of the invocations that ran on provisioned capacity, as far as is known
	unsure      bool    // there may be more of both
}

// bill adds the parts up.
func (s *spending) bill() Bill {
	b := Bill{
		MonthlyCompute: s.compute(), MonthlyRequests: product(s.invocations, s.windows*s.prices.Request),
		MonthlyProvisioned: s.kept(), MonthlyStorage: s.storage(),
		MonthlyLogs: product(s.logged, s.windows*s.prices.Logs.IngestedGB/gigabyte),
	}
	parts := []*float64{b.MonthlyCompute, b.MonthlyRequests, b.MonthlyInit, b.MonthlyProvisioned, b.MonthlyStorage, b.MonthlyLogs}
	if b.MonthlyCompute != nil && b.MonthlyRequests != nil {
		b.MonthlyCost = rounded(*sum(parts...), 4)
	}
	for _, part := range parts {
		if part != nil {
			*part = *rounded(*part, 4)
		}
	}
	return b
}

// gbSeconds is what ran in a month; nil where memory or time is not known.
func (s *spending) gbSeconds() *float64 {
	if s.ran == nil || s.ran.MemoryMB == 0 {
		return nil
	}
	return product(s.seconds, s.windows*float64(s.ran.MemoryMB)/1024)
}

// compute is what ran on demand. What is not known to have run on provisioned
// capacity is priced so, too.
func (s *spending) compute() *float64 {
	gbSeconds := s.gbSeconds()
	if gbSeconds == nil {
		return nil
	}
	return product(gbSeconds, (1-s.share)*s.prices.GBSecond(s.region, s.ran.Architecture))
}

// kept is what provisioned concurrency costs: while it is kept, whether anything
// runs or not, and again what ran on it, which is taken to last as long as the
// rest.
func (s *spending) kept() *float64 {
	if s.unsure {
		return nil
	}
	total := 0.0
	for _, k := range s.capacity {
		if k.Allocated > 0 && (k.ConfigErr != nil || k.Config.MemoryMB == 0) {
			return nil
		}
		total += s.prices.KeptCost(k.Config.Architecture, k.Config.MemoryMB, k.Allocated)
	}
	if s.share == 0 {
		return &total
	}
	gbSeconds := s.gbSeconds()
	if gbSeconds == nil {
		return nil
	}
	return sum(&total, product(gbSeconds, s.share*s.prices.ProvisionedGBSecond(s.ran.Architecture).Run))
}

// storage is what a larger /tmp adds.
func (s *spending) storage() *float64 {
	if s.ran == nil || s.ran.StorageMB == 0 || s.seconds == nil {
		return nil
	}
	cost := s.windows * s.prices.StorageCost(s.ran.StorageMB, *s.seconds)
	return &cost
}

// product multiplies what is known.
func product(v *float64, factor float64) *float64 {
	if v == nil {
		return nil
	}
	result := *v * factor
	return &result
}

// sum adds up what is known.
func sum(parts ...*float64) *float64 {
	total := 0.0
	for _, part := range parts {
		if part != nil {
			total += *part
		}
	}
	return &total
}
