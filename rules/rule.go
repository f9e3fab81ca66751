package rules

import (
	"encoding/json"

	"lambda-audit/audit"
)

// A Rule is a value in one file: what it judges, why, how to mend it, and the
// examples that are its tests and its documentation.
type Rule struct {
	ID       string // kebab-case words, never reused
	Title    string // what is wrong, said of a function
	Severity Severity
	Pillar   Pillar
	Why      string   // what happens to those who leave it so
	Fix      string   // commands a person can paste
	Refs     []string // addresses of the documentation it rests on
	// Kinds are the subjects it judges, one after the other.
	Kinds    []audit.KindName
	Requires []audit.Dep // facts and views it reads: all of them
	AnyOf    []audit.Dep // alternatives of which one is enough
	// Helps are facts and views that only let a finding say more, as in its fix.
	// They are read where the snapshot has them, which is where other rules need
	// them: none is ever collected for this rule. Without them the rule finds the
	// same, as severe, at the same loci.
	Helps    []audit.Dep
	Uses     []string // ids of the rules whose results it reads
	Tables   []string // names of the tables that it reads: TableRuntimes and so on
	When     When
	Params   any // a pointer to its named struct of parameters, with the defaults; nil: none
	Check    Check
	Examples []Example
	// Definition is the text of a rule that is read from a file: where it changed, the rule did.
	Definition string
	Source     string // file and line, of a rule that is not the program's own
}

// When says when a rule is selected.
type When string

// A rule is selected by default, only by its name, or with a switch.
const (
	Default   When = "default"
	Off       When = "off"
	WithCode  When = "code"
	WithLogs  When = "logs"
	WithUsage When = "unused"
)

// Check judges one subject. It is pure; no finding is a pass.
type Check func(*Input) []Finding

// Params returns the check's parameters as the rule declares their type.
func Params[P any](in *Input) *P { return in.params.(*P) }

// An Input is all that a check may know.
type Input struct {
	Subject *audit.Subject
	Facts   audit.Reader // narrowed to what the rule declares

	data    *Data
	trust   *Trust
	rule    *Rule
	params  any
	results verdicts
}

// verdicts answer for the rules that another one uses.
type verdicts interface {
	verdict(asker *Rule, rule, function string) Verdict
}

// About returns what a used rule found on every subject that concerns the
// function: its role, its aliases and its queues too. A rule that was not
// judged is unknown.
func (in *Input) About(rule, function string) Verdict {
	return in.results.verdict(in.rule, rule, function)
}

// A Verdict is a used rule's outcome for one function, with the findings behind
// it. Outcome is Pass only where every subject that the rule applies to passed,
// and Unknown where subjects may be missing; Unknown says why then.
type Verdict struct {
	Outcome  Outcome
	Findings []Found
	Unknown  *audit.Unknown
}

// A Ref names a finding.
type Ref struct{ Rule, Subject, Locus string }

// A Found is a used rule's finding: how much it hurts in this run, and how sure
// it is, so that a conclusion need not claim more than it rests on.
type Found struct {
	Ref
	Severity   Severity
	Confidence Confidence
}

// Refs returns the findings' names.
func Refs(found []Found) []Ref {
	refs := make([]Ref, len(found))
	for i := range found {
		refs[i] = found[i].Ref
	}
	return refs
}

// A Finding is what a check says of its subject.
type Finding struct {
	Outcome    Outcome
	Locus      string   // which part of the subject: a Sid or what a statement says, a qualifier, a variable's name; unique within rule and subject
	Severity   Severity // none: the rule's
	Confidence Confidence
	Message    string // one sentence, about this subject
	Evidence   []Evidence
	Unknown    *audit.Unknown // why, where the outcome is Unknown
	Unread     bool           // Unknown stands in a value that was read, so no fact tells of it: the errors list it
	Saving     *float64       // US dollars a month
	Fix        string         // empty: the rule's
	Explains   []Ref          // findings of used rules that this one says better, where it counts and is as severe
	// ExplainedBy are findings of used rules that say this one better, where they count and are as severe.
	ExplainedBy []Ref
	// Tell completes what only a reader wants and what takes time to write, such as
	// a fix with a whole policy in it: Message, Evidence and Fix, nothing else. It is
	// called when the finding is written, which few are; a panic in it ends the report
	// with an Untold. Nil: nothing is left to say.
	Tell func(*Finding)
}

// Told returns the finding as a reader gets it.
func (f Finding) Told() Finding {
	if f.Tell != nil {
		f.Tell(&f)
		f.Tell = nil
	}
	return f
}

// Evidence is one thing that was seen, and what was wanted instead.
type Evidence struct {
	Field      string   `json:"field"`
	Got        any      `json:"got"`  // string, number, bool or list of strings
	Want       any      `json:"want"` // the same, or null
	Unit       string   `json:"unit"`
	Statistic  string   `json:"statistic"`
	WindowDays *int     `json:"window_days"` // null for what is no metric
	Samples    *float64 `json:"samples"`
}

// Failed returns a finding of the rule's own severity.
func Failed(message string, evidence ...Evidence) Finding {
	return Finding{Outcome: Fail, Message: message, Evidence: evidence}
}

// Undecided returns the finding for an answer that is missing.
func Undecided(err error) Finding {
	u, ok := err.(*audit.Unknown)
	if !ok {
		u = &audit.Unknown{Reason: audit.Opaque, Message: err.Error()}
	}
	return Finding{Outcome: Unknown, Message: u.Error(), Unknown: u}
}

// Unread returns the finding for something that AWS left out of an answer, for a
// reason that the answer gives. It is listed among the errors, and the run is
// partial.
func Unread(u *audit.Unknown) Finding {
	f := Undecided(u)
	f.Message, f.Unread = u.Message, true
	return f
}

// Inapplicable returns the finding for a subject the rule does not speak of.
func Inapplicable(because string) Finding {
	return Finding{Outcome: NotApplicable, Message: because}
}

// One returns the findings as a check returns them.
func One(f Finding) []Finding { return []Finding{f} }

// An Example is a small world and what the rule says of it.
type Example struct {
	Name    string // what is special about it
	Given   []audit.Given
	Subject audit.Subject // its kind may be left out where the rule has one
	Want    Outcome
	// Severity, where it is set, is the severity of the worst finding.
	Severity Severity
	// Params are put over the rule's defaults, as a configuration would.
	Params json.RawMessage
	// Trust says who may be let in; the zero Trust is nobody else.
	Trust Trust
	// Results are the verdicts of the used rules; one that fails has one finding,
	// sure and of its rule's severity, about the function that is asked for.
	Results map[string]Outcome
	// Found are the findings of used rules that fail otherwise than that.
	Found map[string][]Found
}
