package report

import "lambda-audit/rules"

// sarifState is what became of a result since an earlier run, in the words of
// section 3.27.24 of the standard; empty where nothing was compared. The run's
// baselineGuid stays unset: our runs have ids that are no GUIDs.
func sarifState(row *rules.FindingRow) string {
	switch {
	case isResolved(row.Change):
		return "absent"
	case row.Change == rules.ChangeNew:
		return "new"
	case row.Change == rules.ChangeUncompared:
		return ""
	case row.Change == rules.ChangeStill && len(row.Causes) == 0:
		return "unchanged"
	}
	return "updated" // it fails again, cannot be told any more, or hurts otherwise
}
