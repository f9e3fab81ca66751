package reliability

import (
	"encoding/json"
	"fmt"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

// checkRoleTakable judges a role that is there: Lambda must be let in by its trust
// policy. Conditions on that are not weighed.
func checkRoleTakable(in *rules.Input, role audit.ARN) []rules.Finding {
	trust, err := views.RoleTrust.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	fault, shut := shutToLambda(trust, role.Account)
	if !shut {
		return nil
	}
	f := rules.Failed(fmt.Sprintf("the trust policy of %s does not let Lambda take it, and %s cannot run without it",
		in.Subject.ID, rules.Some(audit.Names(in.Subject.Functions))),
		rules.Configured("let in", letIn(trust), "lambda.amazonaws.com"),
		rules.Configured("functions", in.Subject.Functions, nil))
	f.Fix = openedFix(trust.WithoutFaults([]iam.TrustFault{fault}), role.Account)
	return rules.One(f)
}

// shutToLambda reports whether the policy surely keeps Lambda out.
func shutToLambda(trust iam.Document, account string) (iam.TrustFault, bool) {
	faults := iam.TrustFaults(trust, account)
	i := slices.IndexFunc(faults, func(f iam.TrustFault) bool { return f.Fault == iam.FaultCannotBeTaken })
	if i < 0 {
		return iam.TrustFault{}, false
	}
	return faults[i], true
}

// letIn are those whom the policy names as let in.
func letIn(trust iam.Document) []string {
	list := []string{}
	for _, t := range iam.Trusts(trust, "") {
		if !slices.Contains(list, t.Principal.ID) {
			list = append(list, t.Principal.ID)
		}
	}
	return list
}

// openedFix writes the trust policy with Lambda let in; where a Deny would keep it
// out, the policy that a function's role needs.
func openedFix(trust iam.Document, account string) string {
	text, err := json.Marshal(trust)
	_, shut := shutToLambda(trust, account)
	note := "# let Lambda in beside those who are; or give the function a role of its own, if this one is another service's"
	if err != nil || shut {
		note, text = "# what a function's role needs: add who else has to take it", []byte(iam.LambdaTrust)
	}
	return note + "\naws iam update-assume-role-policy --role-name ROLE --policy-document '" + rules.InDocument(string(text)) +
		"'\n# SAM: AssumeRolePolicyDocument of AWS::IAM::Role      Terraform: assume_role_policy of aws_iam_role"
}
