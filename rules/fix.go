package rules

import (
	"regexp"

	"lambda-audit/audit"
)

var (
	// placeholder is a word of a fix that the finding's subject fills in.
	placeholder = regexp.MustCompile(`\b(NAME|ALIAS|ROLE_ARN|ROLE|QUEUE|SID|VARIABLE)\b`)
	// harmless is what may be put into a command as it is.
	harmless = regexp.MustCompile(`^[A-Za-z0-9_+=,.@:/-]+$`)
)

// filled puts the subject's own names into a fix, so that it can be pasted. What
// the subject does not tell stays a placeholder.
func filled(fix string, s *audit.Subject, locus string) string {
	names := map[string]string{"NAME": functionName(s.ID), "SID": locus, "VARIABLE": locus, "ALIAS": s.Locus}
	if a, ok := audit.ParseARN(s.ID); ok {
		switch a.Service {
		case "iam":
			names["ROLE"], names["ROLE_ARN"] = a.Name(), s.ID
		case "sqs":
			names["QUEUE"] = a.Name()
		}
	}
	return placeholder.ReplaceAllStringFunc(fix, func(word string) string {
		if name := names[word]; harmless.MatchString(name) {
			return name
		}
		return word
	})
}
