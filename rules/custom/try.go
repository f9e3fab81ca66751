package custom

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/rules"
)

// Try asks a rule about one of its definition's examples, and returns what turns out
// otherwise than the example says.
func Try(rule *rules.Rule, d *Definition, at int) []string {
	example, wanted := &rule.Examples[at], &d.Examples[at]
	known, err := example.World(rule)
	if err != nil {
		return []string{err.Error()}
	}
	findings := example.Judge(rule, known, example.About(rule, known))
	got, _ := rule.Outcome(findings)
	if got != wanted.Want {
		return []string{fmt.Sprintf("is %s, and %s is wanted%s", got, wanted.Want, because(findings))}
	}
	var differences []string
	for _, f := range findings {
		if wanted.Message != nil && *wanted.Message != f.Message {
			differences = append(differences, fmt.Sprintf("says %q, and %q is wanted", f.Message, *wanted.Message))
		}
		if wanted.Locus != nil && *wanted.Locus != f.Locus {
			differences = append(differences, fmt.Sprintf("has the locus %q, and %q is wanted", f.Locus, *wanted.Locus))
		}
	}
	return differences
}

// because tells what the findings say.
func because(findings []rules.Finding) string {
	var texts []string
	for _, f := range findings {
		texts = append(texts, f.Message)
	}
	if len(texts) == 0 {
		return ""
	}
	return ": " + strings.Join(texts, "; ")
}

// Unproven names the outcomes that every rule should have an example of and this one
// has not; "" where it has them.
func Unproven(d *Definition) string {
	var missing []string
	for _, outcome := range []rules.Outcome{rules.Fail, rules.Pass} {
		if !slices.ContainsFunc(d.Examples, func(e Example) bool { return e.Want == outcome }) {
			missing = append(missing, outcome.String())
		}
	}
	return strings.Join(missing, " or ")
}
