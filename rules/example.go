package rules

import (
	"fmt"
	"slices"
	"time"

	"lambda-audit/audit"
)

// ExampleHeader is the header of the examples' snapshots: one account, one
// region, two weeks, and always the same time.
func ExampleHeader() audit.Header {
	taken := time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC)
	return audit.Header{Schema: audit.SchemaVersion, RunID: "example", Account: "111122223333", Partition: "aws",
		Regions: []string{"eu-west-1"}, TakenAt: taken, Window: audit.NewWindow(taken, 14)}
}

// World returns the example as a snapshot. Listings that the rule reads are
// complete in it, unless the example says that they broke.
func (e *Example) World(r *Rule) (*audit.Known, error) {
	known, err := audit.Pretend(ExampleHeader(), audit.NewSet(r.reads()...), e.Given...)
	if err != nil {
		return nil, fmt.Errorf("build the example %q of %s: %w", e.Name, r.ID, err)
	}
	return known, nil
}

// reads returns what the rule declares to read.
func (r *Rule) reads() []audit.Dep { return slices.Concat(r.Requires, r.AnyOf, r.Helps) }

// About returns the example's subject, with what it leaves out filled in from
// the rule, its own ARN and the snapshot's listing.
func (e *Example) About(r *Rule, known *audit.Known) audit.Subject {
	s := e.Subject
	if s.Kind == "" && len(r.Kinds) == 1 {
		s.Kind = r.Kinds[0]
	}
	if s.Account == "" {
		s.Account = known.Header.Account
	}
	if a, ok := audit.ParseARN(s.ID); ok && s.Region == "" {
		s.Region = a.Region
	}
	if s.Region == "" {
		s.Region = audit.Global
	}
	if listed := known.Reader().Subject(s.Kind, s.ID); listed != nil && s.Functions == nil {
		s.Functions, s.Open = listed.Functions, listed.Open
	}
	return s
}

// Judge asks the rule about a subject of the example's world, and returns all that
// it tells. It panics where the check reads what the rule does not declare.
func (e *Example) Judge(r *Rule, known *audit.Known, s audit.Subject) []Finding {
	params, err := r.Merge(e.Params)
	if err != nil {
		panic(err) // rulestest reports it
	}
	findings := r.Check(&Input{Subject: &s, Facts: known.Narrow(r.ID, r.reads()), data: DefaultData(), trust: &e.Trust,
		rule: r, params: params, results: e})
	for i := range findings {
		findings[i] = findings[i].Told()
	}
	return findings
}

// verdict answers Input.About from the example's results.
func (e *Example) verdict(r *Rule, rule, function string) Verdict {
	if !slices.Contains(r.Uses, rule) {
		panic(fmt.Sprintf("%s asks about the rule %s without declaring it", r.ID, rule))
	}
	outcome, told := e.Results[rule]
	switch {
	case len(e.Found[rule]) > 0:
		return Verdict{Outcome: Fail, Findings: e.Found[rule]}
	case !told, outcome == Unknown:
		return Verdict{Outcome: Unknown, Unknown: &audit.Unknown{Reason: audit.NotAsked, Fact: rule, Message: "the rule was not judged"}}
	case outcome == Fail:
		f := Found{Ref: Ref{Rule: rule, Subject: function}}
		if used := registered[rule]; used != nil {
			f.Severity = used.Severity
		}
		return Verdict{Outcome: Fail, Findings: []Found{f}}
	}
	return Verdict{Outcome: outcome}
}

// Outcome returns the outcome that counts of several findings on one subject,
// and the worst severity of the failures.
func (r *Rule) Outcome(findings []Finding) (Outcome, Severity) {
	j := judge{Rule: r}
	severity := NoSeverity
	for i := range findings {
		if findings[i].Outcome == Fail {
			severity = max(severity, j.severity(&findings[i]))
		}
	}
	return worst(findings), severity
}
