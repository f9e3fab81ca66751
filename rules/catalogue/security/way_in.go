package security

import (
	"cmp"
	"regexp"

	"lambda-audit/audit"
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

// permissionAsCode is where a template has the statements that these commands change.
const permissionAsCode = "\n# SAM: AWS::Lambda::Permission      Terraform: aws_lambda_permission"

// doors are the rules that say how anyone comes in.
var doors = []string{"policy-public", "url-public"}

// openDoors puts together what the rules on ways in found: where one is open, it
// does not matter what is unknown of the other.
func openDoors(in *rules.Input) rules.Verdict {
	all := rules.Verdict{Outcome: rules.Pass}
	for _, rule := range doors {
		v := in.About(rule, in.Subject.ID)
		all.Unknown = cmp.Or(all.Unknown, v.Unknown)
		if v.Outcome == rules.Fail {
			all.Findings = append(all.Findings, v.Findings...)
		}
	}
	switch {
	case len(all.Findings) > 0:
		all.Outcome = rules.Fail
	case all.Unknown != nil:
		all.Outcome = rules.Unknown
	}
	return all
}

// doorOf names a way in, with the command that closes it.
func doorOf(f *rules.Found) (name, closing string) {
	if f.Rule == "url-public" {
		return urlName(f.Locus), signRequests(urlAlias(f.Locus))
	}
	_, qualifier := audit.FunctionARN(f.Subject)
	if name = f.Locus; qualifier != "" {
		name += " of the alias " + qualifier
	}
	return name, removeStatement(qualifier, f.Locus)
}

// signRequests is the command that has a URL take signed requests only.
func signRequests(alias string) string {
	return "aws lambda update-function-url-config --function-name NAME" + option(alias) + " --auth-type AWS_IAM --region REGION"
}

// option is the option that names an alias; a function's own policy needs none.
func option(qualifier string) string {
	if qualifier == "" {
		return ""
	}
	return " --qualifier " + rules.InCommand(qualifier, "ALIAS")
}
