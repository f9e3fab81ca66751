package facts_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/smithy-go/middleware"

	"context"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
)

// A callKey is what calls are planned by.
type callKey struct{ fact, service, operation string }

// planned adds up the rows of a plan over the regions.
func planned(rows []audit.Planned) map[callKey]audit.Planned {
	sums := map[callKey]audit.Planned{}
	for _, row := range rows {
		key := callKey{row.Fact, row.Service, row.Operation}
		sum := sums[key]
		sum.Least, sum.Most = sum.Least+row.Least, sum.Most+row.Most
		sum.MetricsLeast, sum.MetricsMost = sum.MetricsLeast+row.MetricsLeast, sum.MetricsMost+row.MetricsMost
		sums[key] = sum
	}
	return sums
}

// askedBy adds up what a session asked over the regions; the opening is left out.
func askedBy(s *audit.Session) map[callKey]int {
	sums := map[callKey]int{}
	for _, a := range s.Asked() {
		if a.Fact != "" {
			sums[callKey{a.Fact, a.Service, a.Operation}] += a.Calls
		}
	}
	return sums
}

// TestPlanAndLedgerAgree plans an audit, makes it, and compares.
func TestPlanAndLedgerAgree(t *testing.T) {
	accounts := map[string]func() *fixtures.Account{"large": func() *fixtures.Account { return ordinary(t) }}
	names := fixtures.Names()
	for _, name := range names[:fewer(len(names), 1)] {
		accounts[name] = func() *fixtures.Account { return load(t, name) }
	}
	for name, account := range accounts {
		for how, change := range map[string]func(*audit.Options){
			"gated": nil, "ungated": func(o *audit.Options) { o.AskAll = true },
			"a month": func(o *audit.Options) { o.Days = 30 },
		} {
			t.Run(name+" "+how, func(t *testing.T) { comparePlan(t, account, change) })
		}
	}
}

// Where functions are named one by one no listing tells, and the plan is wider.
func TestPlanOfNamedFunctions(t *testing.T) {
	for _, name := range []string{"orders-api", "payments-authorise"} {
		comparePlan(t, func() *fixtures.Account { return load(t, "shop") }, func(o *audit.Options) { o.Scope.Functions = []string{name} })
	}
}

func comparePlan(t *testing.T, account func() *fixtures.Account, change func(*audit.Options)) {
	t.Helper()
	before := account()
	rows, _, err := audit.Plan(t.Context(), open(t, serve(before), before, change), unpromptedFacts())
	if err != nil {
		t.Fatal(err)
	}
	after := account()
	metrics := 0
	s := open(t, serve(after), after, func(o *audit.Options) {
		if change != nil {
			change(o)
		}
		o.ClientOptions = append(o.ClientOptions, countMetrics(&metrics))
	})
	collect(t, s, unpromptedFacts())
	plan, made := planned(rows), askedBy(s)
	for key := range unionOf(plan, made) {
		if p, n := plan[key], made[key]; n < p.Least || n > p.Most {
			t.Errorf("%v: %d calls were made, and %d to %d planned", key, n, p.Least, p.Most)
		}
	}
	least, most := 0, 0
	for _, p := range plan {
		least, most = least+p.MetricsLeast, most+p.MetricsMost
	}
	if metrics < least || metrics > most {
		t.Errorf("%d metrics were asked for, and %d to %d planned", metrics, least, most)
	}
}

func unionOf(plan map[callKey]audit.Planned, made map[callKey]int) map[callKey]bool {
	keys := map[callKey]bool{}
	for _, key := range slices.Concat(slices.Collect(maps.Keys(plan)), slices.Collect(maps.Keys(made))) {
		keys[key] = true
	}
	return keys
}

// countMetrics counts the metrics that GetMetricData is asked for.
func countMetrics(sum *int) func(*cloudwatch.Options) {
	lock := make(chan struct{}, 1)
	count := func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
		if asked, ok := in.Parameters.(*cloudwatch.GetMetricDataInput); ok && asked.NextToken == nil {
			lock <- struct{}{}
			*sum += len(asked.MetricDataQueries)
			<-lock
		}
		return next.HandleInitialize(ctx, in)
	}
	return func(o *cloudwatch.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("count metrics", count), middleware.After)
		})
	}
}

// What asks GetMetricData says how much, because a plan tells what that costs.
func TestMeteredFactsSayHowMuch(t *testing.T) {
	for _, f := range audit.Facts() {
		info := f.Info()
		asks := slices.Contains(info.Operations, "CloudWatch.GetMetricData")
		if metered := info.Metrics != nil; metered != asks || asks && info.Sweeps() {
			t.Errorf("%s: asks for metrics is %v, says how many is %v", info.Name, asks, metered)
		}
	}
}

// The plan makes no call that costs money, and few others.
func TestPlanIsCheap(t *testing.T) {
	account := ordinary(t)
	server := serve(account)
	if _, _, err := audit.Plan(t.Context(), open(t, server, account, nil), unpromptedFacts()); err != nil {
		t.Fatal(err)
	}
	calls := server.Calls()
	for _, c := range calls {
		if c.Operation == "GetMetricData" || c.Operation == "GetPolicy" && c.Service == "lambda" {
			t.Fatalf("the plan calls %s", c.Operation)
		}
	}
	if len(calls) > 70 {
		t.Errorf("the plan for 120 functions takes %d calls", len(calls))
	}
}
