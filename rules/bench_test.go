package rules

import (
	"fmt"
	"runtime"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// BenchmarkEvaluate judges 10,000 functions by 60 rules, of which one in ten
// answers is a failure, and reports pairs of rule and subject per second.
func BenchmarkEvaluate(b *testing.B) {
	const functions, perKind = 10_000, 30
	var given []audit.Given
	for i := range functions {
		arn := fmt.Sprintf("%s-%05d", orders, i)
		c := facts.Config{Name: functionName(arn), ARN: arn, MemoryMB: 128 + i%10, Role: fmt.Sprintf("%s-%04d", role, i/4)}
		given = append(given, facts.Functions.Is(arn, c))
	}
	known := emptyWorld(b, given...)
	var list []*Rule
	for i := range perKind {
		list = append(list, rule(fmt.Sprintf("function-%02d", i), Low, functionKind, func(in *Input) []Finding {
			c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
			switch {
			case err != nil:
				return One(Undecided(err))
			case c.MemoryMB%10 == i%10:
				return One(Failed("it is so", Configured("memory", c.MemoryMB, nil)))
			}
			return nil
		}), rule(fmt.Sprintf("role-%02d", i), Low, facts.KindRole, func(*Input) []Finding { return nil }))
	}
	pairs := 0
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		r, err := Evaluate(known, Config{Rules: list})
		if err != nil {
			b.Fatal(err)
		}
		pairs += r.Run.Judged
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(pairs)/b.Elapsed().Seconds(), "pairs/s")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(pairs), "allocs/pair")
}
