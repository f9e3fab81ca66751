package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"lambda-audit/rules"
)

var _ = register(&Format{
	Name:  "markdown",
	Doc:   "a summary for a pull request or a chat, never longer than 60 kB",
	Write: writeMarkdown,
})

// What fits below 60 kB, however long the names are: GitHub takes comments of
// 65,536 characters. (https://github.com/orgs/community/discussions/41331, read
// 2026-11-24.)
const (
	markdownRules     = 20
	markdownFunctions = 10
	markdownRefusals  = 10
	markdownName      = 60 // characters
	markdownText      = 400
)

// writeMarkdown writes the overview in GitHub's dialect. Whatever came from AWS
// stands in code, where nothing is a mention, a link or HTML.
func writeMarkdown(w io.Writer, r *Report) error {
	m := &markdown{page: newPage(w, r)}
	m.head()
	m.since()
	m.byRule()
	m.worstFunctions()
	m.unknown()
	return m.err
}

// A markdown is a page whose parts are written for a browser.
type markdown struct{ *page }

func (m *markdown) head() {
	run := &m.result.Run
	m.print("## lambda-audit: " + m.verdict() + "\n")
	accounts := make([]string, len(run.AccountIDs))
	for i, id := range run.AccountIDs {
		accounts[i] = mdCode(id)
	}
	m.print(strings.Join([]string{
		plural(len(accounts), "account") + ": " + cmp.Or(list(accounts, 3), unknownText),
		plural(run.Functions, "function"),
		fmt.Sprintf("%s to %s", plural(run.WindowDays, "day"), run.TakenAt.UTC().Format("2006-01-02 15:04 UTC")),
		"coverage " + percent(run.Coverage),
	}, " · ") + "\n")
	m.print("**" + m.bySeverity() + "** · " + m.answers() + "\n")
	if texts := m.money(); len(texts) > 0 {
		m.print(mdText(cutRunes(strings.Join(texts, " · "), markdownText)) + "\n")
	}
	m.print(mdText(cutRunes(strings.Join(m.end(), " · "), markdownText)))
}

func (m *markdown) verdict() string {
	run := &m.result.Run
	switch {
	case run.Functions == 0 && run.Partial:
		return "which functions there are could not be read"
	case run.Functions == 0:
		return "nothing to judge"
	case run.Grade == "":
		return "score " + points(run.Score)
	}
	return "score " + points(run.Score) + ", grade " + mdText(cutRunes(run.Grade, markdownName))
}

// answers says how many questions are open: few findings may mean little was seen.
func (m *markdown) answers() string {
	total := m.tally.total()
	switch {
	case total.Unknown > 0:
		return plural(total.Unknown, "answer") + " unknown, which are not good ones"
	case len(m.result.Errors) > 0 || m.result.Run.Partial:
		return "not everything could be read"
	case total.Judged == 0:
		return "nothing was judged"
	}
	return "no answer is unknown"
}

func (m *markdown) byRule() {
	failing := m.tally.failing()
	if len(failing) == 0 {
		return
	}
	m.heading("Findings by rule", "severity", "rule", "what is wrong", "failed", "saves a month", "for example")
	for _, sum := range failing[:min(len(failing), markdownRules)] {
		var named []string
		for _, name := range sum.examples[:min(len(sum.examples), 3)] {
			named = append(named, mdCode(name))
		}
		m.row(sum.worst.String(), mdCode(sum.Rule), mdText(cutRunes(sum.Title, markdownName)), failed(sum), saving(sum), strings.Join(named, ", "))
	}
	m.more(len(failing)-markdownRules, "rule")
}

func (m *markdown) worstFunctions() {
	if len(m.worst) == 0 {
		return
	}
	m.heading("Worst functions", "function", "account", "region", "score", "critical/high/medium/low", "top finding")
	shown := m.worst[:min(len(m.worst), markdownFunctions)]
	for _, f := range shown {
		m.row(mdCode(f.Function), mdCode(f.AccountID), mdCode(f.Region), mdText(cutRunes(scoreAndGrade(f), markdownName)),
			fmt.Sprintf("%d/%d/%d/%d", f.Critical, f.High, f.Medium, f.Low), mdCode(m.tally.top[f.FunctionARN].Rule))
	}
	m.more(m.page.more+len(m.worst)-len(shown), "function")
}

// unknown lists what nobody could look at: it must not read as clean.
func (m *markdown) unknown() {
	var closed []string
	for _, a := range m.result.Accounts {
		for _, name := range unaudited(a.Regions) {
			closed = append(closed, mdCode(name))
		}
		if a.State == rules.AccountFailed || a.State == rules.AccountSkipped {
			closed = append(closed, mdCode(a.AccountID+" ("+a.State+")"))
		}
	}
	if len(closed) > 0 {
		m.print("\n**Not audited:** " + list(closed, markdownRefusals))
	}
	missing := refusals(m.result.Errors)
	if len(missing) == 0 {
		return
	}
	m.heading("Could not be read", "reason", "action or error", "facts", "account", "region", "subjects")
	for _, r := range missing[:min(len(missing), markdownRefusals)] {
		m.row(mdCode(r.Reason), mdCode(refused(r.ErrorRow)), mdCode(strings.Join(r.facts, ", ")), mdCode(r.AccountID), mdCode(r.Region), count(r.Subjects))
	}
	m.more(len(missing)-markdownRefusals, "reason")
}

// heading begins a table.
func (m *markdown) heading(title string, columns ...string) {
	m.print("\n### " + title + "\n")
	m.row(columns...)
	m.print("|" + strings.Repeat(" --- |", len(columns)))
}

func (m *markdown) row(cells ...string) { m.print("| " + strings.Join(cells, " | ") + " |") }

func (m *markdown) more(n int, thing string) {
	if n > 0 {
		m.print("\nand " + count(n) + " more " + strings.TrimPrefix(plural(n, thing), count(n)+" "))
	}
}
