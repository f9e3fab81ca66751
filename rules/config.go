package rules

import (
	"encoding/json"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// Config says what a run judges by.
type Config struct {
	Rules      []*Rule
	Severities map[string]Severity        // by rule: replaces its own and any that its findings choose
	Params     map[string]json.RawMessage // by rule: put over its defaults
	Overrides  []Override                 // for some functions
	Suppress   []Suppression
	// SuppressByTag lets functions' tags suppress, too; nil: they do not.
	SuppressByTag *ByTag
	Data          *Data // nil: DefaultData
	Trust         Trust
	Gate          Gate
	Before        Before   // the result that this one is compared with; nil: none
	Fast          bool     // nothing is known of what is asked subject by subject
	Known         []*Rule  // beside the registered ones: what is said of them is no mistake
	NotSelected   []*Rule  // of those that would judge if the run were not fast
	TagColumns    []string // keys of the tags that functions are shown with
	Version       string   // of the program
	// Strict lets a panic in a check pass on: tests want to see it.
	Strict bool
}

// A Gate says when a run's exit code is not zero.
type Gate struct {
	FailOn       Severity // the mildest finding that fails a run; NoSeverity: none does
	FailOnNew    Severity // the same, of those that did not fail so badly before; without a result to compare with all are new
	MinScore     *float64
	AllowPartial bool
}

// functionKind is what scores are for.
const functionKind = facts.KindFunction

// An evaluation is one Evaluate, and what it takes to make its rows again.
type evaluation struct {
	known     *audit.Known
	config    Config
	judges    []*judge // those used included, sorted by id
	byID      map[string]*judge
	functions []audit.Subject
	index     map[string]int    // of functions, by ARN
	concerns  []int             // what indices returned last
	managers  map[string]string // of functions that others manage, by ARN
	rows      []row             // in the order in which they were found
	sorted    []int32           // the rows' order in reports
	claims    []claim
	stances   []*stance // by function; none where no override is given
	lifts     lifts
	standings []*standing
	savings   map[int]float64 // by row
	breakages map[string]*breakage
	missing   map[audit.KindName]*audit.Missing
	open      map[audit.KindName]bool // kinds with a subject that is open
}

// A judge is a rule in one evaluation.
type judge struct {
	*Rule
	reported bool // not only used by another rule
	used     bool
	override Severity
	params   any
	input    Input         // of the subject that is being judged
	cells    []cell        // by function
	account  cell          // of the account and its regions
	count    [Fail + 1]int // subjects, by outcome
	managed  int           // of those that fail: subjects that others manage
	reasons  map[audit.Reason]int
	// incomplete says that not all of its subjects could be listed.
	incomplete bool
	// Verdicts that are unknown, and that nobody wants.
	unknown, disabled []ID
	// Of a used rule: its rows by the functions they concern, and by name.
	byFunction map[string][]int
	byRef      map[Ref]int
}

// base returns the severity of the rule in this evaluation.
func (j *judge) base() Severity {
	if j.override != NoSeverity {
		return j.override
	}
	return j.Rule.Severity
}

// severity returns how much a finding hurts.
func (j *judge) severity(f *Finding) Severity {
	if j.override != NoSeverity || f.Outcome != Fail || f.Severity == NoSeverity {
		return j.base()
	}
	return f.Severity
}

// A row is a finding that is kept: the rest of it is made again when asked for,
// because checks are pure.
type row struct {
	judge    *judge
	subject  *audit.Subject
	locus    string
	position int32 // among what the check returns
	outcome  Outcome
	severity Severity // the worst of its functions'
	natural  Severity // without any of their overrides
	off      bool     // its functions disable the rule: kept for those that use it only
	// confidence is what a rule that uses this one is told.
	confidence Confidence
	// actionable tells the unknowns that somebody can act on.
	actionable bool
	unread     bool // Finding.Unread
}

func (r *row) ref() Ref { return Ref{r.judge.ID, r.subject.ID, r.locus} }

// A breakage counts the panics of one rule's check.
type breakage struct {
	message  string
	example  *audit.Subject
	subjects int
}
