//go:build integration

package integration

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
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

// usedBy plants events that came by an alias: CloudWatch then counts the
// invocations under the alias too.
func usedBy(alias string, perDay int) step {
	return func(s *seeder, f *planted) error {
		if err := events(perDay)(s, f); err != nil {
			return err
		}
		for at := range lastDays(days) {
			s.count("Invocations", at, float64(perDay), dimension("FunctionName", f.name), dimension("Resource", f.name+":"+alias))
		}
		return nil
	}
}

func (s *seeder) load(function string, l *load) {
	name := dimension("FunctionName", function)
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
	d := types.MetricDatum{MetricName: aws.String("Duration"), Timestamp: &at, Unit: types.StandardUnitMilliseconds, Dimensions: dimensions,
		Values: []float64{l.typical}, Counts: []float64{float64(l.calls - l.slowCalls)}}
	if l.slowCalls > 0 {
		d.Values, d.Counts = append(d.Values, l.slow), append(d.Counts, float64(l.slowCalls))
	}
	s.data = append(s.data, d)
}

// count adds a data point of a count.
func (s *seeder) count(metric string, at time.Time, value float64, dimensions ...types.Dimension) {
	s.data = append(s.data, types.MetricDatum{MetricName: &metric, Timestamp: &at, Value: &value, Unit: types.StandardUnitCount, Dimensions: dimensions})
}

func dimension(name, value string) types.Dimension {
	return types.Dimension{Name: &name, Value: &value}
}

// lastDays yields a moment of each of the last days, latest first. AWS counts
// days from the start that is asked for; ministack counts them from midnight
// UTC, and gives the day its midnight's time. So each moment lies on a date
// whose midnight is in the audit's window, and before the window's end.
func lastDays(number int) func(yield func(time.Time) bool) {
	end := time.Now().UTC().Add(-15 * time.Minute).Truncate(time.Hour)
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
