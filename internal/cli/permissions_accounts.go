package cli

import (
	"strings"

	"lambda-audit/audit"
)

// assumeAction is what lets the run into the other accounts.
const assumeAction = "sts:AssumeRole"

// isOfSeveral reports whether the flags mean several accounts.
func isOfSeveral(s *settings) bool { return s.Bool("organization") || s.IsSet("accounts") }

// needsOfAccounts are what it takes to find several accounts and to enter them:
// the run's own credentials need it, beside what they need in their own account.
func needsOfAccounts(s *settings) []need {
	if !isOfSeveral(s) {
		return nil
	}
	list := []need{{assumeAction, "the accounts' roles", nil}}
	if !s.Bool("organization") {
		return list
	}
	filter := audit.MemberFilter{Units: s.StringSlice("ou"), ExcludeUnits: s.StringSlice("exclude-ou"), Tags: s.StringSlice("account-tag"), ExcludeTags: s.StringSlice("exclude-account-tag")}
	for _, action := range filter.Actions() {
		list = append(list, need{action, "the organisation's accounts", nil})
	}
	return list
}

// assumeStatement lets the run assume the role in every account, and nothing else.
func assumeStatement(role, partition string) iamStatement {
	return iamStatement{Sid: "StsRole", Effect: "Allow", Action: []string{assumeAction},
		Resource: []string{"arn:" + partition + ":iam::*:role/" + strings.TrimPrefix(role, "/")}}
}
