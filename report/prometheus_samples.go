package report

import (
	"maps"
	"slices"
	"strconv"

	"lambda-audit/rules"
)

func infoSamples(m *measured) []sample {
	run := &m.Result.Run
	samples := eachAccount(func(*rules.Account) *float64 { return new(1.0) })(m)
	for i := range samples {
		samples[i].labels = append(samples[i].labels,
			label{"version", run.Version}, label{"score_formula", run.ScoreFormula}, label{"mode", run.Mode})
	}
	return samples
}

// timeSamples leave out an account that could not be read: it would look fresh.
func timeSamples(m *measured) []sample {
	return eachAccount(func(a *rules.Account) *float64 {
		if !wasJudged(a) {
			return nil
		}
		return new(float64(a.TakenAt.Unix()))
	})(m)
}

// accountStates are all that can become of an account.
var accountStates = []string{rules.AccountAudited, rules.AccountPartial, rules.AccountFailed, rules.AccountSkipped}

func stateSamples(m *measured) []sample {
	var samples []sample
	for i := range m.Result.Accounts {
		a := &m.Result.Accounts[i]
		for _, state := range accountStates {
			labels := ofAccount(a.AccountID, label{"state", state})
			samples = append(samples, sample{labels, asNumber(a.State == state)})
		}
	}
	return samples
}

// wasJudged reports whether the account could be judged, if only in part: of one
// that could not, not even a 0 is known.
func wasJudged(a *rules.Account) bool {
	return a.State == rules.AccountAudited || a.State == rules.AccountPartial
}

func functionSamples(m *measured) []sample {
	var samples []sample
	for i := range m.Result.Accounts {
		a := &m.Result.Accounts[i]
		for _, r := range a.Regions {
			if r.State == rules.AccountAudited || r.State == rules.AccountPartial {
				samples = append(samples, sample{ofAccount(a.AccountID, label{"region", r.Region}), float64(r.Functions)})
			}
		}
	}
	return samples
}

// scoreBounds are the scores that functions are counted below: where the grades
// begin.
var scoreBounds = []float64{40, 70, 80, 90}

func belowSamples(m *measured) []sample {
	below := map[string][]int{}
	for i := range m.Result.Accounts {
		if a := &m.Result.Accounts[i]; wasJudged(a) {
			below[a.AccountID] = make([]int, len(scoreBounds))
		}
	}
	for i := range m.Result.Functions {
		f := &m.Result.Functions[i]
		counts := below[f.AccountID]
		for at, bound := range scoreBounds {
			if counts != nil && f.Score != nil && f.ManagedBy == "" && *f.Score < bound {
				counts[at]++
			}
		}
	}
	var samples []sample
	for _, id := range slices.Sorted(maps.Keys(below)) {
		for at, n := range below[id] {
			labels := ofAccount(id, label{"below", strconv.Itoa(int(scoreBounds[at]))})
			samples = append(samples, sample{labels, float64(n)})
		}
	}
	return samples
}

func findingSamples(m *measured) []sample {
	counts := m.census.open().by(func(p place) place {
		return place{account: p.account, region: p.region, rule: p.rule, severity: p.severity}
	})
	return counts.samples(func(p place) []label {
		return []label{{"region", p.region}, {"rule", p.rule}, {"severity", p.severity.String()}}
	})
}

func pillarSamples(m *measured) []sample {
	counts := m.census.open().by(func(p place) place {
		return place{account: p.account, severity: p.severity, pillar: p.pillar}
	})
	for i := range m.Result.Accounts {
		if a := &m.Result.Accounts[i]; wasJudged(a) {
			counts.fill(a.AccountID)
		}
	}
	return counts.samples(func(p place) []label {
		return []label{{"severity", p.severity.String()}, {"pillar", string(p.pillar)}}
	})
}

func asideSamples(m *measured) []sample {
	counts := m.census.aside().by(func(p place) place {
		return place{account: p.account, severity: p.severity, aside: p.aside}
	})
	return counts.samples(func(p place) []label {
		return []label{{"severity", p.severity.String()}, {"why", p.aside}}
	})
}

func (c census) samples(more func(place) []label) []sample {
	var samples []sample
	for _, p := range c.sorted() {
		samples = append(samples, sample{ofAccount(p.account, more(p)...), float64(c[p])})
	}
	return samples
}
