package reliability

import (
	"fmt"
	"math"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// fewTrials is how many trials are too few to pass on, once any of them was hit:
// of fifty, even a single one is two in a hundred.
const fewTrials = 50

// A rate is how many of so many trials were hit.
type rate struct{ hits, trials float64 }

// share is the rate that was seen.
func (r rate) share() float64 { return min(r.hits/r.trials, 1) }

// sure is the lower bound of the Wilson score interval at 95 %: the rate that is
// surely exceeded, however few the trials are.
func (r rate) sure() float64 {
	const z = 1.959964 // 97.5 % quantile of the normal distribution
	n, share := r.trials, r.share()
	centre := share + z*z/(2*n)
	spread := z * math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	return max((centre-spread)/(1+z*z/n), 0)
}

// against holds the rate against a limit: it fails where it surely exceeds the
// limit by at least so many hits. Fewer hits that exceed it, and any hit among
// few trials, are too few to tell.
func (r rate) against(limit, minHits float64) rules.Outcome {
	exceeds := r.sure() > limit
	switch {
	case exceeds && r.hits >= minHits:
		return rules.Fail
	case r.hits > 0 && (exceeds || r.trials < fewTrials):
		return rules.Unknown
	}
	return rules.Pass
}

// tooFew says that the hits are too few to tell a rate by.
func (r rate) tooFew(hits, trials string) rules.Finding {
	return rules.Undecided(&audit.Unknown{Reason: audit.TooFew, Fact: facts.Metrics.Name,
		Message: fmt.Sprintf("%s among %s %s: too few to tell a rate", rules.Plural(int(r.hits), hits), rules.Number(r.trials), trials)})
}
