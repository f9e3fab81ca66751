package catalogue_test

import (
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// measured is how many functions the benchmarks judge. What is kept or looked up costs
// more where there are many, so fewer would flatter.
const measured = 10_000

// BenchmarkEvaluate judges functions by all default rules. Most roles have a short
// policy, as most in life have.
func BenchmarkEvaluate(b *testing.B) { evaluateMany(b, fixtures.Large(measured, 1)) }

// BenchmarkEvaluateLongPolicies does so where each role has a policy of its own of
// 15 statements, beside those of AWS that are attached to it.
func BenchmarkEvaluateLongPolicies(b *testing.B) { evaluateMany(b, longAccount()) }

func longAccount() *fixtures.Account {
	account := fixtures.Large(measured, 1)
	for i := range account.Roles {
		role := &account.Roles[i]
		role.Inline[0].Document = longDocument(role.Name)
	}
	return account
}

// evaluateMany reports the pairs of a rule and a subject that the engine asks in a
// second of processor time, whatever the outcome: passes, failures, unknowns and those that the rule
// does not apply to. It has one core, as the aim of 500,000 a second says: with more
// the collector would use those that idle. Kept is what a result holds beside the
// snapshot.
func evaluateMany(b *testing.B, account *fixtures.Account) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if err := account.Complete(); err != nil {
		b.Fatal(err)
	}
	known, err := audit.ReadSnapshot(strings.NewReader(collect(b, account, false)))
	if err != nil {
		b.Fatal(err)
	}
	config := rules.Config{Rules: selected(b), Data: rules.DefaultData()}
	var result *rules.Result
	var before, after runtime.MemStats
	pairs := 0
	heap := liveHeap()
	runtime.ReadMemStats(&before)
	used := processorTime(b)
	for b.Loop() {
		if result, err = rules.Evaluate(known, config); err != nil {
			b.Fatal(err)
		}
		for _, r := range result.Rules {
			pairs += r.Judged + r.Unknown + r.NotApplicable
		}
	}
	used = processorTime(b) - used
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(pairs)/used.Seconds(), "pairs/cpu-s")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(pairs), "allocs/pair")
	b.ReportMetric(float64(liveHeap()-heap)/measured, "kept-B/function")
	runtime.KeepAlive(result)
	runtime.KeepAlive(known)
}

// processorTime is what this process has used of the processors, the collector
// included: on a machine with other work it says more than a clock.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func liveHeap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// longForms are statements as functions' roles have them: %[1]s is the role's own
// name, and %[2]d the statement's number.
var longForms = []string{
	`"Action":["dynamodb:GetItem","dynamodb:PutItem","dynamodb:Query"],"Resource":["arn:aws:dynamodb:us-east-1:777788889999:table/%[1]s-%[2]d","arn:aws:dynamodb:us-east-1:777788889999:table/%[1]s-%[2]d/index/*"]`,
	`"Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::%[1]s-data-%[2]d/*"`,
	`"Action":"secretsmanager:GetSecretValue","Resource":"arn:aws:secretsmanager:us-east-1:777788889999:secret:%[1]s/db-%[2]d-*"`,
	`"Action":["sqs:SendMessage","sqs:GetQueueUrl"],"Resource":"arn:aws:sqs:us-east-1:777788889999:%[1]s-queue-%[2]d"`,
	`"Action":["kms:Decrypt","kms:GenerateDataKey"],"Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com","aws:ResourceTag/team":"%[1]s-%[2]d"}}`,
	`"Action":["ssm:GetParameter","ssm:GetParametersByPath"],"Resource":"arn:aws:ssm:us-east-1:777788889999:parameter/prod/%[1]s/%[2]d/*"`,
	`"Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:777788889999:function:%[1]s-worker-%[2]d"`,
	`"Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:aws:logs:us-east-1:777788889999:log-group:/aws/lambda/%[1]s-%[2]d:*"`,
}

func longDocument(role string) fixtures.Document {
	const statements = 15
	list := make([]string, statements)
	for i := range list {
		list[i] = fmt.Sprintf(`{"Sid":"Part%[2]d","Effect":"Allow",`+longForms[i%len(longForms)]+`}`, role, i)
	}
	return fixtures.Document(`{"Version":"2012-10-17","Statement":[` + strings.Join(list, ",") + `]}`)
}
