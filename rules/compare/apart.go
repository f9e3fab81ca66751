package compare

import (
	"fmt"
	"maps"
	"slices"

	"lambda-audit/rules"
)

// Apart says, in sentences, what sets a result apart from the past beside their
// findings: whoever compares the two by their numbers has to know.
func (p *Past) Apart(r *Record) []string {
	list := []string{}
	for _, id := range slices.Sorted(maps.Keys(p.accounts)) {
		if r.accounts[id] == nil {
			list = append(list, fmt.Sprintf("account %s is not in the newer result", id))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.accounts)) {
		if old := p.accounts[id]; old != nil {
			list = append(list, pair{old, r.accounts[id]}.apart(id)...)
		} else if r.accounts[id].judged() {
			list = append(list, fmt.Sprintf("account %s is not in the older result", id))
		}
	}
	return list
}

// apart says how the two audits of an account differ.
func (p pair) apart(id string) []string {
	var list []string
	differ := func(what string, was, now any) {
		if was != now {
			list = append(list, fmt.Sprintf("%s of account %s: %v before, %v now", what, id, was, now))
		}
	}
	differ("score formula", p.old.run.ScoreFormula, p.new.run.ScoreFormula)
	differ("program", p.old.run.Version, p.new.run.Version)
	differ("mode", p.old.run.Mode, p.new.run.Mode)
	differ("scope", scopeText(&p.old.row.Scope), scopeText(&p.new.row.Scope))
	if fewer, more := missing(p.old.rules, p.new.rules), missing(p.new.rules, p.old.rules); fewer+more > 0 && p.new.judged() {
		list = append(list, fmt.Sprintf("rules of account %s: %s judged only before, %s only now", id, rules.Plural(fewer, "rule"), rules.Plural(more, "rule")))
	}
	return list
}

// missing counts the rules of the one result that the other does not have.
func missing(of, in map[string]*rules.RuleCount) int {
	n := 0
	for id := range of {
		if in[id] == nil {
			n++
		}
	}
	return n
}

func scopeText(s *rules.ScopeRow) string {
	if len(s.Functions)+len(s.Exclude)+len(s.Tags) == 0 {
		return "all functions"
	}
	return "some functions"
}
