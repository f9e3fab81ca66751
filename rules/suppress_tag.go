package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"lambda-audit/audit/facts"
)

// tagStandings are the suppressions that the functions' own tags ask for, by
// function and key. They are none where the configuration does not allow them.
// Tags that could not be read suppress nothing; the run is partial then.
func (e *evaluation) tagStandings() []*standing {
	if e.config.SuppressByTag == nil {
		return nil
	}
	var list []*standing
	for i := range e.functions {
		arn := e.functions[i].ID
		tags, _ := facts.Tags.Of(e.known.Reader(), arn)
		for _, key := range slices.Sorted(maps.Keys(tags)) {
			if id, ok := strings.CutPrefix(key, TagPrefix); ok {
				list = append(list, e.tagStanding(arn, id, tags[key]))
			}
		}
	}
	return list
}

// tagStanding is what one tag says; what cannot be understood never holds.
func (e *evaluation) tagStanding(arn, id, value string) *standing {
	allowed := e.config.SuppressByTag
	s := &standing{function: arn, limit: allowed.UpTo,
		Suppression: Suppression{Where: "tag " + TagPrefix + id, Rule: id, Function: functionName(arn)}}
	day, reason, _ := strings.Cut(strings.TrimSpace(value), " ")
	s.Reason = strings.TrimSpace(reason)
	until, err := time.Parse(time.DateOnly, day)
	if err == nil {
		s.Until = Date{until}
	}
	unknown := mustKnow(id, e.config.Known)
	switch last := e.known.Header.TakenAt.AddDate(0, 0, allowed.Longest); {
	case unknown != nil && e.byID[id] == nil:
		s.malformed = unknown.Error()
	case err != nil:
		s.malformed = fmt.Sprintf("its value must begin with a day such as 2006-01-02, not %q", day)
	case s.Reason == "":
		s.malformed = "no reason stands behind the day"
	case allowed.Longest > 0 && until.After(last):
		s.malformed = fmt.Sprintf("it would hold longer than %d days: the last day allowed is %s", allowed.Longest, last.Format(time.DateOnly))
	}
	return s
}
