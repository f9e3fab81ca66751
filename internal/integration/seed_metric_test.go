//go:build integration

package integration

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
)

// days is the window's length.
const days = 14

// A load is what a function did on each of the last days, 14 unless said:
// typical and slow are durations in milliseconds, and slowCalls so many of the
// calls were slow.
type load struct {
	days, calls, slowCalls     int
	typical, slow              float64
	errors, throttles, arrived float64
}

// works plants loads; they add up on the days they share.
func works(loads ...load) []step {
	return steps(func(s *seeder, f *planted) error {
		for _, l := range loads {
			s.load(f.name, &l)
		}
		return nil
	})
}

// events plants asynchronous events, a number each day, each of which ran.
func events(perDay int) step {
	return works(load{calls: perDay, typical: 300, arrived: float64(perDay)})[0]
}

// measures plants a value of a metric on every day.
func measures(metric string, value float64) []step { return rises(metric, value, value) }

// rises plants a metric whose values go from one to another over the days.
func rises(metric string, from, to float64) []step {
	return steps(func(s *seeder, f *planted) error {
		ago := 0
		for at := range lastDays(days) {
			s.count(metric, at, to-(to-from)*float64(ago)/(days-1), dimension("FunctionName", f.name))
			ago++
		}
		return nil
	})
}

// together gathers how many executions of the region ran at once, at most, on
// every day; 0 for none.
func (s *seeder) together(most float64) {
	for at := range lastDays(days) {
		if most > 0 {
			s.count("ConcurrentExecutions", at, most)
		}
	}
}

// usesMemory plants what Lambda Insights measures of so many runs a day: the
// highest share of the memory that one used, in per cent.
func usesMemory(percent float64, perDay int) step {
	return func(s *seeder, f *planted) error {
		for at := range lastDays(days) {
			s.data[insightsMetrics] = append(s.data[insightsMetrics], types.MetricDatum{MetricName: new("memory_utilization"), Timestamp: &at,
				Values: []float64{percent}, Counts: []float64{float64(perDay)}, Dimensions: []types.Dimension{dimension("function_name", f.name)}})
		}
		return nil
	}
}

// runsAtOnce plants how many executions ran at once in every hour of the days, but
// one hour of each of them. One hour more is planted, in case the next one begins
// before the audit does.
func runsAtOnce(most, inOneHour float64) step {
	return func(s *seeder, f *planted) error {
		end := windowEnd()
		for hour := range days*24 + 1 {
			value := most
			if hour%24 == 12 {
				value = inOneHour
			}
			s.count("ConcurrentExecutions", end.Add(time.Duration(1-hour)*time.Hour-time.Minute), value, dimension("FunctionName", f.name))
		}
		return nil
	}
}

// calledBy plants calls that came by an alias.
func calledBy(alias string, perDay int) step {
	return func(s *seeder, f *planted) error {
		s.load(f.name, &load{calls: perDay, typical: 300})
		s.byAlias(f.name, alias, perDay)
		return nil
	}
}

// byAlias counts invocations of a function under one of its aliases too.
func (s *seeder) byAlias(function, alias string, perDay int) {
	for at := range lastDays(days) {
		s.count("Invocations", at, float64(perDay), dimension("FunctionName", function), dimension("Resource", function+":"+alias))
	}
}

// usedBy plants events that came by an alias: CloudWatch then counts the
// invocations under the alias too.
func usedBy(alias string, perDay int) step {
	return func(s *seeder, f *planted) error {
		if err := events(perDay)(s, f); err != nil {
			return err
		}
		s.byAlias(f.name, alias, perDay)
		return nil
	}
}

func (s *seeder) load(function string, l *load) {
	name := dimension("FunctionName", function)
	s.ran[function] = s.ran[function] || l.calls > 0
	number := l.days
	if number == 0 {
		number = days
	}
	for at := range lastDays(number) {
		for metric, value := range map[string]float64{
			"Invocations": float64(l.calls), "Errors": l.errors, "Throttles": l.throttles, "AsyncEventsReceived": l.arrived,
		} {
			if value > 0 {
				s.count(metric, at, value, name)
			}
		}
		s.durations(at, l, name)
	}
}

func (s *seeder) durations(at time.Time, l *load, dimensions ...types.Dimension) {
	if l.calls == 0 {
		return
	}
	d := types.MetricDatum{MetricName: new("Duration"), Timestamp: &at, Unit: types.StandardUnitMilliseconds, Dimensions: dimensions,
		Values: []float64{l.typical}, Counts: []float64{float64(l.calls - l.slowCalls)}}
	if l.slowCalls > 0 {
		d.Values, d.Counts = append(d.Values, l.slow), append(d.Counts, float64(l.slowCalls))
	}
	s.data[lambdaMetrics] = append(s.data[lambdaMetrics], d)
}

// The namespaces that metrics are planted in.
const (
	lambdaMetrics   = "AWS/Lambda"
	insightsMetrics = "LambdaInsights"
)

// count adds a data point of a metric of Lambda's.
func (s *seeder) count(metric string, at time.Time, value float64, dimensions ...types.Dimension) {
	s.data[lambdaMetrics] = append(s.data[lambdaMetrics], types.MetricDatum{MetricName: &metric, Timestamp: &at, Value: &value, Dimensions: dimensions})
}

func dimension(name, value string) types.Dimension {
	return types.Dimension{Name: &name, Value: &value}
}

// windowEnd is where the audit's window ends.
func windowEnd() time.Time { return time.Now().UTC().Add(-15 * time.Minute).Truncate(time.Hour) }

// lastDays yields a moment of each of the last days, latest first. AWS counts
// days from the start that is asked for; ministack counts them from midnight
// UTC, and gives the day its midnight's time. So each moment lies on a date
// whose midnight is in the audit's window, and before the window's end.
func lastDays(number int) func(yield func(time.Time) bool) {
	end := windowEnd()
	midnight := end.Add(-time.Second).Truncate(24 * time.Hour)
	offset := end.Sub(midnight) / 2
	return func(yield func(time.Time) bool) {
		for n := range number {
			if !yield(midnight.AddDate(0, 0, -n).Add(offset)) {
				return
			}
		}
	}
}
