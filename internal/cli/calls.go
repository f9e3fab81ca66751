package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/report"
)

// callPlan is what --plan prints. Where the least and the most differ, answers
// that only the audit will have decide; what is expected is what most accounts' would
// come to (audit.Planned).
type callPlan struct {
	AccountID     string     `json:"account_id"`
	Regions       []string   `json:"regions"`
	Functions     int        `json:"functions"`
	WindowDays    int        `json:"window_days"`
	Calls         []callRow  `json:"calls"`
	CallsLeast    int        `json:"calls_least"`
	CallsLikely   int        `json:"calls_expected"`
	CallsMost     int        `json:"calls_most"`
	CallsMade     int        `json:"calls_made"` // by the plan itself, which the audit makes again
	MetricsLeast  int        `json:"metrics_least"`
	MetricsMost   int        `json:"metrics_most"`
	ChargeLeast   float64    `json:"charge_least_usd"`
	ChargeMost    float64    `json:"charge_most_usd"`
	PricesAsOf    string     `json:"prices_as_of"`
	MinutesLeast  float64    `json:"minutes_least"`
	MinutesLikely float64    `json:"minutes_expected"`
	MinutesMost   float64    `json:"minutes_most"`
	ShareOfRates  float64    `json:"share_of_rates"`
	Stops         []string   `json:"stops"`  // at which caps the audit would end, or may
	Unread        []unreadAt `json:"unread"` // what could not be read, so that the plan may be too small
}

// A callRow is an operation that a fact calls.
type callRow struct {
	Fact         string `json:"fact"`
	Service      string `json:"service"`
	Operation    string `json:"operation"`
	CallsLeast   int    `json:"calls_least"`
	CallsLikely  int    `json:"calls_expected"`
	CallsMost    int    `json:"calls_most"`
	MetricsLeast int    `json:"metrics_least"`
	MetricsMost  int    `json:"metrics_most"`
}

// An unreadAt is a fact that the plan could not read.
type unreadAt struct {
	Fact    string       `json:"fact"`
	Region  string       `json:"region"`
	Reason  audit.Reason `json:"reason"`
	Message string       `json:"message"`
}

// printCalls plans the audit and prints the plan.
func (p *Program) printCalls(c *cli.Context, made *plan) error {
	format, err := planFormat(made)
	if err != nil {
		return err
	}
	caps := made.collection.options.Caps
	made.collection.options.Caps = audit.Caps{} // they bound the audit
	session, err := made.collection.open(c.Context)
	if err != nil {
		return err
	}
	rows, known, err := p.planCalls(c.Context, made.collection, session)
	if err != nil {
		return err
	}
	printed := callPlanOf(rows, known, made, c.Float64("rps"))
	printed.Stops = stops(caps, printed, openingCalls(session))
	if format == "json" {
		return report.WriteJSON(p.Stdout, printed)
	}
	return printed.write(p.Stdout)
}

// planFormat returns how the plan is written: once, to standard output.
func planFormat(made *plan) (string, error) {
	first := made.outputs[0]
	if name := first.Format.Name; name != "table" && name != "json" {
		return "", usage("-o table or -o json", "a plan cannot be written as %s", name)
	}
	if len(made.outputs) > 1 || first.Path != "" {
		return "", usage("-o table or -o json", "a plan is written to standard output, once")
	}
	return first.Format.Name, nil
}

func (p *Program) planCalls(ctx context.Context, o *collection, session *audit.Session) ([]audit.Planned, *audit.Known, error) {
	stop := p.showProgress(teller{&tally{}, session.Progress}, o.unwatched())
	defer stop()
	rows, known, err := audit.Plan(ctx, session, o.want)
	if ctx.Err() != nil {
		return nil, nil, &interruption{functions: functionsOf(known), calls: callsOf(known)}
	}
	return rows, known, err
}

