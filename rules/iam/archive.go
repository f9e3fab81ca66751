package iam

import (
	"fmt"
	"sync"
)

// An Archive reads the policies of an account. What it gives is what [Parse] gives; but a list of actions that comes up
// in many of them, as nearly all do, is read once and kept once. It may be used by several goroutines.
type Archive struct {
	mu    sync.Mutex
	lists map[string]*verbs // by the list as it is written
}

// mostLists bounds what an archive keeps. Beyond it it begins anew, so that an account without any repetition costs
// little.
const mostLists = 1 << 13

// Parse reads a policy as [Parse] does.
func (a *Archive) Parse(text string) (Document, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	document, err := parse(text, a)
	if err != nil {
		return Document{}, fmt.Errorf("parse policy: %w", err)
	}
	return document, nil
}

func (a *Archive) keep(written string, list *verbs) {
	if a.lists == nil || len(a.lists) >= mostLists {
		a.lists = map[string]*verbs{}
	}
	a.lists[written] = list
}

// actions reads the Action of a statement, and gives what the archive, if there is one, knows of the list.
func (r *reader) actions(m member, earlier []string) ([]string, *verbs, error) {
	if r.archive == nil || earlier != nil || m.value.kind == nullNode {
		list, err := r.texts(m, earlier)
		return list, nil, err
	}
	written := m.value.written()
	if known := r.archive.lists[written]; known != nil {
		return known.patterns, known, nil
	}
	list, err := r.texts(m, nil)
	if err != nil {
		return nil, nil, err
	}
	known := newVerbs(list)
	r.archive.keep(written, known)
	return list, known, nil
}

// written gives the value as it stands in the text, and notes where it ends.
func (n node) written() string {
	t := n.tree
	t.begin, t.end = n.offset, t.after(n)
	return t.text[n.offset:t.end]
}
