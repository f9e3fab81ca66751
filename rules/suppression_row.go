package rules

import (
	"fmt"
	"slices"

	"lambda-audit/audit"
)

// The states of a suppression.
const (
	SuppressionUsed      = "used"
	SuppressionUnused    = "unused"     // all that it is about was judged, and nothing fails
	SuppressionExpiring  = "expiring"   // it is used, and ends soon
	SuppressionExpired   = "expired"    // its day has come: what it meets counts again
	SuppressionRefused   = "refused"    // what it meets is worse than a tag may suppress
	SuppressionMalformed = "malformed"  // a tag that cannot be understood: it never holds
	SuppressionNotJudged = "not-judged" // what it is about was not judged, or not all of it
)

// ExpiringDays is how long before its end a suppression is told as expiring.
const ExpiringDays = 30

// A SuppressionRow tells what became of a suppression.
type SuppressionRow struct {
	Stamp
	Where      string `json:"where"` // file and line, or the function's tag
	Rule       string `json:"rule"`
	Function   string `json:"function"` // its glob, or the function whose tag it is
	Tag        string `json:"tag"`
	ForAccount string `json:"for_account"`
	ForRegion  string `json:"for_region"`
	Subject    string `json:"subject"`
	Locus      string `json:"locus"`
	Reason     string `json:"reason"`
	Owner      string `json:"owner"`
	Until      string `json:"until"`
	State      string `json:"state"`
	Message    string `json:"message"`  // what there is to say of the state
	Findings   int    `json:"findings"` // failures that it meets

	idle bool // it is about nothing in this account
}

// suppressionRows tells of all suppressions, in the order in which they are said.
func (e *evaluation) suppressionRows() []SuppressionRow {
	list := []SuppressionRow{}
	for _, s := range e.standings {
		region := audit.Global
		if a, ok := audit.ParseARN(s.function); ok {
			region = a.Region
		}
		row := SuppressionRow{
			Stamp: e.stamp(region), Where: s.Where, Rule: s.Rule, Function: s.Function, Tag: s.Tag, ForAccount: s.Account,
			ForRegion: s.Region, Subject: s.Subject, Locus: s.Locus, Reason: s.Reason, Owner: s.Owner, Until: s.Until.String(),
			Findings: s.findings, idle: !e.isAboutAny(s),
		}
		row.State, row.Message = e.stateOf(s, row.idle)
		list = append(list, row)
	}
	return list
}

func (e *evaluation) stateOf(s *standing, idle bool) (state, message string) {
	taken := e.known.Header.TakenAt
	if s.spared != NoSeverity {
		message = fmt.Sprintf("%s is worse than what a tag may suppress (%s)", s.spared, s.limit)
	}
	switch {
	case s.malformed != "":
		return SuppressionMalformed, s.malformed
	case s.expired(taken):
		return SuppressionExpired, ""
	case s.findings > 0 && !s.lifted:
		return SuppressionRefused, message
	case s.findings > 0 && s.expired(taken.AddDate(0, 0, ExpiringDays)):
		return SuppressionExpiring, message
	case s.findings > 0:
		return SuppressionUsed, message
	case idle:
		return SuppressionNotJudged, "nothing that it is about was judged"
	case e.isUnsure(s):
		return SuppressionNotJudged, "not all that it is about could be judged"
	}
	return SuppressionUnused, ""
}

// isAboutAny reports whether a suppression is about anything that this run judges.
func (e *evaluation) isAboutAny(s *standing) bool {
	inRegion := s.Region == "" || slices.ContainsFunc(append(slices.Clip(e.known.Header.Regions), audit.Global), func(region string) bool {
		return glob(s.Region, region)
	})
	judged := false
	for _, j := range s.judges {
		judged = judged || j.reported
	}
	return inRegion && judged
}

// isUnsure reports whether something that a suppression is about may fail without
// anybody knowing.
func (e *evaluation) isUnsure(s *standing) bool {
	scope := &e.known.Header.Scope
	if s.unsure || len(scope.Functions)+len(scope.Exclude)+len(scope.Tags) > 0 || s.Tag != "" && e.tagsUnread() {
		return true
	}
	for _, j := range s.judges {
		if j.incomplete || slices.ContainsFunc(j.Kinds, func(k audit.KindName) bool { return e.open[k] }) {
			return true
		}
	}
	return false
}

// mergeSuppressions makes one row of those that tell of one entry of the
// configuration in several accounts. In an account that could not be read it may
// be about anything.
func (r *Result) mergeSuppressions(own Stamp, allRead bool) {
	merged := []SuppressionRow{}
	at := map[string]int{} // by where
	for _, row := range r.Suppressions {
		if row.Region != audit.Global { // a function's tag
			merged = append(merged, row)
			continue
		}
		row.Stamp = own
		if i, seen := at[row.Where]; seen {
			merged[i] = joint(merged[i], row)
			continue
		}
		at[row.Where] = len(merged)
		merged = append(merged, row)
	}
	for i := range merged {
		if row := &merged[i]; row.State == SuppressionUnused && row.Region == audit.Global && !allRead {
			row.State, row.Message = SuppressionNotJudged, "not every account that it may be about could be read"
		}
	}
	r.Suppressions = merged
}

// statesByWeight are those of the configuration's entries; of two accounts the
// heavier one counts.
var statesByWeight = []string{SuppressionUnused, SuppressionNotJudged, SuppressionUsed, SuppressionExpiring, SuppressionExpired}

// joint is what two accounts say of one entry.
func joint(a, b SuppressionRow) SuppressionRow {
	if b.idle {
		a, b = b, a
	}
	heavier := b
	weigh := func(r SuppressionRow) int { return slices.Index(statesByWeight, r.State) }
	if !a.idle && weigh(a) > weigh(b) {
		heavier = a
	}
	heavier.Findings, heavier.idle = a.Findings+b.Findings, a.idle && b.idle
	return heavier
}
