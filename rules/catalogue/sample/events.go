package sample

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// The mapping of the examples, and a stream that it may read from.
const (
	MappingARN = "arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:1"
	Stream     = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"
)

// TheMapping is the mapping that Reads and Mapped make, as a subject.
func TheMapping() audit.Subject {
	return audit.Subject{Kind: facts.KindEventSource, ID: MappingARN, Account: Account, Region: Region, Functions: []string{Function}}
}

// Troubled is the same day of trouble over and over, changed as the example needs
// it.
func Troubled(days int, each facts.TroubleDay, change func(*facts.Trouble)) audit.Given {
	var t facts.Trouble
	for i := range days {
		d := each
		d.Index = Days - days + i
		t.Days = append(t.Days, d)
	}
	if change != nil {
		change(&t)
	}
	return facts.Troubles.Is(Function, t)
}

// Calm is no trouble at all.
func Calm() audit.Given { return facts.Troubles.Is(Function, facts.Trouble{}) }

// Waiting is a stream's records waiting longer from day to day, in hours.
func Waiting(hours ...float64) audit.Given {
	return Troubled(len(hours), facts.TroubleDay{}, func(t *facts.Trouble) {
		for i := range t.Days {
			t.Days[i].IteratorAgeMS = Ptr(hours[i] * 3_600_000)
		}
	})
}

// Reserved is a function with so much reserved concurrency.
func Reserved(executions int) audit.Given {
	return facts.ReservedConcurrency.Is(Function, facts.Reservation{Executions: &executions})
}

// Unreserved is a function without reserved concurrency.
func Unreserved() audit.Given { return facts.ReservedConcurrency.Is(Function, facts.Reservation{}) }
