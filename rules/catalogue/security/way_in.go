package security

import (
	"regexp"

	"lambda-audit/rules"
)

// statementID is the form of a Sid in a function's policy. A locus that is none
// says what a statement without a Sid says.
var statementID = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// removeStatement is the command that takes a statement out of a function's
// policy, or out of that of an alias.
func removeStatement(qualifier, locus string) string {
	if !statementID.MatchString(locus) {
		return "# the statement has no Sid, and only one with a Sid can be removed by itself: read the policy first\n" +
			"aws lambda get-policy --function-name NAME" + option(qualifier) + " --region REGION"
	}
	return "aws lambda remove-permission --function-name NAME" + option(qualifier) + " --statement-id " +
		rules.InCommand(locus, "SID") + " --region REGION"
}

// option is the option that names an alias; a function's own policy needs none.
func option(qualifier string) string {
	if qualifier == "" {
		return ""
	}
	return " --qualifier " + rules.InCommand(qualifier, "ALIAS")
}
