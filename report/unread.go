package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"strings"

	"lambda-audit/rules"
)

// unreadRule stands where a finding has its rule.
const unreadRule = "could-not-be-read"

// withUnread are the findings to list, those that can be closed, and behind them what could not be read, as
// unknown findings of the account: in formats that hold findings only, an audit
// that saw nothing would else look like one that found nothing.
func (r *Report) withUnread() iter.Seq[rules.FindingRow] {
	return func(yield func(rules.FindingRow) bool) {
		for row := range r.withResolved() {
			if !yield(row) {
				return
			}
		}
		for i := range r.Result.Errors {
			if !yield(unreadRow(&r.Result.Errors[i])) {
				return
			}
		}
	}
}

func unreadRow(e *rules.ErrorRow) rules.FindingRow {
	what := cmp.Or(e.Fact, e.Example, "the account")
	sum := sha256.Sum256([]byte(strings.Join([]string{unreadRule, e.AccountID, e.Region, what, e.Reason, e.Code, e.Action}, "\x00")))
	message := what + " of " + plural(e.Subjects, "subject") + " could not be read: " + cmp.Or(e.Message, e.Code, e.Reason)
	if e.Action != "" {
		message += "; the IAM action " + e.Action + " is missing"
	}
	return rules.FindingRow{
		Stamp: e.Stamp, ID: hex.EncodeToString(sum[:8]), Rule: unreadRule, Title: "could not be read: " + what,
		Outcome: rules.Unknown, Confidence: rules.Sure.String(), SubjectKind: "region", Subject: e.Region, Locus: e.Fact,
		Message: message, Reason: e.Reason,
	}
}
