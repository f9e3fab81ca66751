package report

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// summary is the whole run in one line, and what it ends with.
func (p *page) summary() {
	total := p.tally.total()
	p.print("")
	if total.Judged+total.Unknown+total.NotApplicable > 0 {
		p.items(
			p.bySeverity(),
			p.fresh(),
			count(total.Passed)+" passed",
			unless(total.Unknown, "%s unknown"),
			unless(total.NotApplicable, "%s not applicable"),
		)
	}
	p.items(p.asked()...)
	p.items(p.money()...)
	p.items(p.end()...)
}

// end is how the run ended, in its own words.
func (p *page) end() []string {
	var texts []string
	run := &p.result.Run
	outcome := clean(run.Outcome)
	if run.ExitCode == 0 && p.tally.total().Failed > 0 {
		outcome += " at the fail level"
	}
	if outcome != "" {
		texts = append(texts, fmt.Sprintf("Result: %s (exit code %d)", outcome, run.ExitCode))
	}
	if run.Partial {
		texts = append(texts, p.paint(yellow, "partial: something could not be read"))
	}
	return texts
}

// bySeverity counts the findings that fail, and those that somebody accepts: 3
// failed (1 critical, 2 low), 1 suppressed.
func (p *page) bySeverity() string {
	counts, total, suppressed := map[rules.Severity]int{}, 0, 0
	for _, row := range p.result.Summary {
		if row.Outcome == rules.Fail {
			counts[row.Severity] += row.Findings - row.Suppressed
			total += row.Findings - row.Suppressed
			suppressed += row.Suppressed
		}
	}
	text := p.paint(bold, count(total)+" failed")
	var texts []string
	for _, s := range rules.Severities {
		if counts[s] > 0 {
			texts = append(texts, count(counts[s])+" "+p.paint(severityStyle(s), s.String()))
		}
	}
	if len(texts) > 0 {
		text += " (" + strings.Join(texts, ", ") + ")"
	}
	if suppressed > 0 {
		text += ", " + count(suppressed) + " suppressed"
	}
	return text
}

// asked says what the reading took: calls, and what CloudWatch charges for.
func (p *page) asked() []string {
	var calls, throttled, refused int
	for _, row := range p.result.APICalls {
		calls, throttled, refused = calls+row.Calls, throttled+row.Throttled, refused+row.Refused
	}
	if calls == 0 {
		return nil
	}
	texts := []string{fmt.Sprintf("%s to AWS (%s throttled)", plural(calls, "call"), count(throttled))}
	if run := &p.result.Run; run.Metrics > 0 {
		texts = append(texts, plural(run.Metrics, "metric")+" asked for, "+charge(run.MetricsCost))
	}
	if refused > 0 {
		texts = append(texts, p.paint(yellow, "a cap kept at least "+count(refused)+" more"+" from being made"))
	}
	return texts
}

// charge writes what CloudWatch charges for metrics at list price.
func charge(amount float64) string {
	if text := dollars(&amount); text != "$0.00" {
		return "about " + text
	}
	return "less than $0.01"
}

// money says what the functions cost, what all findings together would save, and
// by which prices.
func (p *page) money() []string {
	run := &p.result.Run
	var texts []string
	if amount := run.MonthlyCost; amount != nil && dollars(amount) != "$0.00" {
		texts = append(texts, "The functions cost at least "+dollars(amount)+" a month")
	}
	if amount := run.MonthlySave; amount != nil && dollars(amount) != "$0.00" {
		texts = append(texts, "up to "+dollars(amount)+" a month to save")
	}
	if len(texts) > 0 {
		texts = append(texts, "list prices of "+clean(run.PricesAsOf)+", first tier")
	}
	return texts
}

// nextSteps says what to type now; "…" stands for the flags of this run.
func (p *page) nextSteps() {
	g := &grid{columns: []column{{}, {elastic: true}}}
	step := func(command, gain string) {
		g.add(cell{"lambda-audit " + command, bold}, cell{gain, plain})
	}
	total := p.tally.total()
	if p.result.Run.Functions == 0 {
		step("audit --region '*'", "look into every region")
	}
	if failing := p.tally.failing(); len(failing) > 0 {
		step("rules explain "+clean(failing[0].Rule), "why it matters, and how to mend it")
		if !p.report.Options.Details {
			step("audit … --details", "every finding, its evidence and its fix")
		}
	}
	if slices.ContainsFunc(p.result.Errors, capped) {
		step("audit … --plan", "how many calls it takes, and what CloudWatch charges")
	}
	if slices.ContainsFunc(p.result.Errors, func(e rules.ErrorRow) bool { return !capped(e) }) {
		step("permissions", "the IAM policy that the audit needs")
	}
	if total.Unknown+total.NotApplicable > 0 {
		step("audit … --show all", "also what passed and what is unknown")
	}
	step("audit … -o json=audit.json", "all of it, for programs")
	p.section("Next", "")
	p.grid(g)
}

// capped reports whether a cap kept something from being asked.
func capped(e rules.ErrorRow) bool { return e.Reason == string(audit.Capped) }
