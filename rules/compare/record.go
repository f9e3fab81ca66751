package compare

import (
	"cmp"
	"slices"
	"time"

	"lambda-audit/rules"
)

// A Record is a result as far as comparing takes it.
type Record struct {
	Run      rules.Run
	Accounts []rules.Account
	accounts map[string]*account
}

// An account is what a record knows of one account.
type account struct {
	run       *rules.Run
	row       rules.Account
	functions map[string]*rules.Function // by ARN, with little in them
	rules     map[string]*rules.RuleCount
	left      map[string]bool // rules that did not judge because the run was fast
	kinds     map[string]*rules.SubjectsRow
	findings  map[rules.ID]*rules.Mark // failures, and unknowns that are listed
	failures  int                      // how many were added
	counted   int                      // how many the summary counts
}

func newRecord(run rules.Run) *Record {
	return &Record{Run: run, accounts: map[string]*account{}}
}

// Of returns the record of a result. Where the result's parts were released it
// holds no findings: add those before.
func Of(result *rules.Result) *Record {
	r := newRecord(result.Run)
	r.AddRows(result)
	r.AddMarks(result)
	return r
}

// Empty returns the record of a run of which only the rows will be known.
func Empty() *Record { return newRecord(rules.Run{}) }

// AddMarks adds the result's findings.
func (r *Record) AddMarks(result *rules.Result) {
	for m := range result.Marks() {
		if m.Outcome == rules.Fail || m.Actionable {
			r.addMark(&m)
		}
	}
}

// AddRows adds all rows of the result but its findings.
func (r *Record) AddRows(result *rules.Result) {
	r.Run = result.Run
	for i := range result.Accounts {
		r.addAccount(&result.Accounts[i])
	}
	for i := range result.Functions {
		r.addFunction(&result.Functions[i])
	}
	for i := range result.Rules {
		r.addRule(&result.Rules[i])
	}
	for i := range result.NotSelected {
		row := &result.NotSelected[i]
		r.of(row.AccountID).left[row.Rule] = true
	}
	for i := range result.Summary {
		r.addSummary(&result.Summary[i])
	}
	for i := range result.Subjects {
		r.addSubjects(&result.Subjects[i])
	}
}

// of returns the account's part, which may be empty yet.
func (r *Record) of(id string) *account {
	a := r.accounts[id]
	if a == nil {
		a = &account{run: &r.Run, functions: map[string]*rules.Function{}, rules: map[string]*rules.RuleCount{}, left: map[string]bool{},
			kinds: map[string]*rules.SubjectsRow{}, findings: map[rules.ID]*rules.Mark{}}
		r.accounts[id] = a
	}
	return a
}

func (r *Record) addAccount(row *rules.Account) {
	r.Accounts = append(r.Accounts, *row)
	r.of(row.AccountID).row = *row
}

func (r *Record) addFunction(f *rules.Function) {
	r.of(f.AccountID).functions[f.FunctionARN] = &rules.Function{Stamp: f.Stamp, Function: f.Function, FunctionARN: f.FunctionARN,
		LastModified: f.LastModified, Deployed: f.Deployed}
}

func (r *Record) addRule(row *rules.RuleCount) {
	kept := *row
	r.of(row.AccountID).rules[row.Rule] = &kept
}

func (r *Record) addSummary(row *rules.SummaryRow) {
	if row.Outcome == rules.Fail {
		r.of(row.AccountID).counted += row.Findings
	}
}

func (r *Record) addSubjects(row *rules.SubjectsRow) {
	kept := *row
	r.of(row.AccountID).kinds[row.SubjectKind] = &kept
}

// addMark keeps a finding. Of several with one id it keeps the worst failure.
func (r *Record) addMark(m *rules.Mark) {
	a := r.of(m.AccountID)
	if m.Outcome == rules.Fail {
		a.failures++
	}
	if was := a.findings[m.ID]; was != nil && cmp.Or(cmp.Compare(was.Outcome, m.Outcome), cmp.Compare(was.Severity, m.Severity)) >= 0 {
		return
	}
	kept := *m
	a.findings[m.ID] = &kept
}

func verdictOf(m *rules.Mark) rules.ID { return rules.VerdictID(m.AccountID, m.Rule, m.Subject) }

// judged reports whether anything of the account could be judged, and what was
// found is known: findings that nobody added must not pass for mended.
func (a *account) judged() bool {
	return a != nil && (a.row.State == rules.AccountAudited || a.row.State == rules.AccountPartial) && a.failures >= a.counted
}

// finding returns a failure or unknown; nil where there is none, or no account.
func (a *account) finding(id rules.ID) *rules.Mark {
	if a == nil {
		return nil
	}
	return a.findings[id]
}

// fails reports whether the finding of that id fails.
func (a *account) fails(id rules.ID) bool {
	m := a.finding(id)
	return m != nil && m.Outcome == rules.Fail
}

func (a *account) takenAt() time.Time { return a.row.TakenAt }

// region returns the state of a region; "" where it was not audited.
func (a *account) region(name string) string {
	i := slices.IndexFunc(a.row.Regions, func(r rules.RegionState) bool { return r.Region == name })
	if i < 0 {
		return ""
	}
	return a.row.Regions[i].State
}

// unknown reports whether the rule could not tell anything of the subject.
func (a *account) unknown(m *rules.Mark) bool { return has(a.rules[m.Rule].UnknownIDs, verdictOf(m)) }

func (a *account) disabled(m *rules.Mark) bool { return has(a.rules[m.Rule].DisabledIDs, verdictOf(m)) }

func has(sorted []rules.ID, id rules.ID) bool {
	_, found := slices.BinarySearch(sorted, id)
	return found
}
