package security

import (
	"encoding/json"
	"fmt"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/gravity"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "role-trust-too-wide", Title: "runs under a role that others may take on, too",
	Severity: rules.Critical, Pillar: rules.Security,
	Why: "Whoever may take the role on has all that the function may do, without touching the function, and its own logs show nothing of it.",
	Fix: trustFix(iam.FaultAnyPrincipal, iam.LambdaTrust),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
	},
	Kinds:    []audit.KindName{facts.KindRole},
	Requires: []audit.Dep{views.Role},
	Tables:   []string{rules.TableTrust},
	Check:    checkRoleTrust,
	Examples: roleTrustExamples,
})

func checkRoleTrust(in *rules.Input) []rules.Finding {
	role, undecided := readRole(in)
	switch {
	case undecided != nil:
		return undecided
	case role.TrustWhy != nil:
		return rules.One(rules.Undecided(role.TrustWhy))
	case len(role.Trust.Statements) == 0:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Roles.Name, Message: "IAM tells no trust policy"}))
	}
	faults := wrongs(in, role)
	mended := func() string { return mendedTrust(role.Trust.WithoutFaults(faults)) }
	var found []rules.Finding
	told := map[string]bool{}
	for i := range faults {
		if f := trusting(&faults[i], mended); !told[f.Locus] {
			told[f.Locus] = true
			found = append(found, f)
		}
	}
	return found
}

// wrongs are the faults of the role's trust policy, without those worth a note and
// those of accounts that are trusted.
func wrongs(in *rules.Input, role views.ExecutionRole) []iam.TrustFault {
	return slices.DeleteFunc(iam.TrustFaults(role.Trust, role.Account), func(f iam.TrustFault) bool {
		known := f.Fault == iam.FaultCrossAccount && in.Trust().Account(f.Trust.Principal.Account())
		return f.Fault.Note() || known
	})
}

// trusting tells of one principal. Where a condition limits it, or may, it weighs
// one step less.
func trusting(fault *iam.TrustFault, mended func() string) rules.Finding {
	t := &fault.Trust
	f := rules.Failed(fmt.Sprintf("by %s of its trust policy, %s", t.Statement, fault.Why),
		rules.Configured("statement", t.Statement, nil),
		rules.Configured("principal", principalText(t), "lambda.amazonaws.com"),
		rules.Configured("fault", string(fault.Fault), nil))
	if len(t.Actions) > 0 {
		f.Evidence = append(f.Evidence, rules.Configured("actions", t.Actions, nil))
	}
	if t.Judgement.Reason != "" {
		f.Evidence = append(f.Evidence, rules.Configured("conditions", t.Judgement.Reason, nil))
	}
	f.Locus = t.Title + ": " + principalText(t)
	f.Severity = gravity.OfFault(fault)
	if class := t.Judgement.Class; class != iam.Open {
		f.Message += "; " + t.Judgement.Reason
		if class == iam.Unknown {
			f.Confidence = rules.Likely
		}
	}
	f.Tell = func(f *rules.Finding) { f.Fix = trustFix(fault.Fault, mended()) }
	return f
}

func principalText(t *iam.Trust) string {
	if t.Excluded {
		return "all but " + t.Principal.ID
	}
	return t.Principal.ID
}

// mendedTrust writes a trust policy for a command. It has none of the role's
// faults: the commands of several findings may be carried out in any order.
func mendedTrust(policy iam.Document) string {
	text, err := json.Marshal(policy)
	if err != nil {
		return iam.LambdaTrust
	}
	return rules.InDocument(string(text))
}

// instead says what is to be written for those who must come.
var instead = map[iam.Fault]string{
	iam.FaultAnyPrincipal: `# whoever else must come: by name, or under "Condition":{"StringEquals":{"aws:PrincipalOrgID":"ORGANIZATION_ID"}}`,
	iam.FaultCrossAccount: `# if they must come: the statement under "Condition":{"StringEquals":{"sts:ExternalId":"EXTERNAL_ID"}}, or their account on the configuration's list of trusted ones`,
	iam.FaultUnscoped:     `# if it must come: a role of its own, under "Condition":{"StringEquals":{"PROVIDER:aud":"AUDIENCE","PROVIDER:sub":"WHOSE_TOKEN"}}`,
	iam.FaultExtraService: `# the service: a role of its own, with its own rights`,
	iam.FaultDangling:     `# it came back under the same name: name it again by its ARN`,
}

func trustFix(fault iam.Fault, document string) string {
	return `# what the trust policy says without that principal, and without the others that are told of
aws iam update-assume-role-policy --role-name ROLE --policy-document '` + document + `'
` + instead[fault] + `
# SAM: AssumeRolePolicyDocument of AWS::IAM::Role      Terraform: assume_role_policy of aws_iam_role`
}
