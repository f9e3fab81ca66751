// Package running judges a function by what ran. Its metrics are those of all of
// its versions together, and each version has settings of its own.
package running

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// A Case is a configuration to judge by.
type Case struct {
	*facts.Config
	Whose   string // " of version 7" where another configuration has another value, else ""
	Several bool   // the metrics may be those of several values together
	alias   string
	ran     bool
}

// A Setting tells the value of a configuration that a rule holds the metrics
// against: those that have the same are judged once.
type Setting func(*facts.Config) int

// Judge asks the check about each configuration that ran or may have. What all of
// them come to holds; so does a failure of all that surely ran, if less surely.
// Else nobody knows. Of those that may have run beside others, which surely did,
// only the possible ones count: where the metrics show what one of them cannot
// have done, it was not the one that did it.
func Judge(in *rules.Input, setting Setting, possible func(*facts.Config) bool, check func(*Case) []rules.Finding) []rules.Finding {
	runs, err := views.Running.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	cases := casesOf(&runs, setting, possible)
	verdicts := make([][]rules.Finding, len(cases))
	for i := range cases {
		verdicts[i] = check(&cases[i])
	}
	return settle(cases, verdicts, runs.Open)
}

// casesOf are the configurations with values of their own, those that ran first.
func casesOf(runs *views.Runs, setting Setting, possible func(*facts.Config) bool) []Case {
	cases := make([]Case, 0, 1) // most functions ran one configuration
	add := func(run *views.Run, ran bool) {
		for i := range cases {
			if setting(cases[i].Config) == setting(&run.Config) {
				return
			}
		}
		cases = append(cases, Case{Config: &run.Config, alias: run.Alias, ran: ran})
	}
	for i := range runs.Ran {
		add(&runs.Ran[i], true)
	}
	for i := range runs.Maybe {
		if run := &runs.Maybe[i]; len(runs.Ran) == 0 || possible(&run.Config) {
			add(run, false)
		}
	}
	for i := range cases {
		c := &cases[i]
		c.Several = len(cases) > 1
		if c.differs(runs.Ran, setting) || c.differs(runs.Maybe, setting) {
			c.Whose = " of " + c.name()
		}
	}
	return cases
}

// differs reports whether one of the configurations has another value.
func (c *Case) differs(runs []views.Run, setting Setting) bool {
	for i := range runs {
		if setting(&runs[i].Config) != setting(c.Config) {
			return true
		}
	}
	return false
}

// name is how people call the version.
func (c *Case) name() string {
	if c.Version == "" {
		return "$LATEST"
	}
	return "version " + c.Version
}

// Mended adds to a fix what brings it to those who invoke a version.
func (c *Case) Mended(fix string) string { return fix + rules.Republished(c.Version, c.alias) }

// settle is what the verdicts of all cases come to.
func settle(cases []Case, verdicts [][]rules.Finding, open error) []rules.Finding {
	if open != nil {
		return rules.One(rules.Undecided(open))
	}
	if i := worst(verdicts); agree(verdicts) {
		return verdicts[i]
	}
	var ran [][]rules.Finding
	for i := range cases {
		if cases[i].ran {
			ran = append(ran, verdicts[i])
		}
	}
	if len(ran) > 0 && agree(ran) && outcome(ran[0]) == rules.Fail {
		return likely(ran[worst(ran)])
	}
	if i := slices.IndexFunc(verdicts, func(v []rules.Finding) bool { return outcome(v) == rules.Unknown }); i >= 0 {
		return verdicts[i]
	}
	return rules.One(rules.Undecided(disagreement(cases, verdicts)))
}

// outcome is that of a verdict; no finding is a pass.
func outcome(verdict []rules.Finding) rules.Outcome {
	if len(verdict) == 0 {
		return rules.Pass
	}
	return verdict[0].Outcome
}

func agree(verdicts [][]rules.Finding) bool {
	return !slices.ContainsFunc(verdicts, func(v []rules.Finding) bool { return outcome(v) != outcome(verdicts[0]) })
}

// worst is the index of the verdict that is most severe, the first of those.
func worst(verdicts [][]rules.Finding) int {
	at := 0
	for i, v := range verdicts {
		if len(v) > 0 && len(verdicts[at]) > 0 && v[0].Severity > verdicts[at][0].Severity {
			at = i
		}
	}
	return at
}

func likely(verdict []rules.Finding) []rules.Finding {
	for i := range verdict {
		verdict[i].Confidence = max(verdict[i].Confidence, rules.Likely)
	}
	return verdict
}

// disagreement says which configuration would come to what.
func disagreement(cases []Case, verdicts [][]rules.Finding) *audit.Unknown {
	var would []string
	for i := range cases {
		would = append(would, fmt.Sprintf("by %s it would be a %s", cases[i].name(), outcome(verdicts[i])))
	}
	return &audit.Unknown{Reason: audit.NoData, Fact: facts.Presence.Name,
		Message: strings.Join(would, ", ") + ", and CloudWatch does not tell which of them ran so"}
}
