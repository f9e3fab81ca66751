package report

import (
	"fmt"
	"strings"

	"lambda-audit/rules"
)

// regionsNamed is how many regions the header names before it only counts them.
const regionsNamed = 4

// header says what was audited, and which regions were not.
func (p *page) header() {
	run := &p.result.Run
	accounts := "no account"
	switch len(run.AccountIDs) {
	case 0:
	case 1:
		accounts = "account " + clean(run.AccountIDs[0])
	default:
		accounts = "accounts " + clean(list(run.AccountIDs, 3))
	}
	window := fmt.Sprintf("%s to %s", plural(run.WindowDays, "day"), run.TakenAt.UTC().Format("2006-01-02 15:04 UTC"))
	p.items(p.paint(bold, accounts), plural(run.Functions, "function")+where(run.Regions), without(run.Regions), window)
	if left := p.notAudited(); left != "" {
		p.paragraph("", p.paint(yellow, "Not audited:")+" "+left)
	}
}

// where names the regions that functions were found in.
func where(regions []rules.RegionState) string {
	var names []string
	for _, r := range regions {
		switch {
		case r.State == "partial":
			names = append(names, fmt.Sprintf("%s (≥ %s)", clean(r.Region), count(r.Functions)))
		case r.State == "audited" && r.Functions > 0:
			names = append(names, fmt.Sprintf("%s (%s)", clean(r.Region), count(r.Functions)))
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(regions) == 1 && regions[0].State == "audited":
		return " in " + clean(regions[0].Region)
	}
	return " in " + list(names, regionsNamed)
}

// without counts the regions that were audited and hold no function.
func without(regions []rules.RegionState) string {
	empty := 0
	for _, r := range regions {
		if r.State == "audited" && r.Functions == 0 {
			empty++
		}
	}
	if empty == 0 {
		return ""
	}
	return plural(empty, "region") + " without functions"
}

// notAudited names the regions of which nothing is known, and why.
func (p *page) notAudited() string {
	if !p.several() {
		return strings.Join(unaudited(p.result.Run.Regions), ", ")
	}
	var texts []string
	for _, a := range p.result.Accounts {
		if names := unaudited(a.Regions); len(names) > 0 {
			texts = append(texts, list(names, regionsNamed)+" in "+clean(a.AccountID))
		}
	}
	return strings.Join(texts, ", ")
}

func unaudited(regions []rules.RegionState) []string {
	var names []string
	for _, r := range regions {
		if r.State != rules.AccountAudited && r.State != rules.AccountPartial {
			names = append(names, fmt.Sprintf("%s (%s)", clean(r.Region), clean(r.State)))
		}
	}
	return names
}

// score tells the account's score and how its functions are spread.
func (p *page) score() {
	run := &p.result.Run
	switch {
	case run.Functions == 0 && run.Partial:
		p.paragraph("", "No function is known: what would tell them could not be read.")
		return
	case run.Functions == 0:
		p.paragraph("", "No functions were found: there is nothing to judge.")
		return
	}
	score := p.paint(bold, "Score "+points(run.Score))
	if run.Grade != "" {
		score += ", grade " + p.paint(gradeStyle(run.Grade), clean(run.Grade))
	}
	worst := ""
	if run.Worst != "" && len(p.tally.failing()) > 0 {
		worst = "worst " + clean(run.Worst)
		if p.several() {
			worst += " in " + clean(run.WorstAccount)
		}
	}
	p.items(score, "coverage "+percent(run.Coverage), p.grades(run.Grades), worst)
}

// grades counts the functions of each grade.
func (p *page) grades(counts []rules.GradeCount) string {
	var texts []string
	for _, c := range counts {
		name := clean(c.Grade)
		if name == "" {
			name = "unscored"
		}
		if c.Functions > 0 {
			texts = append(texts, p.paint(gradeStyle(c.Grade), name)+" "+count(c.Functions))
		}
	}
	return strings.Join(texts, ", ")
}
