package rules

import (
	"time"
)

// A Result is what the audit found, as rows. Every list is in a fixed order and
// never nil; the rows of findings are made when they are asked for.
type Result struct {
	Run          Run
	Accounts     []Account
	Functions    []Function
	Rules        []RuleCount
	Summary      []SummaryRow
	NotSelected  []NotSelectedRow
	APICalls     []CallRow
	Errors       []ErrorRow
	Suppressions []SuppressionRow
	Subjects     []SubjectsRow
	Changes      []ChangeRow

	evaluation *evaluation
	parts      []*Result // of a merged result, by account
	ending     ending
}

// Stamp is what every row carries.
type Stamp struct {
	AccountID string    `json:"account_id"`
	Region    string    `json:"region"`
	TakenAt   time.Time `json:"taken_at"`
}

// Run tells of the run as a whole.
type Run struct {
	SchemaVersion int           `json:"schema_version"`
	ScoreFormula  string        `json:"score_formula"`
	RunID         string        `json:"run_id"`
	Tool          string        `json:"tool"`
	Version       string        `json:"version"`
	AccountIDs    []string      `json:"account_ids"`
	Regions       []RegionState `json:"regions"`
	TakenAt       time.Time     `json:"taken_at"`
	WindowDays    int           `json:"window_days"`
	Mode          string        `json:"mode"`   // "full", "fast" or "mixed"
	Judged        int           `json:"judged"` // pairs of rule and subject that got pass or fail
	RuntimesAsOf  string        `json:"runtimes_as_of"`
	PricesAsOf    string        `json:"prices_as_of"`
	ManagedAsOf   string        `json:"managed_as_of"`
	Functions     int           `json:"functions"`
	Score         *float64      `json:"score"` // of what its owner can edit; null where nothing could be scored
	Grade         string        `json:"grade"`
	Coverage      *float64      `json:"coverage"` // 0 to 1
	Worst         string        `json:"worst_function"`
	WorstAccount  string        `json:"worst_account_id"` // that it lies in
	Grades        []GradeCount  `json:"grades"`
	MonthlyCost   *float64      `json:"monthly_cost_usd"`   // of the functions of which it is known
	MonthlySave   *float64      `json:"monthly_saving_usd"` // on those that their owner can edit
	Metrics       int           `json:"cloudwatch_metrics"` // that the reading asked GetMetricData for
	MetricsCost   float64       `json:"cloudwatch_usd"`     // what that costs at list price
	Partial       bool          `json:"partial"`
	Outcome       string        `json:"outcome"`
	ExitCode      int           `json:"exit_code"`
	Tables        []TableState  `json:"tables"` // that verdicts may rest on
	Compared
}

// RegionState says how a region was audited: "audited", "partial" (its listing
// broke), "not-enabled", "closed", or the reason why nothing is known of it.
type RegionState struct {
	Region    string `json:"region"`
	State     string `json:"state"`
	Functions int    `json:"functions"`
}

// GradeCount counts the functions of a grade; "" counts those without a score.
type GradeCount struct {
	Grade     string `json:"grade"`
	Functions int    `json:"functions"`
}

// Function is one function's row.
type Function struct {
	Stamp
	Function     string   `json:"function"`
	FunctionARN  string   `json:"function_arn"`
	Runtime      string   `json:"runtime"`
	Architecture string   `json:"architecture"`
	MemoryMB     *int     `json:"memory_mb"`
	TimeoutS     *int     `json:"timeout_s"`
	PackageType  string   `json:"package_type"`
	Role         string   `json:"role"`
	LastModified string   `json:"last_modified"`
	Invocations  *float64 `json:"invocations"` // in the window
	P99MS        *float64 `json:"p99_ms"`      // the highest daily p99
	MaxMS        *float64 `json:"max_ms"`
	ManagedBy    string   `json:"managed_by"`
	Score        *float64 `json:"score"`
	ScoreLow     *float64 `json:"score_low"`
	Grade        string   `json:"grade"`
	Coverage     *float64 `json:"coverage"`
	Failed       int      `json:"failed"`  // rules
	Unknown      int      `json:"unknown"` // rules
	Critical     int      `json:"critical"`
	High         int      `json:"high"`
	Medium       int      `json:"medium"`
	Low          int      `json:"low"`
	Bill
	MonthlySave *float64 `json:"monthly_saving_usd"` // not more than the cost, as far as both are of the function itself
	Tags        []Tag    `json:"tags"`
	Deployed
}

// Tag is one tag that --tag-columns chose.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// FindingRow is one finding, whole.
type FindingRow struct {
	Stamp
	ID             string      `json:"id"` // stable: a hash of rule, subject and locus
	Rule           string      `json:"rule"`
	Title          string      `json:"title"`
	Severity       Severity    `json:"severity"`
	Pillar         Pillar      `json:"pillar"`
	Outcome        Outcome     `json:"outcome"`
	Confidence     string      `json:"confidence"`
	SubjectKind    string      `json:"subject_kind"`
	Subject        string      `json:"subject"`
	Locus          string      `json:"locus"`
	Function       string      `json:"function"`   // empty where the subject is no function
	ManagedBy      string      `json:"managed_by"` // who made all of the functions; empty: their owner, or there are none
	Functions      []string    `json:"functions"`
	FunctionARNs   []string    `json:"function_arns"` // in the order of functions
	Message        string      `json:"message"`
	EvidenceText   string      `json:"evidence_text"`
	Evidence       []Evidence  `json:"evidence"`
	Reason         string      `json:"reason"` // why unknown, or why not applicable
	Fix            string      `json:"fix"`
	References     []string    `json:"references"`
	MonthlySaving  *float64    `json:"monthly_saving_usd"`
	ExplainedBy    []Explained `json:"explained_by"`
	Suppressed     bool        `json:"suppressed"`
	SuppressReason string      `json:"suppression_reason"`
	SuppressUntil  string      `json:"suppression_until"`
	SuppressedFor  []string    `json:"suppressed_for"` // functions, though it may count for others
	Changed
}

// Explained says that, for one function, another finding tells the same better.
type Explained struct {
	Function string `json:"function"`
	Rule     string `json:"rule"`
}

// RuleCount says what became of one rule.
type RuleCount struct {
	Stamp
	Rule          string   `json:"rule"`
	Title         string   `json:"title"`
	Severity      Severity `json:"severity"`
	Pillar        Pillar   `json:"pillar"`
	Judged        int      `json:"judged"`
	Passed        int      `json:"passed"`
	Failed        int      `json:"failed"`
	Managed       int      `json:"managed"`    // of those that failed: subjects that others manage
	Suppressed    int      `json:"suppressed"` // of the others that failed: subjects all of whose findings are suppressed
	Unknown       int      `json:"unknown"`
	NotApplicable int      `json:"not_applicable"`
	UnknownBy     []Count  `json:"unknown_by_reason"`
	Complete      bool     `json:"complete"` // false where not all subjects could be listed
	MonthlySaving *float64 `json:"monthly_saving_usd"`
	RuleState
}

// Count is a number of something named.
type Count struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// SummaryRow counts findings by severity, pillar and outcome.
type SummaryRow struct {
	Stamp
	Severity   Severity `json:"severity"`
	Pillar     Pillar   `json:"pillar"`
	Outcome    Outcome  `json:"outcome"`
	Findings   int      `json:"findings"`
	Suppressed int      `json:"suppressed"` // of them
}
