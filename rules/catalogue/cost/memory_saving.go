package cost

import (
	"fmt"
	"strconv"
	"strings"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/memory"
	"lambda-audit/rules/catalogue/running"
)

// spare is how many times the highest use a suggested size is: our own figure.
const spare = 1.5

// tooLarge says what the memory is used for, which size would do, and what that
// would save.
func tooLarge(in *rules.Input, c *running.Case, a *facts.Activity, k *memory.Known) rules.Finding {
	f := rules.Failed("it has "+memory.Size(c), k.Evidence(c)...)
	f.Confidence = rules.Likely
	if used, samples, told := k.Used(c); told {
		f.Message += fmt.Sprintf(" and used %s MB at most, in %s invocations", rules.Number(used), rules.Number(samples))
	}
	if k.Advice != nil && k.Advice.Finding == optimized {
		f.Severity = rules.Low
		f.Message += "; Compute Optimizer finds it well sized, which may be for its CPU"
	}
	size := smaller(c, k)
	if size == 0 {
		f.Message += "; try smaller sizes"
		return f
	}
	f.Fix = c.Mended(strings.ReplaceAll(overFix, "SIZE", strconv.Itoa(size)))
	f.Message += fmt.Sprintf("; with %s MB it would cost ", rules.Number(float64(size)))
	saving, how := savingOf(in, c, a, k, size)
	if f.Saving = saving; saving == nil {
		f.Message += "less, how much is not known"
		return f
	}
	f.Message += fmt.Sprintf("%s a month less%s", rules.Dollars(*saving), how)
	if *saving < rules.Params[OverParams](in).WorthUSD {
		f.Severity = rules.Low
	}
	return f
}

// optimized is Compute Optimizer's word for a function of the right size.
const optimized = "Optimized"

// smaller is the size that would do, in MB: the one that Compute Optimizer
// recommends, unless another source saw as much used, or one with room above what
// was used. It is 0 where none is smaller.
func smaller(c *running.Case, k *memory.Known) int {
	used, _, told := k.Used(c)
	if k.Advice != nil && float64(k.Advice.SizeMB) > used && k.Advice.SizeMB < c.MemoryMB {
		return k.Advice.SizeMB
	}
	if size := memory.SizeFor(c.Config, used, spare); told && size < c.MemoryMB {
		return size
	}
	return 0
}

// savingOf is what the size saves a month, and what that rests on: Compute
// Optimizer's own forecast of the durations, or the function's present ones. It is
// nil where the durations are not told, or are those of versions of several sizes.
func savingOf(in *rules.Input, c *running.Case, a *facts.Activity, k *memory.Known, size int) (saving *float64, how string) {
	if k.Advice != nil && k.Advice.SizeMB == size && k.Advice.SavingUSD != nil {
		return k.Advice.SavingUSD, ", as Compute Optimizer reckons"
	}
	seconds, told := a.Seconds()
	if !told || c.Several {
		return nil, ""
	}
	gbSeconds := seconds * float64(c.MemoryMB-size) / 1024
	usd := in.Monthly(gbSeconds * in.Prices().GBSecond(in.Subject.Region, c.Architecture))
	return &usd, " if it ran no longer, though it gets less CPU with less memory"
}
