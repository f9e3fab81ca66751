package report

import "lambda-audit/rules"

// closedSets are the values of the words that have no others.
var closedSets = map[string][]string{
	"mode":                 {rules.ModeFull, rules.ModeFast, rules.ModeMixed},
	"grade":                {"A", "B", "C", "D", "F", ""},
	"Account.state":        {rules.AccountAudited, rules.AccountPartial, rules.AccountFailed, rules.AccountSkipped},
	"SuppressionRow.state": {rules.SuppressionUsed, rules.SuppressionUnused, rules.SuppressionExpiring, rules.SuppressionExpired, rules.SuppressionRefused, rules.SuppressionMalformed, rules.SuppressionNotJudged},
	"FindingRow.change":    {rules.ChangeUncompared, rules.ChangeNew, rules.ChangeReopened, rules.ChangeStill, rules.ChangeBecameUnknown},
	"ChangeRow.change":     rules.Changes,
	"ChangeRow.severity":   append(names(rules.Severities), rules.NoSeverity.String()),
	"was_severity":         append(names(rules.Severities), ""),
	"change_causes":        rules.Causes,
	"cause":                rules.Causes,
	"table":                {rules.TableManaged, rules.TablePrices, rules.TableRuntimes, rules.TableTrust},
	"confidence":           {rules.Sure.String(), rules.Likely.String(), rules.Possible.String()},
}
