package rules

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// Severity says how much a failed rule hurts. The zero value is none: a finding
// without one has its rule's.
type Severity uint8

// The severities, mildest first.
const (
	NoSeverity Severity = iota
	Low
	Medium
	High
	Critical
)

var severityNames = []string{"none", "low", "medium", "high", "critical"}

// Severities are the four that findings have, worst first.
var Severities = []Severity{Critical, High, Medium, Low}

// String returns the severity's name.
func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the severity's name.
func (s *Severity) UnmarshalText(text []byte) error {
	parsed, err := ParseSeverity(string(text))
	*s = parsed
	return err
}

// ParseSeverity returns the severity of that name, "none" included.
func ParseSeverity(name string) (Severity, error) {
	for i, n := range severityNames {
		if n == name {
			return Severity(i), nil
		}
	}
	return NoSeverity, &audit.UsageError{
		Message: fmt.Sprintf("no severity is named %q", name),
		Hint:    audit.Suggest(name, severityNames) + "there are " + strings.Join(severityNames, ", "),
	}
}

// Outcome is what a rule says of a subject.
type Outcome uint8

// The outcomes, worst last: of several on one subject the worst counts.
const (
	Pass Outcome = iota
	NotApplicable
	Unknown
	Fail
)

var outcomeNames = []string{"pass", "not-applicable", "unknown", "fail"}

// String returns the outcome's name.
func (o Outcome) String() string { return outcomeNames[o] }

// MarshalText writes the outcome's name.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads the outcome's name.
func (o *Outcome) UnmarshalText(text []byte) error {
	i := slices.Index(outcomeNames, string(text))
	if i < 0 {
		return fmt.Errorf("no outcome is named %q", text)
	}
	*o = Outcome(i)
	return nil
}

// Confidence says how sure a finding is. The zero value is high.
type Confidence uint8

// The confidences, surest first.
const (
	Sure Confidence = iota
	Likely
	Possible
)

// String returns the confidence's name.
func (c Confidence) String() string { return [...]string{"high", "medium", "low"}[c] }

// A Pillar is the side of a function's fitness that a rule looks at.
type Pillar string

// The pillars, in the order in which reports show them.
const (
	Security      Pillar = "security"
	Reliability   Pillar = "reliability"
	Performance   Pillar = "performance"
	Cost          Pillar = "cost"
	Observability Pillar = "observability"
	Architecture  Pillar = "architecture"
)

// Pillars are all of them, in order.
var Pillars = []Pillar{Security, Reliability, Performance, Cost, Observability, Architecture}
