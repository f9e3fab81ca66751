package facts

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"lambda-audit/audit"
)

// QualifierCalls counts a function's invocations in the window by the alias or
// version that they named. Those that named none, or $LATEST, are not in it.
type QualifierCalls map[string]float64

// CallsByQualifier tells by which aliases and versions the functions with
// SnapStart are invoked.
var CallsByQualifier = audit.RegisterFact(audit.Fact[QualifierCalls]{
	Name: "calls-by-qualifier", Doc: "the invocations of a function with SnapStart by alias and version: what names none starts without it",
	Kind:       KindFunction,
	Operations: []string{"CloudWatch.GetMetricData"},
	Actions:    []string{"cloudwatch:GetMetricData"},
	Needs:      []audit.Dep{Functions, Presence, Aliases},
	Batch:      20, // functions have few qualifiers that are invoked, and the call takes 500 of them
	Metrics: func(r audit.Reader, s *audit.Subject) (least, most int) {
		qualifiers, _ := invokedBy(r, s.ID) // the error says that there may be more than are asked for
		return len(qualifiers), len(qualifiers)
	},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[QualifierCalls] {
		if c, err := Functions.Of(r, s.ID); err == nil && !c.SnapStarted() {
			return audit.Settled[QualifierCalls](nil, "SnapStart is off")
		}
		seen, err := Presence.Of(r, s.ID)
		if err != nil || len(seen.Qualifiers) > 0 || r.Header().Window.Days > PresenceDays {
			return audit.Ask[QualifierCalls]()
		}
		return audit.Settled[QualifierCalls](nil, "CloudWatch lists no alias or version that it was invoked by")
	},
	Supposes: true,
	GateDoc: "Invocations that name an alias or a version are counted under the dimension Resource, too, and ListMetrics " +
		"lists what had data in the last two weeks. Which of them an invocation names matters to SnapStart alone, because " +
		"only published versions start with it; where it is off, no rule has a question to them.",
	Collect: collectQualifierCalls,
	Example: audit.Example{
		Reply:  `{"MetricDataResults":[{"Id":"q0","Timestamps":["2026-11-22T06:00:00Z"],"Values":[48211],"StatusCode":"Complete"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html",
	},
})

func collectQualifierCalls(ctx context.Context, s *audit.Session, r audit.Reader, functions []audit.Subject, put audit.Put[QualifierCalls]) error {
	type call struct {
		function  int
		qualifier string
	}
	var wanted []series
	var calls []call
	unsure := make([]error, len(functions))
	for i, f := range functions {
		a, _ := audit.ParseARN(f.ID)
		qualifiers, err := invokedBy(r, f.ID)
		unsure[i] = err
		for _, qualifier := range qualifiers {
			wanted = append(wanted, series{"Invocations", "Sum", ofQualifier(a.Name(), qualifier)})
			calls = append(calls, call{i, qualifier})
		}
	}
	counts := make([]QualifierCalls, len(functions))
	open, err := metricDays(ctx, s, functions[0].Region, wanted, func(i, _ int, value float64) {
		c := calls[i]
		if counts[c.function] == nil {
			counts[c.function] = QualifierCalls{}
		}
		counts[c.function][c.qualifier] += value
	})
	if err != nil {
		return fmt.Errorf("get the invocations by qualifier of %d functions in %s: %w", len(functions), functions[0].Region, err)
	}
	for i, c := range calls {
		if open[i] != nil && unsure[c.function] == nil {
			unsure[c.function] = open[i]
		}
	}
	for i, f := range functions {
		put(f.ID, counts[i], audit.AtLeast(unsure[i]))
	}
	return nil
}

// invokedBy are the aliases and versions by which the function was invoked. Where
// the region's metrics were not listed, or not for the whole window, its aliases
// are among them, and the error says that it may have been invoked by others, too.
func invokedBy(r audit.Reader, function string) ([]string, error) {
	seen, unlisted := Presence.Of(r, function)
	if days := r.Header().Window.Days; unlisted == nil && days > PresenceDays {
		unlisted = &audit.Unknown{Reason: audit.NoData, Fact: Presence.Name,
			Message: fmt.Sprintf("CloudWatch lists by what it was invoked in the last %d days, and not in all %d", PresenceDays, days)}
	}
	if unlisted == nil {
		return seen.Qualifiers, nil
	}
	names := slices.Clone(seen.Qualifiers)
	aliases, err := Aliases.Of(r, function)
	for _, a := range aliases {
		names = append(names, a.Name)
	}
	return sorted(names), cmp.Or(err, unlisted)
}
