package iam

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// rewriter writes what replaces one statement.
type rewriter struct {
	role  Role
	known Known
	place locality
	wide  []string // the patterns of the statement that grant too much

	statement Statement
	pieces    []Statement
	holes     []string
	partial   bool
	notes     notes
}

func newRewriter(r Role, known Known, place locality, wide []string) *rewriter {
	return &rewriter{role: r, known: known, place: place, wide: wide}
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
		Statements: w.pieces, Placeholders: w.placeholders(), Partial: w.partial, Note: strings.Join(w.notes, "; "),
		Policy: p.Name, PolicyARN: p.ARN, Statement: s.Name(), Index: s.Index, Kind: p.Kind,
	}
}

// add puts a piece beside the others, or joins its actions to those of one that says the same of other actions.
func (w *rewriter) add(piece Statement) {
	piece.Effect = w.statement.Effect
	piece.Conditions = slices.Concat(w.statement.Conditions, piece.Conditions)
	sortConditions(piece.Conditions)
	for i := range w.pieces {
		one, other := &w.pieces[i], piece
		if other.Actions = one.Actions; one.says(other) {
			one.Actions = append(one.Actions, unlisted(one.Actions, piece.Actions)...)
			return
		}
	}
	w.pieces = append(w.pieces, piece)
}

// says reports whether two statements say the same, whatever their Sids and wherever they stand.
func (s Statement) says(t Statement) bool {
	t.Sid, t.Index = s.Sid, s.Index
	return reflect.DeepEqual(s, t)
}

// unlisted gives those of more that the list does not hold in any case.
func unlisted(list, more []string) []string {
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

// placeholders gives those of the recorded words that stand in what was written.
func (w *rewriter) placeholders() []string {
	text := ""
	for _, s := range w.pieces {
		text += fmt.Sprint(s.Actions, s.Resources, s.Conditions)
	}
	return slices.DeleteFunc(w.holes, func(word string) bool { return !strings.Contains(text, word) })
}
