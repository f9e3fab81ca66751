package rules

import "lambda-audit/audit"

// The states of an account in a run.
const (
	AccountAudited = "audited"
	AccountPartial = "partial" // something in it could not be read
	AccountFailed  = "failed"  // nothing in it could be judged
	AccountSkipped = "skipped" // it was not meant to be read
)

// Account is one account's row. What is not known of one that could not be judged
// is null, and its lists are empty.
type Account struct {
	Stamp
	Name        string        `json:"account_name"` // as the organisation calls it; empty where nobody says
	State       string        `json:"state"`
	Reason      string        `json:"reason"` // why it is failed or skipped
	Regions     []RegionState `json:"regions"`
	Functions   int           `json:"functions"`
	Score       *float64      `json:"score"`
	Grade       string        `json:"grade"`
	Coverage    *float64      `json:"coverage"`
	Worst       string        `json:"worst_function"`
	Critical    int           `json:"critical"` // findings that fail and are not suppressed
	High        int           `json:"high"`
	Medium      int           `json:"medium"`
	Low         int           `json:"low"`
	MonthlyCost *float64      `json:"monthly_cost_usd"`
	MonthlySave *float64      `json:"monthly_saving_usd"`
	Scope       ScopeRow      `json:"scope"`
}

// ScopeRow says which functions were meant, as --function, --exclude and --tag do;
// where all lists are empty all were.
type ScopeRow struct {
	Functions []string `json:"functions"`
	Exclude   []string `json:"exclude"`
	Tags      []string `json:"tags"`
}

func scopeRow(s audit.Scope) ScopeRow {
	return ScopeRow{append([]string{}, s.Functions...), append([]string{}, s.Exclude...), append([]string{}, s.Tags...)}
}

// accountRow says of the account what the run says of it, and how bad it looks.
func accountRow(s Stamp, run *Run, summary []SummaryRow, scope audit.Scope) Account {
	row := Account{
		Stamp: s, State: AccountAudited, Regions: run.Regions, Functions: run.Functions,
		Score: run.Score, Grade: run.Grade, Coverage: run.Coverage, Worst: run.Worst,
		MonthlyCost: run.MonthlyCost, MonthlySave: run.MonthlySave, Scope: scopeRow(scope),
	}
	if run.Partial {
		row.State = AccountPartial
	}
	counts := map[Severity]int{}
	for _, r := range summary {
		if r.Outcome == Fail {
			counts[r.Severity] += r.Findings - r.Suppressed
		}
	}
	row.Critical, row.High, row.Medium, row.Low = counts[Critical], counts[High], counts[Medium], counts[Low]
	return row
}