func callPlanOf(rows []audit.Planned, known *audit.Known, made *plan, share float64) *callPlan {
	prices := made.config.Data.Prices
	plan := &callPlan{
		AccountID: known.Header.Account, Regions: known.OpenRegions(), Functions: functionsOf(known), WindowDays: known.Header.Window.Days,
		Calls: callRows(rows), CallsMade: callsOf(known), PricesAsOf: prices.AsOf, ShareOfRates: share, Unread: []unreadAt{},
	}
	for _, row := range plan.Calls {
		plan.CallsLeast, plan.CallsLikely, plan.CallsMost = plan.CallsLeast+row.CallsLeast, plan.CallsLikely+row.CallsLikely, plan.CallsMost+row.CallsMost
		plan.MetricsLeast, plan.MetricsMost = plan.MetricsLeast+row.MetricsLeast, plan.MetricsMost+row.MetricsMost
	}
	plan.ChargeLeast, plan.ChargeMost = float64(plan.MetricsLeast)*prices.MetricData, float64(plan.MetricsMost)*prices.MetricData
	time := audit.PlanTime(rows, share)
	plan.MinutesLeast, plan.MinutesLikely, plan.MinutesMost = time.Least.Minutes(), time.Expected.Minutes(), time.Most.Minutes()
	for _, problem := range known.Problems(made.collection.want) {
		plan.Unread = append(plan.Unread, unreadAt{problem.Fact, problem.Region, problem.Reason, cmp.Or(problem.Action, problem.Code)})
	}
	return plan
}

// callRows adds the regions up.
func callRows(rows []audit.Planned) []callRow {
	list := []callRow{}
	for _, r := range rows {
		last := len(list) - 1
		if last < 0 || list[last].Fact != r.Fact || list[last].Service != r.Service || list[last].Operation != r.Operation {
			list = append(list, callRow{Fact: r.Fact, Service: r.Service, Operation: r.Operation})
			last++
		}
		row := &list[last]
		row.CallsLeast, row.CallsLikely, row.CallsMost = row.CallsLeast+r.Least, row.CallsLikely+r.Expected, row.CallsMost+r.Most
		row.MetricsLeast, row.MetricsMost = row.MetricsLeast+r.MetricsLeast, row.MetricsMost+r.MetricsMost
	}
	return list
}

// write writes the plan for people, the most calls first.
func (c *callPlan) write(w io.Writer) error {
	fmt.Fprintf(w, "Plan of an audit of account %s: %s in %s, %d days of metrics\n\n", printable(c.AccountID),
		plural(c.Functions, "function"), strings.Join(c.Regions, ", "), c.WindowDays)
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "FACT\tOPERATION\tCALLS\tMETRICS")
	for _, row := range slices.SortedStableFunc(slices.Values(c.Calls), func(a, b callRow) int { return cmp.Compare(b.CallsMost, a.CallsMost) }) {
		metrics := ""
		if row.MetricsMost > 0 {
			metrics = between(row.MetricsLeast, row.MetricsMost)
		}
		fmt.Fprintf(columns, "%s\t%s.%s\t%s\t%s\n", row.Fact, row.Service, row.Operation, between(row.CallsLeast, row.CallsMost), metrics)
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nExpected: %s, %s at %.0f %% of AWS's rates\n", plural(c.CallsLikely, "call"), minutes(c.MinutesLikely, c.MinutesLikely), 100*c.ShareOfRates)
	if c.CallsLeast < c.CallsMost {
		fmt.Fprintf(w, "As answers turn out: %s calls, %s\n", between(c.CallsLeast, c.CallsMost), minutes(c.MinutesLeast, c.MinutesMost))
	}
	fmt.Fprintf(w, "%s metrics: CloudWatch charges %s (list price as of %s)\n", between(c.MetricsLeast, c.MetricsMost), dollars(c.ChargeLeast, c.ChargeMost), c.PricesAsOf)
	fmt.Fprintf(w, "The other calls cost nothing, or next to nothing. The plan itself took %s, none of them for metrics' data.\n", plural(c.CallsMade, "call"))
	for _, text := range c.Stops {
		fmt.Fprintln(w, text+": what it did not ask by then would be unknown")
	}
	for _, u := range c.Unread {
		fmt.Fprintf(w, "%s in %s could not be read (%s %s): what hangs on it may be missing here\n", u.Fact, u.Region, u.Reason, printable(u.Message))
	}
	return nil
}
