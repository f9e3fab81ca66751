package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"lambda-audit/rules"
)

// never is a terminal so wide that a column for it is never shown.
const never = math.MaxInt

// worst returns the functions of the lowest scores among those that fail any rule
// and that their owner can edit, at most limit of them (0: ten), and how many were
// left out.
func worst(functions []rules.Function, limit int) (listed []rules.Function, more int) {
	if limit <= 0 {
		limit = worstDefault
	}
	for _, f := range functions {
		if f.Failed > 0 && f.ManagedBy == "" {
			listed = append(listed, f)
		}
	}
	slices.SortStableFunc(listed, worseFirst)
	if len(listed) > limit {
		listed, more = listed[:limit], len(listed)-limit
	}
	return listed, more
}

// worseFirst orders functions by what they need.
func worseFirst(a, b rules.Function) int {
	return cmp.Or(
		cmp.Compare(rank(a), rank(b)),
		cmp.Compare(b.Critical, a.Critical), cmp.Compare(b.High, a.High),
		cmp.Compare(b.Medium, a.Medium), cmp.Compare(b.Low, a.Low),
		cmp.Compare(a.Function, b.Function), cmp.Compare(a.FunctionARN, b.FunctionARN))
}

// rank orders functions by score. One that could not be scored stands where its
// lowest score would put it, or behind all others.
func rank(f rules.Function) float64 {
	if score := cmp.Or(f.Score, f.ScoreLow); score != nil {
		return *score
	}
	return math.Inf(1)
}

// worstFunctions lists the functions that most need a hand.
func (p *page) worstFunctions() {
	if len(p.worst) == 0 {
		return
	}
	remark := ""
	if p.more > 0 {
		remark = fmt.Sprintf("%s of %s with findings", count(len(p.worst)), count(len(p.worst)+p.more))
	}
	p.section("Worst functions", remark)
	g := &grid{columns: p.functionColumns()}
	for _, f := range p.worst {
		g.add(p.functionCells(f)...)
	}
	p.grid(g)
}

func (p *page) functionColumns() []column {
	account, region, low, saving := never, never, never, never
	if p.several() {
		account = 0
	}
	for _, f := range p.worst {
		if f.Region != p.worst[0].Region {
			region = 0
		}
		if lowOf(f) != "" {
			low = 100
		}
		if f.MonthlySave != nil {
			saving = 100
		}
	}
	return []column{
		{title: "FUNCTION", bare: true, elastic: true},
		{title: "ACCOUNT", bare: true, from: account},
		{title: "REGION", bare: true, from: region},
		{title: "RUNTIME", bare: true, from: 120},
		{title: "SCORE", right: true},
		{title: "AT LEAST", right: true, from: low},
		{title: "C/H/M/L"},
		{title: "INVOCATIONS", right: true, from: 140},
		{title: "COST/MONTH", right: true, from: 120},
		{title: "SAVES/MONTH", right: true, from: saving},
		{title: "TOP FINDING", bare: true, elastic: true},
	}
}

func (p *page) functionCells(f rules.Function) []cell {
	return []cell{
		{clean(f.Function), bold},
		{clean(f.AccountID), plain},
		{clean(f.Region), plain},
		{clean(cmp.Or(f.Runtime, f.PackageType, unknownText)), plain},
		{scoreAndGrade(f), gradeStyle(f.Grade)},
		{lowOf(f), plain},
		{fmt.Sprintf("%d/%d/%d/%d", f.Critical, f.High, f.Medium, f.Low), plain},
		{whole(f.Invocations), plain},
		{dollars(f.MonthlyCost), plain},
		{dollars(f.MonthlySave), plain},
		p.topFinding(f),
	}
}

// scoreAndGrade is a score with its grade, or the mark of the unknown.
func scoreAndGrade(f rules.Function) string {
	if f.Score == nil || f.Grade == "" {
		return points(f.Score)
	}
	return points(f.Score) + " " + clean(f.Grade)
}

// lowOf is what the score could still fall to, empty where it is settled.
func lowOf(f rules.Function) string {
	if low := points(f.ScoreLow); f.ScoreLow != nil && low != points(f.Score) {
		return low
	}
	return ""
}

// topFinding names the worst finding; where there is room, in words.
func (p *page) topFinding(f rules.Function) cell {
	top := p.tally.top[f.FunctionARN]
	text := clean(top.Rule)
	if p.width >= 140 && top.Message != "" {
		text += ": " + clean(top.Message)
	}
	return cell{text, severityStyle(top.Severity)}
}
