package rules

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
)

//go:embed prices.json
var pricesJSON []byte

// Prices is the dated table of list prices, in US dollars without free tiers
// and discounts.
type Prices struct {
	AsOf     string                   `json:"as_of"`
	Currency string                   `json:"currency"`
	Sources  []string                 `json:"sources"`
	Compute  map[string]RegionalPrice `json:"gb_second"` // by architecture, first tier
	Request  float64                  `json:"request"`
	// Provisioned concurrency costs while it is kept, and again while it runs.
	Provisioned map[string]ProvisionedPrice `json:"provisioned_gb_second"`
	Storage     float64                     `json:"storage_gb_second"` // of /tmp above StorageFree
	StorageFree int                         `json:"storage_free_mb"`
	SnapStart   SnapStartPrice              `json:"snapstart"`
	Logs        LogPrice                    `json:"logs"`
	Fargate     map[string]FargatePrice     `json:"fargate"`
	MetricData  float64                     `json:"get_metric_data"` // a metric asked of GetMetricData
}

// RegionalPrice is a price with the regions in which it is another one.
type RegionalPrice struct {
	Default float64            `json:"default"`
	Regions map[string]float64 `json:"regions"`
}

// ProvisionedPrice is what a GB-second of provisioned concurrency costs.
type ProvisionedPrice struct {
	Kept float64 `json:"kept"`
	Run  float64 `json:"run"`
}

// SnapStartPrice is what SnapStart costs for Python and .NET; Java is free.
type SnapStartPrice struct {
	CachedGBSecond float64 `json:"cached_gb_second"`
	RestoredGB     float64 `json:"restored_gb"`
}

// LogPrice is what CloudWatch Logs cost, in the first tier.
type LogPrice struct {
	IngestedGB  float64 `json:"ingested_gb"`
	KeptGBMonth float64 `json:"kept_gb_month"`
}

// FargatePrice is what a Fargate task costs on Linux.
type FargatePrice struct {
	VCPUHour float64 `json:"vcpu_hour"`
	GBHour   float64 `json:"gb_hour"`
}

// The architectures, as Lambda names them.
const (
	X86   = "x86_64"
	Arm64 = "arm64"
)

// LoadPrices reads a table of prices in the form of prices.json.
func LoadPrices(raw []byte) (Prices, error) {
	var p Prices
	err := strictly(raw, &p)
	if err == nil {
		err = errors.Join(checkDated(p.AsOf, p.Sources), p.check())
	}
	if err != nil {
		return Prices{}, fmt.Errorf("read the table of prices: %w", err)
	}
	return p, nil
}

// DefaultPrices returns the table that the program was built with.
func DefaultPrices() Prices { return embedded(LoadPrices(pricesJSON)) }

// check refuses a table in which a price is missing: a price of zero would read
// as "free".
func (p *Prices) check() error {
	if p.Currency != "USD" {
		return fmt.Errorf("the currency must be USD, not %q", p.Currency)
	}
	prices := map[string]float64{
		"request": p.Request, "storage_gb_second": p.Storage,
		"snapstart.cached_gb_second": p.SnapStart.CachedGBSecond, "snapstart.restored_gb": p.SnapStart.RestoredGB,
		"logs.ingested_gb": p.Logs.IngestedGB, "logs.kept_gb_month": p.Logs.KeptGBMonth,
		"get_metric_data": p.MetricData,
	}
	for _, arch := range []string{X86, Arm64} {
		prices["gb_second."+arch] = p.Compute[arch].Default
		prices["provisioned_gb_second."+arch+".kept"] = p.Provisioned[arch].Kept
		prices["provisioned_gb_second."+arch+".run"] = p.Provisioned[arch].Run
		prices["fargate."+arch+".vcpu_hour"] = p.Fargate[arch].VCPUHour
		prices["fargate."+arch+".gb_hour"] = p.Fargate[arch].GBHour
		for region, price := range p.Compute[arch].Regions {
			prices["gb_second."+arch+"."+region] = price
		}
	}
	for _, name := range slices.Sorted(maps.Keys(prices)) {
		if prices[name] <= 0 {
			return fmt.Errorf("%s has no price above zero", name)
		}
	}
	return nil
}

// GBSecond returns the price of running one GB for a second, in the first tier.
// A region without a row of its own costs what most do. Where only its x86 price
// is known, arm64 is taken to be cheaper there by as much as elsewhere.
func (p Prices) GBSecond(region, arch string) float64 {
	arch = architecture(arch)
	compute := p.Compute[arch]
	if price, ok := compute.Regions[region]; ok {
		return price
	}
	if p.Estimated(region, arch) {
		return p.Compute[X86].Regions[region] * compute.Default / p.Compute[X86].Default
	}
	return compute.Default
}

// Estimated reports whether no source tells the region's own price for the
// architecture, although it is not the one that most regions have.
func (p Prices) Estimated(region, arch string) bool {
	_, told := p.Compute[architecture(arch)].Regions[region]
	_, differs := p.Compute[X86].Regions[region]
	return !told && differs
}

// ProvisionedGBSecond returns the price of provisioned concurrency.
func (p Prices) ProvisionedGBSecond(arch string) ProvisionedPrice {
	return p.Provisioned[architecture(arch)]
}

// KeptCost returns what so much provisioned concurrency costs a month, whether or
// not anything runs on it.
func (p Prices) KeptCost(arch string, memoryMB, allocated int) float64 {
	return float64(allocated) * float64(memoryMB) / 1024 * MonthDays * secondsPerDay * p.ProvisionedGBSecond(arch).Kept
}

// FargateTask returns the price of a Fargate task.
func (p Prices) FargateTask(arch string) FargatePrice { return p.Fargate[architecture(arch)] }

// RunCost returns what invocations cost: their GB-seconds and their requests.
func (p Prices) RunCost(region, arch string, memoryMB int, seconds, invocations float64) float64 {
	return seconds*float64(memoryMB)/1024*p.GBSecond(region, arch) + invocations*p.Request
}

// StorageCost returns what a /tmp of that size adds to so much running time.
func (p Prices) StorageCost(sizeMB int, seconds float64) float64 {
	return float64(max(sizeMB-p.StorageFree, 0)) / 1024 * seconds * p.Storage
}

// architecture reads an empty name as Lambda does.
func architecture(name string) string {
	if name == Arm64 {
		return Arm64
	}
	return X86
}
