// Package memory reads what is known of the memory that a function uses. Lambda
// itself measures none: Compute Optimizer and Lambda Insights do, where somebody
// has switched them on. It is never guessed from durations.
package memory

import (
	"errors"
	"math"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/running"
)

// Sources are the facts that tell of memory: rules name them as alternatives.
var Sources = []audit.Dep{facts.ComputeOptimizer, facts.MemoryUse}

// A Look is what one source saw of a function at one memory size.
type Look struct {
	Source  string
	Share   *float64 // highest share of the memory, of one; nil: not told
	UsedMB  *float64 // highest use
	Samples float64  // invocations
	Days    int      // that it looked back
	Whole   bool     // it saw all of them: else the share is a lower bound
	Advised bool     // by Compute Optimizer
}

// Known is all that is known of the memory of a function.
type Known struct {
	Advice *facts.Advice // Compute Optimizer's, for this memory size; nil: none
	Looks  []Look
	Unsure error // a source could not be read
	// missing says why each of the other sources tells nothing.
	missing []string
}

// Read asks the sources about a function of that configuration.
func Read(in *rules.Input, c *running.Case) Known {
	var k Known
	k.readAdvice(in, c.MemoryMB)
	k.readInsights(in, c.MemoryMB)
	return k
}

func (k *Known) readAdvice(in *rules.Input, memoryMB int) {
	a, err := facts.ComputeOptimizer.Of(in.Facts, in.Subject.ID)
	var why *audit.Unknown
	switch {
	case errors.As(err, &why) && why.Reason == audit.NoData:
		k.missing = append(k.missing, noAdvice(why))
	case err != nil:
		k.Unsure = err
	case a.UsedMB == nil && !a.Conclusive():
		k.missing = append(k.missing, "Compute Optimizer could not tell ("+strings.Join(append([]string{a.Finding}, a.Reasons...), ", ")+")")
	case a.MemoryMB != memoryMB:
		k.missing = append(k.missing, "Compute Optimizer looked at it when it had another size ("+rules.Number(float64(a.MemoryMB))+" MB)")
	default:
		k.Advice = &a
		look := Look{Source: "Compute Optimizer", UsedMB: a.UsedMB, Samples: a.Invocations, Days: lookBack, Whole: true, Advised: true}
		if a.UsedMB != nil {
			share := *a.UsedMB / float64(memoryMB)
			look.Share = &share
		}
		k.Looks = append(k.Looks, look)
	}
}

// lookBack is how many days Compute Optimizer looks at (its guide, 2026-11).
const lookBack = 14

// noAdvice says why there is no recommendation.
func noAdvice(why *audit.Unknown) string {
	if strings.Contains(why.Message, "Compute Optimizer") {
		return why.Message
	}
	return "Compute Optimizer has no recommendation for it"
}

// readInsights reads the highest share of the memory that was used. Lambda Insights
// tells it of all versions together, and of one of that size it cannot be more than
// the highest use that it saw of any.
func (k *Known) readInsights(in *rules.Input, memoryMB int) {
	m, err := facts.MemoryUse.Of(in.Facts, in.Subject.ID)
	if err != nil && k.Unsure == nil {
		k.Unsure = err
	}
	if m.Share != nil {
		share := *m.Share
		if m.UsedMB != nil && err == nil {
			share = min(share, *m.UsedMB/float64(memoryMB))
		}
		k.Looks = append(k.Looks, Look{Source: "Lambda Insights", Share: &share, UsedMB: m.UsedMB, Samples: m.Samples, Days: *in.WindowDays(), Whole: err == nil})
	} else if err == nil {
		k.missing = append(k.missing, "Lambda Insights does not measure it")
	}
}

// Undecided is what there is to say where no source shows a fault: that one could
// not be read, that there is none, or that they saw too little. It is nil where
// the function passes.
func (k *Known) Undecided(minSamples float64) []rules.Finding {
	switch {
	case k.Unsure != nil:
		return rules.One(rules.Undecided(k.Unsure))
	case len(k.Looks) == 0:
		return rules.One(rules.Inapplicable("nothing measures its memory: " + strings.Join(k.missing, ", and ") +
			". Either is enough: aws compute-optimizer update-enrollment-status --status Active, or the layer of Lambda Insights"))
	}
	samples := 0.0
	for _, l := range k.Looks {
		samples = math.Max(samples, l.Samples)
	}
	if samples < minSamples {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.TooFew, Fact: facts.MemoryUse.Name,
			Message: "its memory was measured in " + rules.Number(samples) + " invocations, and it takes " + rules.Number(minSamples)}))
	}
	return nil
}

// Evidence shows the memory and what each source saw of its use.
func (k *Known) Evidence(c *running.Case) []rules.Evidence {
	memory := rules.Configured("memory"+c.Whose, c.MemoryMB, nil)
	memory.Unit = "MB"
	list := []rules.Evidence{memory}
	for _, l := range k.Looks {
		if l.Share != nil {
			list = append(list, rules.Evidence{Field: "memory used", Got: rules.Hundredths(*l.Share), Unit: "%",
				Statistic: "Maximum, by " + l.Source, WindowDays: &l.Days, Samples: &l.Samples})
		}
	}
	if k.Advice != nil {
		list = append(list, rules.Configured("Compute Optimizer", strings.Join(append([]string{k.Advice.Finding}, k.Advice.Reasons...), ", "), nil))
	}
	return list
}

// Used is the highest use in MB that any source saw, with the invocations behind
// it; false where none tells.
func (k *Known) Used(c *running.Case) (mb, samples float64, told bool) {
	for _, l := range k.Looks {
		used := l.UsedMB
		if used == nil && l.Share != nil {
			product := *l.Share * float64(c.MemoryMB)
			used = &product
		}
		if used != nil && (!told || *used > mb) {
			mb, samples, told = *used, l.Samples, true
		}
	}
	return mb, samples, told
}

// Judge asks the check about each configuration that ran, by its memory size.
func Judge(in *rules.Input, check func(*running.Case) []rules.Finding) []rules.Finding {
	m, _ := facts.MemoryUse.Of(in.Facts, in.Subject.ID) // what is not known rules nothing out
	possible := func(c *facts.Config) bool { return m.UsedMB == nil || *m.UsedMB <= float64(c.MemoryMB) }
	return running.Judge(in, func(c *facts.Config) int { return c.MemoryMB }, possible, func(c *running.Case) []rules.Finding {
		if c.MemoryMB == 0 {
			return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "AWS told no memory size"}))
		}
		return check(c)
	})
}

// Invoked reads what the function did in the window; findings that are not nil
// end the check.
func Invoked(in *rules.Input) (facts.Activity, []rules.Finding) {
	a, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return a, rules.One(rules.Undecided(err))
	case a.Invocations() == 0:
		return a, rules.One(rules.Inapplicable("it was not invoked in the window"))
	}
	return a, nil
}
