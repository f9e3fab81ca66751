package rules

import (
	"path"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// lifts are the findings that leave the score and the gate for one function,
// because another one says it better, or because somebody suppressed it or
// disabled its rule there. The function "" stands for a subject that concerns
// no function.
type lifts map[lift]*lifted

type lift struct {
	row      int
	function string // ARN
}

// lifted says why.
type lifted struct {
	by          string // the rule that explains it; empty: none does
	suppression *Suppression
	disabled    bool // the function disables the rule
}

func (l lifts) has(row int, function string) bool { return l[lift{row, function}] != nil }

func (l lifts) of(row int, function string) *lifted {
	key := lift{row, function}
	if l[key] == nil {
		l[key] = &lifted{}
	}
	return l[key]
}

// silenced reports whether somebody wants to hear nothing of the row for that
// function.
func (l lifts) silenced(row int, function string) bool {
	at := l[lift{row, function}]
	return at != nil && (at.suppression != nil || at.disabled)
}

// glob reports whether the text meets the pattern, or is it word by word.
func glob(pattern, text string) bool {
	if pattern == "" || pattern == text {
		return true
	}
	if !mayMeet(pattern, text) {
		return false
	}
	ok, err := path.Match(pattern, text)
	return err == nil && ok
}

// nameOf returns the last word of what an id names.
func nameOf(id string) string {
	if a, ok := audit.ParseARN(id); ok {
		return a.Name()
	}
	return id
}

// functionName returns the name of the function that an ARN names, or "" where
// it names something else. An alias and a version belong to their function.
func functionName(arn string) string {
	a, ok := audit.ParseARN(arn)
	if !ok || a.Service != "lambda" || !strings.HasPrefix(a.Resource, "function:") {
		return ""
	}
	return a.Name()
}

// counts reports whether a row still counts, for any function or by itself.
func (e *evaluation) counts(at int) bool {
	functions := e.rows[at].subject.Functions
	if len(functions) == 0 {
		return !e.lifts.has(at, "")
	}
	return slices.ContainsFunc(functions, func(arn string) bool { return !e.lifts.has(at, arn) })
}
