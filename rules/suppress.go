package rules

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// suppress lifts the failures that the configuration, or a function's tag where
// that may, suppresses at the time the snapshot was taken.
func (e *evaluation) suppress() {
	for i := range e.config.Suppress {
		e.standings = append(e.standings, &standing{Suppression: e.config.Suppress[i]})
	}
	e.standings = append(e.standings, e.tagStandings()...)
	if len(e.standings) == 0 {
		return
	}
	rows := map[string][]int{} // by rule
	for at := range e.rows {
		id := e.rows[at].judge.ID
		rows[id] = append(rows[id], at)
	}
	for _, s := range e.standings {
		s.met, s.judges = map[string]bool{}, map[string]*judge{}
		if s.malformed != "" || !glob(s.Account, e.known.Header.Account) {
			continue
		}
		for _, j := range e.judges {
			if s.Rule == "" || meets(s.Rule, j.Rule) {
				s.judges[j.ID] = j
				e.applyTo(s, rows[j.ID])
			}
		}
		s.met = nil // nobody asks again
	}
}

// applyTo goes over the rows of one of the suppression's rules.
func (e *evaluation) applyTo(s *standing, rows []int) {
	for _, at := range rows {
		r := &e.rows[at]
		if !s.meets(r) {
			continue
		}
		if met := e.apply(s, at); met && r.counts() {
			s.findings++
		}
	}
}

// apply suppresses a row for the functions that the suppression is about, and
// reports whether it is about any. One that is expired suppresses nothing.
func (e *evaluation) apply(s *standing, at int) (met bool) {
	r := &e.rows[at]
	expired := s.expired(e.known.Header.TakenAt)
	for _, arn := range concerns(r.subject) {
		if arn == "" && !e.meetsBeyond(s, r.subject) || arn != "" && !e.meetsFunction(s, arn) {
			continue
		}
		if r.outcome != Fail {
			s.unsure = true
			continue
		}
		met = true
		severity := e.severityFor(r, arn)
		switch {
		case expired:
		case s.limit != NoSeverity && severity > s.limit:
			s.spared = max(s.spared, severity)
		default:
			s.lifted = true
			if l := e.lifts.of(at, arn); l.suppression == nil {
				l.suppression = &s.Suppression
			}
		}
	}
	return met
}

// suppressedSubjects counts, by rule, the subjects all of whose failures are
// suppressed and that their owner could mend.
func (e *evaluation) suppressedSubjects() map[*judge]int {
	type verdict struct {
		judge   *judge
		subject *audit.Subject
	}
	whole := map[verdict]bool{}
	if len(e.standings) == 0 {
		return nil
	}
	for at := range e.rows {
		r := &e.rows[at]
		if !r.counts() || e.managedBy(r.subject) != "" {
			continue
		}
		key := verdict{r.judge, r.subject}
		before, seen := whole[key]
		whole[key] = (before || !seen) && e.suppression(at, r.subject) != nil
	}
	counts := map[*judge]int{}
	for key, suppressed := range whole {
		if suppressed {
			counts[key.judge]++
		}
	}
	return counts
}

// mayBeMore reports whether a row that is suppressed for the functions that are
// known may concern others, for which it is not.
func (e *evaluation) mayBeMore(at int) bool {
	s := e.rows[at].subject
	return s.Open && !e.lifts.has(at, "") && slices.ContainsFunc(s.Functions, func(arn string) bool {
		l := e.lifts[lift{at, arn}]
		return l != nil && l.suppression != nil
	})
}

// tagsUnread reports whether the tags of any function could not be read.
func (e *evaluation) tagsUnread() bool {
	return slices.ContainsFunc(e.functions, func(f audit.Subject) bool {
		_, err := facts.Tags.Of(e.known.Reader(), f.ID)
		return err != nil
	})
}
