package facts

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"lambda-audit/audit"
)

// Logged is how much a function wrote to its log in the window.
type Logged struct {
	// Bytes are what CloudWatch Logs took in; null where other functions write to
	// the same log group, because then nobody tells whose it is.
	Bytes *float64 `json:"bytes"`
}

// LogBytes are how much each function wrote to its log groups.
var LogBytes = audit.RegisterFact(audit.Fact[Logged]{
	Name: "log-bytes",
	Doc: "how many bytes a function wrote to its log groups in the window. A group that several functions write to " +
		"tells of none of them",
	Kind:       KindFunction,
	Operations: []string{"CloudWatch.GetMetricData"},
	Actions:    []string{"cloudwatch:GetMetricData"},
	Needs:      slices.Concat(configurationSources, []audit.Dep{Presence}),
	Batch:      queriesPerCall - 50, // a function may have versions that log elsewhere
	Metrics:    logMetrics,
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[Logged] {
		if idle(r, s.ID) {
			return audit.Settled(Logged{Bytes: new(0.0)}, "it did not run")
		}
		return audit.Ask[Logged]()
	},
	GateDoc: "Lambda writes to a function's log while the function runs, and a function that ran in the last two weeks " +
		"has metrics that ListMetrics lists.",
	Collect: collectLogBytes,
	Example: audit.Example{
		Reply:  `{"MetricDataResults":[{"Id":"q0","Timestamps":["2026-11-22T06:00:00Z"],"Values":[73400320],"StatusCode":"Complete"}]}`,
		Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html",
	},
})

// logMetrics is one for each group that the function or one of its versions may
// write to, and none where others write to any of these.
func logMetrics(r audit.Reader, s *audit.Subject) (least, most int) {
	c, _ := Functions.Of(r, s.ID)
	groups := map[string]bool{c.LogGroup: true}
	versions, _ := Versions.Of(r, s.ID) // where they are not known, $LATEST stands for them
	for i := range versions {
		groups[versions[i].LogGroup] = true
	}
	return 0, len(groups)
}

// idle reports whether the function surely did not run in the window.
func idle(r audit.Reader, function string) bool {
	seen, err := Presence.Of(r, function)
	return err == nil && !seen.Active && r.Header().Window.Days <= PresenceDays
}

func collectLogBytes(ctx context.Context, s *audit.Session, r audit.Reader, functions []audit.Subject, put audit.Put[Logged]) error {
	region := functions[0].Region
	index := logIndexOf(r, region)
	values := make([]Logged, len(functions))
	var wanted []series
	var of []int // whose each of the series is
	for i, f := range functions {
		alone := index.alone(f.ID)
		if alone || idle(r, f.ID) { // then others wrote all that there is
			values[i].Bytes = new(0.0)
		}
		if !alone {
			continue
		}
		for _, group := range index.groups[f.ID] {
			wanted, of = append(wanted, series{"IncomingBytes", "Sum", ofLogGroup(group)}), append(of, i)
		}
	}
	open, err := metricDays(ctx, s, region, wanted, func(i, _ int, value float64) { *values[of[i]].Bytes += value })
	if err != nil {
		return fmt.Errorf("get the log volume of %d functions in %s: %w", len(functions), region, err)
	}
	unsure := make([]error, len(functions))
	for _, i := range slices.Sorted(maps.Keys(open)) {
		unsure[of[i]] = cmp.Or(unsure[of[i]], open[i])
	}
	for i, f := range functions {
		put(f.ID, values[i], audit.AtLeast(unsure[i]))
	}
	return nil
}

// A logIndex says which functions write to which log groups.
type logIndex struct {
	writers map[string]int      // how many functions write to a group, by its name
	groups  map[string][]string // what a function writes to, by its ARN
	more    bool                // functions may write that are not known
}

// logIndexOf reads the index of a region, of the functions out of the run's scope
// too, as $LATEST and as the versions that aliases serve. Where these are not
// known, $LATEST stands for all.
func logIndexOf(r audit.Reader, region string) logIndex {
	x := logIndex{writers: map[string]int{}, groups: map[string][]string{}}
	_ = Functions.All(r, func(arn string, c Config) { x.add(region, arn, &c) }) // other regions' do not matter
	x.more = r.Swept(Functions, region) != nil || r.Header().Scope.Named() != nil
	versions, _ := r.Subjects(KindVersion)
	for _, v := range versions {
		if c, err := VersionConfig.Of(r, v.ID); err == nil {
			x.add(region, v.Functions[0], &c)
		}
	}
	return x
}

func (x *logIndex) add(region, function string, c *Config) {
	group := cmp.Or(c.LogGroup, defaultLogGroup(c.Name))
	if a, _ := audit.ParseARN(function); a.Region == region && !slices.Contains(x.groups[function], group) {
		x.groups[function] = append(x.groups[function], group)
		x.writers[group]++
	}
}

// alone reports whether nobody else writes to the function's groups. Where not
// all functions are known, only a group that is named after it is taken to be its
// own.
func (x *logIndex) alone(function string) bool {
	a, _ := audit.ParseARN(function)
	return !slices.ContainsFunc(x.groups[function], func(group string) bool {
		return x.writers[group] > 1 || x.more && group != defaultLogGroup(a.Name())
	})
}

// defaultLogGroup is the group that a function logs to unless it is told another.
func defaultLogGroup(function string) string { return "/aws/lambda/" + function }
