package security

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

// A mending is what a role's policies should say in place of what grants too much.
type mending struct {
	role         *views.ExecutionRole
	replacements []iam.Replacement
	region       bool // a fix fills in the region
}

// mend writes replacements for the grants, filled from what is known of the
// functions under the role. The rule must declare views.KnownOfRole as a help.
func mend(in *rules.Input, role *views.ExecutionRole, grants []iam.Grant) mending {
	return mendKnowing(in, role, grants, knownOf(in))
}

// knownOf is what is known of the functions under the role; what is not known
// stays a placeholder.
func knownOf(in *rules.Input) iam.Known {
	known, _ := views.KnownOfRole.Of(in.Facts, in.Subject.ID)
	return known
}

// mendKnowing does so by what the rule itself knows.
func mendKnowing(in *rules.Input, role *views.ExecutionRole, grants []iam.Grant, known iam.Known) mending {
	return mending{role, role.Replace(grants, known), len(in.Subject.Functions) > 0}
}

// instead is the evidence of what the grant's statement should say.
func (m mending) instead(g *iam.Grant) rules.Evidence {
	lines := []string{}
	for _, r := range m.of(g) {
		if r.Statement == g.Statement {
			lines = append(lines, r.Lines()...)
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "nothing")
	}
	return rules.Configured("instead", lines, nil)
}

// of are the replacements within the grant's policy.
func (m mending) of(g *iam.Grant) []iam.Replacement {
	return slices.DeleteFunc(slices.Clone(m.replacements), func(r iam.Replacement) bool {
		return r.Policy != g.Policy || r.PolicyARN != g.PolicyARN
	})
}

// inlineLimit is how many characters the inline policies of a role may have,
// white space aside (IAM quotas, 2026-11).
const inlineLimit = 10240

// document is the grant's whole policy as it should be. Of one of AWS's own that
// is too large to be copied it is only what was replaced.
func (m mending) document(g *iam.Grant) (d iam.Document, part bool) {
	for _, p := range m.role.Policies {
		if p.Name == g.Policy && p.ARN == g.PolicyARN {
			d = p.Rewritten(m.of(g))
		}
	}
	text, err := json.Marshal(d)
	if err == nil && len(text) <= inlineLimit || g.Kind != iam.AWSManaged {
		return d, false
	}
	d.Statements = nil
	for _, r := range m.of(g) {
		d.Statements = append(d.Statements, r.Statements...)
	}
	return d, true
}

// generation asks what the functions have used, where a statement allowed more
// than anybody can know to be needed.
const generation = `# before that, see what is used: IAM Access Analyzer writes a policy from CloudTrail
aws accessanalyzer start-policy-generation --policy-generation-details principalArn=ROLE_ARN --region REGION`

// fix is how the grant's policy is replaced, as commands: a policy is always
// replaced as a whole.
func (m mending) fix(g *iam.Grant) string {
	document, part := m.document(g)
	if len(document.Statements) == 0 {
		return m.remarks(g, false, "nothing is left of the policy") + withoutPolicy(g)
	}
	written := policyDocument(document, m.holes(g))
	if g.Kind == iam.CustomerManaged {
		arn := rules.InCommand(g.PolicyARN, "POLICY_ARN")
		return m.remarks(g, part, "other roles may use the policy, too; of five versions one has to go first") + fmt.Sprintf(
			"aws iam list-entities-for-policy --policy-arn %s\naws iam create-policy-version --set-as-default --policy-arn %s \\\n  --policy-document '%s'\n# SAM: AWS::IAM::ManagedPolicy      Terraform: aws_iam_policy",
			arn, arn, written)
	}
	name := rules.InCommand(g.Policy, "POLICY")
	if g.Kind == iam.AWSManaged {
		name += "-narrow"
	}
	put := fmt.Sprintf("aws iam put-role-policy --role-name ROLE --policy-name %s \\\n  --policy-document '%s'", name, written)
	if g.Kind == iam.AWSManaged {
		put += " &&\n  " + withoutPolicy(g) // AWS's goes only when its successor is there
	}
	return m.remarks(g, part) + put + "\n# SAM: Policies of the function      Terraform: aws_iam_role_policy"
}

// fixes is how each of the grants' policies is replaced.
func (m mending) fixes(grants []iam.Grant) string {
	var texts []string
	for i := range grants {
		if text := m.fix(&grants[i]); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n")
}

// holes are the words of the replacements that are left for people.
func (m mending) holes(g *iam.Grant) []string {
	var words []string
	for _, r := range m.of(g) {
		for _, word := range r.Placeholders {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return words
}

// remarks say, as comments, what to know before the commands.
func (m mending) remarks(g *iam.Grant, part bool, also ...string) string {
	remarks := []string{"the whole policy: what was too wide is narrowed, the rest is as it was"}
	if part {
		remarks = []string{"the narrowed statements; add what else of the policy is needed, which is too long to copy"}
	}
	for _, r := range m.of(g) {
		for _, note := range strings.Split(r.Note, "; ") {
			if note != "" && !slices.Contains(remarks, note) {
				remarks = append(remarks, note)
			}
		}
	}
	holes := m.holes(g)
	if m.region {
		holes = slices.DeleteFunc(holes, func(word string) bool { return word == "REGION" })
	}
	if len(holes) > 0 {
		also = append(also, "fill in: "+strings.Join(holes, ", "))
	}
	text := ""
	for _, remark := range append(remarks, also...) {
		text += wrapped("# ", "#   ", strings.Fields(remark)) + "\n"
	}
	if slices.ContainsFunc(m.of(g), func(r iam.Replacement) bool { return r.Partial }) {
		text += generation + "\n"
	}
	return text
}
