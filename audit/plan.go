package audit

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
)

// MetricsPerCall is how many metrics GetMetricData takes at once (CloudWatch API
// reference, 2026-11).
const MetricsPerCall = 500

// asksPerJob is how often a job of AWS's is asked after at most, as a rule: with
// growing pauses, these are half a minute. Our own estimate, as no duration is
// published.
const asksPerJob = 6

// Planned says how often an audit will call an operation for a fact in a region.
// Where Least and Most differ, answers that only the audit itself will have
// decide. A subject's list is taken to fit a page, and an answer that nobody has
// yet to name one more thing to ask about. What is expected lies between them: the
// subjects that are listed, save those that a gate which cannot tell yet will
// settle as a rule (Fact.Likely), and of what is yet to be named the functions' own
// parts: who publishes versions mostly has an alias on one of them.
type Planned struct {
	Fact        string
	Service     string
	Operation   string
	Region      string // Global for what belongs to no region
	Least, Most int    // calls; repeated attempts not counted
	Expected    int
	// MetricsLeast and MetricsMost are what CloudWatch charges for. Each statistic
	// counts: its price list takes up to five of one metric in a call for one, and
	// those who checked their bills do not (prometheus/cloudwatch_exporter 482).
	MetricsLeast, MetricsMost int
	Made                      bool // the plan has made these calls
}

// Plan says what Collect would ask AWS for the facts. It makes the calls that are
// few and free, as Collect does: what is asked by account, region or in batches,
// and all that is free where functions are named. The others, and those that
// CloudWatch charges for, it counts by the same gates.
// It returns what it has read, too; it ends early where Collect does.
func Plan(ctx context.Context, s *Session, want Set) ([]Planned, *Known, error) {
	p := &planner{open: map[unit]int{}, without: map[unit]*gaps{}}
	r := &run{session: s, wants: want, plan: p}
	p.run = r
	known, err := r.collect(ctx)
	rows := append(p.rows, p.made()...)
	slices.SortFunc(rows, func(a, b Planned) int {
		return cmp.Or(cmp.Compare(a.Fact, b.Fact), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Region, b.Region))
	})
	return rows, known, err
}

// expensive are the facts that a plan leaves to the audit.
func expensive(want Set, named bool) Set {
	left := Set{}
	for f := range want {
		if info := f.Info(); info.Metrics != nil || info.PerSubject() && !named {
			left[f] = true
		}
	}
	return left
}

// A planner counts the calls that a plan does not make.
type planner struct {
	run *run

	mu      sync.Mutex
	rows    []Planned
	open    map[unit]int   // subjects that are left to the audit, at most
	without map[unit]*gaps // what a unit was made or counted without
}

// reader returns the reader for a unit; in a plan, what is read in vain is noted.
func (r *run) reader(u unit) Reader {
	reader := r.known.Reader()
	reader.run = r
	if r.plan != nil {
		reader.gaps = &gaps{}
		r.plan.mu.Lock()
		defer r.plan.mu.Unlock()
		r.plan.without[u] = reader.gaps
	}
	return reader
}

// counts counts the unit's calls; false where they are to be made, because they
// are few and free and surely due.
func (p *planner) counts(u unit, reader Reader, open []Subject) bool {
	sure, likely, certain := p.foresee(u, open)
	if !p.run.known.leaves(u.fact) {
		if certain {
			return false
		}
		p.run.known.leave(u.fact)
	}
	more := p.more(u)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[u] = len(open) + more
	info := u.fact.Info()
	if kinds[info.Kind].OfFunction {
		likely = slices.Concat(likely, unseen(more))
	}
	least, most := tallyOf(info, reader, sure), tallyOf(info, reader, slices.Concat(open, unseen(more)))
	if most.most == 0 {
		return true
	}
	for _, name := range info.Operations {
		row := Planned{Fact: info.Name, Region: u.region, Least: least.least, Most: most.most}
		row.Expected = max(row.Least, tallyOf(info, reader, likely).most)
		row.Service, row.Operation, _ = strings.Cut(name, ".")
		if row.Operation == "GetMetricData" {
			row.MetricsLeast, row.MetricsMost = least.metricsLeast, most.metricsMost
		}
		if name == info.Job {
			row.Most, row.Expected = row.Most*asksPerJob, row.Expected*asksPerJob
		}
		p.rows = append(p.rows, row)
	}
	return true
}

// foresee returns the subjects that are surely there and surely asked about, and
// those that are likely to be; certain is false where a gate could not tell.
func (p *planner) foresee(u unit, open []Subject) (sure, likely []Subject, certain bool) {
	info := u.fact.Info()
	listed := !p.run.known.list(info.Kind).without.any()
	certain = true
	for _, s := range open {
		reader := p.run.known.Reader()
		reader.gaps = &gaps{}
		if p.run.session.spares(u.fact) {
			u.fact.settled(reader, &s)
		}
		told := !reader.gaps.any()
		certain = certain && told
		if told && listed {
			sure = append(sure, s)
		}
		if told || info.Likely == nil || info.Likely(p.run.known.Reader(), &s) {
			likely = append(likely, s)
		}
	}
	return sure, likely, certain
}

// more is how many subjects the unit may have beside those that are listed: one
// for each answer that the list waits for.
func (p *planner) more(u unit) int {
	facts, _ := p.run.known.list(u.fact.Info().Kind).without.noted()
	return p.answers(facts, u.region)
}

// answers counts the subjects of which the facts are left to the audit.
func (p *planner) answers(facts map[AnyFact]string, region string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	sum := 0
	for other, n := range p.open {
		if _, noted := facts[other.fact]; noted && (region == Global || other.region == Global || other.region == region) {
			sum += n
		}
	}
	return sum
}

// made are the calls that the plan has made, as the ledger has them. What was
// asked without knowing all may be fewer calls, or more.
func (p *planner) made() []Planned {
	var rows []Planned
	for _, a := range p.run.session.Asked() {
		f := FactByName(a.Fact)
		if f == nil {
			continue // the session's opening
		}
		u := unit{f, a.Region}
		if p.run.done[u] == nil {
			u.region = Global
		}
		row := Planned{Fact: a.Fact, Service: a.Service, Operation: a.Operation, Region: u.region, Least: a.Calls, Expected: a.Calls, Most: a.Calls, Made: true}
		if without := p.without[u]; without.any() {
			facts, _ := without.noted()
			row.Least = 0
			row.Most += inCalls(p.answers(facts, u.region), f.Info().Batch)
		}
		rows = append(rows, row)
	}
	return rows
}
