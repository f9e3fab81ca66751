// Package sample holds what the rules' examples are made of: an account, a
// function, a role, a queue, and a few days of metrics.
package sample

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// The names in the examples. The account is one of those that AWS's own
// documentation uses.
const (
	Account  = "111122223333"
	Region   = "eu-west-1"
	Function = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
	Second   = "arn:aws:lambda:eu-west-1:111122223333:function:invoices"
	Alias    = Function + ":live"
	Version  = Function + ":7"
	Role     = "arn:aws:iam::111122223333:role/orders"
	Queue    = "arn:aws:sqs:eu-west-1:111122223333:orders"
	Failures = "arn:aws:sqs:eu-west-1:111122223333:orders-failed"
	Days     = 14
)

// TheFunction is the examples' function as a subject.
func TheFunction() audit.Subject {
	return audit.Subject{Kind: facts.KindFunction, ID: Function, Account: Account, Region: Region, Functions: []string{Function}}
}

// TheAlias is the examples' alias as a subject.
func TheAlias() audit.Subject {
	return audit.Subject{Kind: facts.KindAlias, ID: Alias, Account: Account, Region: Region, Locus: "live", Functions: []string{Function}}
}

// TheVersion is the version that the alias serves as a subject.
func TheVersion() audit.Subject {
	return audit.Subject{Kind: facts.KindVersion, ID: Version, Account: Account, Region: Region, Locus: "7", Functions: []string{Function}}
}

// TheRole is the examples' role as a subject.
func TheRole() audit.Subject {
	return audit.Subject{Kind: facts.KindRole, ID: Role, Account: Account, Region: audit.Global, Functions: []string{Function}}
}

// TheQueue is the examples' queue as a subject.
func TheQueue() audit.Subject {
	return audit.Subject{Kind: facts.KindQueue, ID: Queue, Account: Account, Region: Region, Functions: []string{Function}}
}

// TheRegion is the examples' region as a subject.
func TheRegion() audit.Subject {
	return audit.Subject{Kind: audit.KindRegion, ID: Region, Account: Account, Region: Region}
}

// Config is an ordinary function, changed as the example needs it.
func Config(change func(*facts.Config)) audit.Given {
	return facts.Functions.Is(Function, ordinary(change))
}

// ordinary is a function that does as the practices say, but for the change.
func ordinary(change func(*facts.Config)) facts.Config {
	c := facts.Config{Name: "orders", ARN: Function, Runtime: "python3.13", Role: Role, Architecture: "arm64",
		PackageType: "Zip", TimeoutS: 10, MemoryMB: 512, StorageMB: 512, LastModified: "2026-11-02T09:14:03Z",
		CodeBytes: 1_200_000, CodeSHA256: "sum", Tracing: "Active", SnapStart: "None", LogGroup: "/aws/lambda/orders", LogFormat: "JSON"}
	if change != nil {
		change(&c)
	}
	return c
}

// Activity is the same day over and over, changed as the example needs it.
func Activity(days int, each facts.Day, change func(*facts.Activity)) audit.Given {
	a := again(days, each)
	if change != nil {
		change(&a)
	}
	return facts.Metrics.Is(Function, a)
}

// InPart is two weeks of the same day, of which CloudWatch did not tell everything.
func InPart(each facts.Day) audit.Given {
	return facts.Metrics.IsAtLeast(Function, again(Days, each), audit.Unknown{Reason: audit.Failed, Code: "PartialData"})
}

// again is the same day over and over, until the window's last.
func again(days int, each facts.Day) facts.Activity {
	var a facts.Activity
	for i := range days {
		d := each
		d.Index = Days - days + i
		a.Days = append(a.Days, d)
	}
	return a
}

// Idle is no activity at all.
func Idle() audit.Given { return facts.Metrics.Is(Function, facts.Activity{}) }

// Busy is a day of invocations with a p99 and a maximum, in milliseconds.
func Busy(invocations, p99, highest float64) facts.Day {
	mean := p99 / 4
	sum := invocations * mean
	return facts.Day{Invocations: invocations, Samples: invocations, P99MS: &p99, MaxMS: &highest, SumMS: &sum}
}

// Denied is the reason that AWS refuses the IAM action.
func Denied(action string) audit.Unknown {
	return audit.Unknown{Reason: audit.Denied, Code: "AccessDeniedException", Action: action}
}
