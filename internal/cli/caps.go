package cli

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// capFlags bound what a run may take.
func capFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "max-calls", Category: aboutPace, Usage: "make no more than `N` calls to AWS, repeated ones included, and those before a --resume; what they do not tell is unknown"},
		&cli.Float64Flag{Name: "budget", Category: aboutPace, Usage: "ask CloudWatch for no more metrics than `USD` pays for at list price, 0 for none, with what was asked before a --resume; what they do not tell is unknown"},
	}
}

// capsFrom reads how much the run may take.
func capsFrom(c *cli.Context) (audit.Caps, error) {
	var caps audit.Caps
	if c.IsSet("max-calls") {
		calls := c.Int("max-calls")
		if calls < 1 {
			return caps, usage("give 1 or more; --plan tells how many it takes", "--max-calls %d is out of range", calls)
		}
		caps.Calls = &calls
	}
	if c.IsSet("budget") {
		dollars := c.Float64("budget")
		if math.IsNaN(dollars) || dollars < 0 {
			return caps, usage("give dollars, as in --budget 0.50", "--budget %v is out of range", dollars)
		}
		data, err := dataFrom(c)
		if err != nil {
			return caps, err
		}
		caps.Metrics = new(metricsFor(dollars, data.Prices.MetricData))
	}
	return caps, nil
}

// metricsFor returns how many metrics an amount pays for. A hair's breadth below
// the next whole number comes of binary fractions, not of the amount.
func metricsFor(dollars, price float64) int {
	return int(min(math.Floor(dollars/price+1e-6), math.MaxInt32))
}

// capsText names the caps that were given, as they were.
func capsText(caps audit.Caps) string {
	var texts []string
	if caps.Calls != nil {
		texts = append(texts, fmt.Sprintf("--max-calls %d", *caps.Calls))
	}
	if caps.Metrics != nil {
		texts = append(texts, fmt.Sprintf("--budget (%s)", plural(*caps.Metrics, "metric")))
	}
	return strings.Join(texts, " and ")
}

// refusedIn adds up the calls that caps kept from being made.
func refusedIn(ledger []audit.CallCount) int {
	sum := 0
	for _, c := range ledger {
		sum += c.Refused
	}
	return sum
}

// tellCapped says how many calls the caps kept from being made. Who is quiet reads
// it in the result.
func (p *Program) tellCapped(caps audit.Caps, refused int, quiet bool) {
	if refused > 0 && !quiet {
		fmt.Fprintf(p.Stderr, "lambda-audit: %s kept at least %s from being made: what they would have told is unknown\n", capsText(caps), plural(refused, "call"))
	}
}

// A forecast hands on the lines of a snapshot, and says as soon as the functions
// that are listed show it that the calls of the run cannot suffice.
type forecast struct {
	next  audit.Sink
	tell  func(functions int)
	scope audit.Scope
	limit int
	each  int // calls that every function takes

	mu        sync.Mutex
	functions int
	told      bool
}

// forecastOf returns the sink unchanged where no forecast can be made.
func (p *Program) forecastOf(o *collection, next audit.Sink) audit.Sink {
	each := onePerFunction(o.want)
	if o.quiet || o.options.Caps.Calls == nil || len(each) == 0 || len(o.options.Scope.Tags) > 0 {
		return next
	}
	limit := *o.options.Caps.Calls
	return &forecast{next: next, scope: o.options.Scope, limit: limit, each: len(each), tell: func(functions int) {
		p.remark("--max-calls %d cannot suffice: %s and more are listed, and %s takes a call for each", limit,
			plural(functions, "function"), strings.Join(each, ", "))
	}}
}

// onePerFunction names the facts that surely take a call for every function.
func onePerFunction(want audit.Set) []string {
	var names []string
	for f := range want {
		if info := f.Info(); info.Kind == facts.KindFunction && info.PerSubject() && info.GateDoc == "" {
			names = append(names, info.Name)
		}
	}
	slices.Sort(names)
	return names
}

// Line counts the functions within the scope.
func (f *forecast) Line(l audit.Line) error {
	if l.Fact == facts.Functions.Name {
		if n, tooMany := f.count(l.ID); tooMany {
			f.tell(n)
		}
	}
	return f.next.Line(l)
}

// count returns how many functions are listed by now, and whether this one is the
// first that is too many.
func (f *forecast) count(arn string) (functions int, tooMany bool) {
	a, _ := audit.ParseARN(arn)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.told || !f.scope.Includes(a.Name(), arn) {
		return f.functions, false
	}
	f.functions++
	f.told = f.functions*f.each >= f.limit // the listing itself has taken a call
	return f.functions, f.told
}

// openingCalls counts what opening the session took.
func openingCalls(session *audit.Session) int {
	sum := 0
	for _, a := range session.Asked() {
		if a.Fact == "" {
			sum += a.Calls
		}
	}
	return sum
}

// stops says which caps an audit of so many calls and metrics would meet.
func stops(caps audit.Caps, plan *callPlan, opening int) []string {
	var texts []string
	met := func(limit *int, least, most int, flag, noun string) {
		switch {
		case limit == nil || most <= *limit:
		case least > *limit:
			texts = append(texts, fmt.Sprintf("The audit would stop at %s after %s", flag, plural(*limit, noun)))
		default:
			texts = append(texts, fmt.Sprintf("The audit may stop at %s after %s", flag, plural(*limit, noun)))
		}
	}
	met(caps.Calls, opening+plan.CallsLeast, opening+plan.CallsMost, "--max-calls", "call")
	met(caps.Metrics, plan.MetricsLeast, plan.MetricsMost, "--budget", "metric")
	return texts
}

// notSelected are the rules by which a fast run does not judge.
func (s *settings) notSelected() ([]*rules.Rule, error) { return s.choice.NotSelected(s.selection()) }
