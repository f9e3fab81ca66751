package report

import (
	"cmp"
	"fmt"
	"strings"

	"lambda-audit/rules"
)

// notRead lists what AWS did not tell, with the permission that is missing.
func (p *page) notRead() {
	if len(p.result.Errors) == 0 {
		return
	}
	p.section("Could not be read", "these answers are unknown, not good")
	account := never
	if p.several() {
		account = 0
	}
	g := &grid{columns: []column{
		{title: "REASON"},
		{title: "ACTION OR ERROR"},
		{title: "FACT", elastic: true, from: 70},
		{title: "ACCOUNT", from: account},
		{title: "REGION", from: 80},
		{title: "SUBJECTS", right: true},
		{title: "FOR EXAMPLE", elastic: true, from: 100},
		{title: "AWS SAID", elastic: true, from: 140},
	}}
	for _, e := range p.result.Errors {
		g.add(
			cell{clean(e.Reason), yellow},
			cell{clean(cmp.Or(e.Action, e.Code, unknownText)), bold},
			cell{clean(e.Fact), plain},
			cell{clean(e.AccountID), plain},
			cell{clean(e.Region), plain},
			cell{count(e.Subjects), plain},
			cell{clean(e.Example), plain},
			cell{clean(cmp.Or(e.Message, e.Code)), plain},
		)
	}
	p.grid(g)
}

// summary is the whole run in one line, and what it ends with.
func (p *page) summary() {
	total := p.tally.total()
	p.print("")
	if total.Judged+total.Unknown+total.NotApplicable > 0 {
		p.items(
			p.bySeverity(),
			count(total.Passed)+" passed",
			unless(total.Unknown, "%s unknown"),
			unless(total.NotApplicable, "%s not applicable"),
			p.saving(),
		)
	}
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

// bySeverity counts the findings that fail: 3 failed (1 critical, 2 low).
func (p *page) bySeverity() string {
	counts, total := map[rules.Severity]int{}, 0
	for _, row := range p.result.Summary {
		if row.Outcome == rules.Fail {
			counts[row.Severity] += row.Findings
			total += row.Findings
		}
	}
	text := p.paint(bold, count(total)+" failed")
	var texts []string
	for _, s := range rules.Severities {
		if counts[s] > 0 {
			texts = append(texts, count(counts[s])+" "+p.paint(severityStyle(s), s.String()))
		}
	}
	if len(texts) == 0 {
		return text
	}
	return text + " (" + strings.Join(texts, ", ") + ")"
}

// saving adds up what the functions' findings would save.
func (p *page) saving() string {
	var sum *float64
	for _, f := range p.result.Functions {
		sum = add(sum, f.MonthlySave)
	}
	if sum == nil || dollars(sum) == "$0.00" {
		return ""
	}
	return "up to " + dollars(sum) + " a month to save"
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
	if len(p.result.Errors) > 0 {
		step("permissions", "the IAM policy that the audit needs")
	}
	if total.Unknown+total.NotApplicable > 0 {
		step("audit … --show all", "also what passed and what is unknown")
	}
	step("audit … -o json=audit.json", "all of it, for programs")
	p.section("Next", "")
	p.grid(g)
}
