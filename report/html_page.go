package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"lambda-audit/rules"
)

// An htmlPage is what the templates show. They decide how it looks, never what is
// in it.
type htmlPage struct {
	*rules.Result
	Style  template.CSS
	Script template.JS
	Policy template.HTMLAttr

	Several   bool // accounts
	Tally     *tally
	Sections  []*htmlSection // of findings: to mend, managed by others, suppressed
	Listed    int            // findings in full
	LeftOut   int            // findings that are only counted
	Functions htmlFunctions
	Changes   *htmlChanges // nil: there is nothing to compare with
	Accepted  htmlSuppressions
	Refusals  []*refusal
	Data      htmlData
}

func newHTMLPage(r *Report) (*htmlPage, error) {
	style, err := htmlText("style.css")
	if err != nil {
		return nil, err
	}
	script, err := htmlText(htmlScripts...)
	if err != nil {
		return nil, err
	}
	p := &htmlPage{
		Result: r.Result, Several: len(r.Result.Run.AccountIDs) > 1, Tally: newTally(r, nil),
		Style: template.CSS(style), Script: template.JS(script), Policy: htmlPolicy(style, script),
		Functions: newHTMLFunctions(r.Result.Functions), Accepted: newHTMLSuppressions(r.Result.Suppressions), Refusals: refusals(r.Result.Errors),
		Changes: newHTMLChanges(r.Comparison),
	}
	kept := keepFindings(r.findings(), findingsInFull-p.Changes.rows())
	p.Sections, p.Listed, p.LeftOut = kept.sections(), kept.listed, kept.leftOut
	p.Data = newHTMLData(p)
	return p, nil
}

// Where names the regions that functions were found in.
func (p *htmlPage) Where() string { return where(p.Run.Regions) }

// Until is when the data was read.
func (p *htmlPage) Until() string { return p.Run.TakenAt.UTC().Format("2006-01-02 15:04 UTC") }

// Unaudited names the regions of which nothing is known, and why.
func (p *htmlPage) Unaudited() []string {
	if !p.Several {
		return unaudited(p.Run.Regions)
	}
	var texts []string
	for _, a := range p.Accounts {
		if names := unaudited(a.Regions); len(names) > 0 {
			texts = append(texts, list(names, regionsNamed)+" in "+a.AccountID)
		}
	}
	return texts
}

// Total adds up what the rules counted.
func (p *htmlPage) Total() rules.RuleCount { return p.Tally.total() }

// Rated are the accounts, worst first.
func (p *htmlPage) Rated() []rules.Account {
	rows := slices.Clone(p.Accounts)
	slices.SortStableFunc(rows, func(a, b rules.Account) int {
		return cmp.Or(cmp.Compare(accountRank(&a), accountRank(&b)), cmp.Compare(a.AccountID, b.AccountID))
	})
	return rows
}

// Calls adds up what AWS was asked.
func (p *htmlPage) Calls() (sum rules.CallRow) {
	for _, row := range p.APICalls {
		sum.Calls += row.Calls
		sum.Throttled += row.Throttled
		sum.Refused += row.Refused
	}
	return sum
}

// TotalRows counts the findings, listed or not.
func (p *htmlPage) TotalRows() int { return p.Listed + p.LeftOut }

// Saves reports whether there is a saving to speak of.
func (p *htmlPage) Saves() bool {
	return p.Run.MonthlySave != nil && dollars(p.Run.MonthlySave) != "$0.00"
}

// Ending is how the run ended.
func (p *htmlPage) Ending() string {
	outcome := p.Run.Outcome
	if p.Run.ExitCode == 0 && p.Total().Failed > 0 {
		outcome += " at the fail level"
	}
	return fmt.Sprintf("result: %s (exit code %d)", outcome, p.Run.ExitCode)
}
