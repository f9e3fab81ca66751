package iam

import (
	"slices"
	"strings"
)

// rewriter writes what replaces one statement.
type rewriter struct {
	known Known
	place place
	wide  []string // the patterns of the statement that grant too much

	statement Statement
	pieces    []Statement
	holes     []string
	partial   bool
	notes     notes
}

func newRewriter(r Role, known Known, wide []string) *rewriter {
	return &rewriter{known: known, place: placeOf(r, known), wide: wide}
}

func (w *rewriter) replacement(p Policy, s Statement) Replacement {
	w.statement = s
	if s.NotActions != nil {
		w.everything(s.actions(), "")
	} else {
		for _, pattern := range s.Actions {
			w.pattern(pattern)
		}
	}
	if len(w.pieces) > 0 {
		w.pieces[0].Sid = s.Sid
	}
	if p.Kind == AWSManaged {
		w.notes.add("AWS's own policy cannot be edited: write this into a policy of your own and detach AWS's")
	}
	return Replacement{
		Statements: w.pieces, Placeholders: w.holes, Partial: w.partial, Note: strings.Join(w.notes, "; "),
		Policy: p.Name, PolicyARN: p.ARN, Statement: s.Name(), Index: s.Index, Kind: p.Kind,
	}
}

// add puts a piece beside the others, or joins its actions to those of one that says the same of other actions.
func (w *rewriter) add(piece Statement) {
	piece.Effect = w.statement.Effect
	piece.Conditions = slices.Concat(w.statement.Conditions, piece.Conditions)
	sortConditions(piece.Conditions)
	for i := range w.pieces {
		if one := &w.pieces[i]; one.says(Statement{
			Effect: piece.Effect, Actions: one.Actions, Resources: piece.Resources,
			NotResources: piece.NotResources, Conditions: piece.Conditions,
		}) {
			one.Actions = append(one.Actions, missing(one.Actions, piece.Actions)...)
			return
		}
	}
	w.pieces = append(w.pieces, piece)
}

// says reports whether two statements say the same, whatever their Sids.
func (s Statement) says(t Statement) bool {
	same := func(a, b Condition) bool {
		return a.Operator == b.Operator && a.Key == b.Key && slices.Equal(a.Values, b.Values)
	}
	return s.Effect == t.Effect && slices.EqualFunc(s.Conditions, t.Conditions, same) &&
		slices.Equal(s.Actions, t.Actions) && (s.NotActions == nil) == (t.NotActions == nil) && slices.Equal(s.NotActions, t.NotActions) &&
		slices.Equal(s.Resources, t.Resources) && (s.NotResources == nil) == (t.NotResources == nil) && slices.Equal(s.NotResources, t.NotResources)
}

// missing gives those of more that the list does not hold in any case.
func missing(list, more []string) []string {
	return slices.DeleteFunc(slices.Clone(more), func(text string) bool {
		return slices.ContainsFunc(list, func(have string) bool { return strings.EqualFold(have, text) })
	})
}

// open records words for people to fill in, each once.
func (w *rewriter) open(words ...string) {
	for _, word := range words {
		if !slices.Contains(w.holes, word) {
			w.holes = append(w.holes, word)
		}
	}
}
