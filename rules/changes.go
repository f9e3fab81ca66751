package rules

import "time"

// What becomes of a finding from one result to the next. Only the first five
// stand beside a finding; the others are rows of Result.Changes.
const (
	ChangeNew           = "new"            // it fails and did not fail before, or is unknown and nobody asked before
	ChangeReopened      = "reopened"       // it fails again: it was mended, could not be told or had been accepted
	ChangeStill         = "still"          // nothing changed
	ChangeBecameUnknown = "became-unknown" // it was judged before and cannot be told any more
	ChangeUncompared    = ""               // there is no earlier result

	ChangeWorse       = "worse"        // it fails still, and hurts more
	ChangeMilder      = "milder"       // it fails still, and hurts less
	ChangeFixed       = "fixed"        // it was judged again and fails no more
	ChangeBecameKnown = "became-known" // it could not be told before, and does not fail
	ChangeGone        = "gone"         // what it was about is not there any more
	ChangeNotJudged   = "not-judged"   // nobody looked again: it may be there still
	ChangeSuppressed  = "suppressed"   // it is there, and somebody has accepted it

	ChangeFunctionNew  = "function-new"
	ChangeFunctionGone = "function-gone"
)

// Changes are all that can become of a finding or a function, in the order in
// which they are shown.
var Changes = []string{
	ChangeNew, ChangeReopened, ChangeWorse, ChangeBecameUnknown, ChangeNotJudged, ChangeFixed, ChangeBecameKnown,
	ChangeMilder, ChangeSuppressed, ChangeGone, ChangeStill, ChangeFunctionNew, ChangeFunctionGone,
}

// Why a change may have come about. Several can hold for one change: all that
// changed and that its verdict rests on is named.
//
// What verdicts rest on beside the tables, such as the lists of sensitive actions,
// of publishers of layers and of services, is built into the program and cannot be
// replaced: CauseProgram tells of it. The texts of a rule may change without its
// being another rule; what it reads, its parameters and its examples may not.
const (
	CauseCode         = "code-deployed"
	CauseConfig       = "configuration-changed"
	CauseFunctionNew  = "function-new"
	CauseFunctionGone = "function-gone"
	CauseSubjectNew   = "subject-new" // a role, a version, a queue …
	CauseSubjectGone  = "subject-gone"
	CauseRule         = "rule-changed"
	CauseParameters   = "parameters-changed"
	CauseSeverity     = "severity-changed"
	CauseTable        = "table-changed"   // runtimes, prices, managed, or who is trusted
	CauseProgram      = "program-changed" // another version of it judged, with the data built into it that is no table
	CauseData         = "data-missing"    // it could not be read, now or before
	CauseScope        = "scope-changed"   // regions, accounts, functions, rules or --fast
	CauseSuppression  = "suppression-changed"
	// CauseSurroundings is what nothing in a result tells of: roles, policies, queues,
	// alarms, traffic, or a date that passed. It is named where nothing else is, and
	// where the finding is about something beside the functions.
	CauseSurroundings = "surroundings-changed"
)

// Causes are all causes, the nearest first.
var Causes = []string{
	CauseFunctionNew, CauseFunctionGone, CauseSubjectNew, CauseSubjectGone, CauseScope, CauseData, CauseSuppression, CauseCode, CauseConfig,
	CauseRule, CauseParameters, CauseSeverity, CauseTable, CauseProgram, CauseSurroundings,
}

// A Cause is why a change may have come about, with what was and what is.
type Cause struct {
	Cause string `json:"cause"`
	Was   string `json:"was"` // empty where nothing short can be said
	Now   string `json:"now"`
}

// Changed is what a finding's row says of its past.
type Changed struct {
	Change string   `json:"change"`
	Causes []string `json:"change_causes"`
}

// A ChangeRow is one difference between two results: what became of a finding, or
// of a function. Where a finding is not there any more it tells what it was.
type ChangeRow struct {
	Stamp
	Change       string   `json:"change"`
	ID           string   `json:"id"` // the finding's; empty where a function came or went
	Rule         string   `json:"rule"`
	Title        string   `json:"title"`
	Severity     string   `json:"severity"`     // "none" where a function came or went
	WasSeverity  string   `json:"was_severity"` // empty where it was none of the findings
	Pillar       string   `json:"pillar"`       // empty where a function came or went
	SubjectKind  string   `json:"subject_kind"`
	Subject      string   `json:"subject"`
	Locus        string   `json:"locus"`
	Function     string   `json:"function"` // empty where the subject is no function
	FunctionARNs []string `json:"function_arns"`
	Suppressed   bool     `json:"suppressed"` // somebody has accepted it
	Causes       []Cause  `json:"causes"`
}

// Compared is what a run says of the result that it was compared with.
type Compared struct {
	BaselineRunID   string     `json:"baseline_run_id"` // empty without one
	BaselineTakenAt *time.Time `json:"baseline_taken_at"`
	ChangeCounts    []Count    `json:"change_counts"` // of findings and functions; empty without one
}

// Before answers for the result that a run is compared with.
type Before interface {
	// Failed returns how much the finding of that id hurt, where it failed and
	// nobody had accepted it; else NoSeverity.
	Failed(id ID) Severity
}
