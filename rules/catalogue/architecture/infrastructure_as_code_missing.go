package architecture

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

// ProvisioningParams say by what functions are told that were deployed as code.
type ProvisioningParams struct {
	// Marks are globs of tags' keys, whose case is ignored.
	Marks []string `json:"marks"`
	// Share of the account's functions that must carry a mark for one that carries
	// none to be judged.
	Share float64 `json:"share"`
}

var _ = rules.Register(rules.Rule{
	ID: "infrastructure-as-code-missing", Title: "carries no mark of infrastructure as code, while most functions do",
	Severity: rules.Low, Pillar: rules.Architecture,
	Why: "What was made by hand cannot be made again: nobody reviews its changes, and no copy of it exists for a test, another region or the day after an accident.",
	Fix: `# take it into a CloudFormation stack: scan the account, then let the template be written
aws cloudformation start-resource-scan --region REGION
aws cloudformation list-resource-scans --region REGION    # until it says COMPLETE
aws cloudformation create-generated-template --generated-template-name NAME --resources '[{"ResourceType":"AWS::Lambda::Function","ResourceIdentifier":{"FunctionName":"NAME"}}]' --region REGION
# or into Terraform, which leaves no tag of its own: set managed-by = "terraform" in default_tags of the provider
terraform import aws_lambda_function.NAME NAME`,
	Refs: []string{
		"https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/generate-IaC.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/foundation-iac.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Tags, views.AllTagKeys},
	Params:   &ProvisioningParams{Marks: knownMarks().Marks, Share: 0.5},
	Check:    checkProvisioning,
	Examples: provisioningExamples,
})

//go:embed provisioning.json
var provisioningJSON []byte

// marks is the dated table of the tags' keys that tools for infrastructure as
// code leave, and of those that teams leave by convention.
type marks struct {
	AsOf    string   `json:"as_of"`
	Sources []string `json:"sources"`
	Marks   []string `json:"marks"`
}

// knownMarks reads the embedded table, which a test holds to its form.
func knownMarks() (table marks) {
	_ = json.Unmarshal(provisioningJSON, &table)
	return table
}

func checkProvisioning(in *rules.Input) []rules.Finding {
	tags, err := facts.Tags.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	params := rules.Params[ProvisioningParams](in)
	keys := slices.Sorted(maps.Keys(tags))
	if params.marked(keys) {
		return nil
	}
	all, err := views.AllTagKeys.Of(in.Facts, "")
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	marked, functions := params.count(&all)
	enough := params.Share * float64(functions)
	switch {
	case float64(marked) >= enough:
	case float64(marked+all.Unknown) < enough:
		return rules.One(rules.Inapplicable(fmt.Sprintf("only %s of %s in the audited regions carry a mark: the account is deployed in a way that leaves none, as Terraform by itself does",
			rules.Number(float64(marked)), rules.Plural(functions, "function"))))
	default:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Tags.Name,
			Message: "the tags of " + rules.Plural(all.Unknown, "function") + " are not known, and with them how the account is deployed"}))
	}
	return rules.One(rules.Failed(
		fmt.Sprintf("%s of %s in the audited regions carry a mark of infrastructure as code, and it carries none",
			rules.Number(float64(marked)), rules.Plural(functions, "function")),
		rules.Configured("tags", listed(keys), "a mark such as "+strings.Join(params.Marks[:min(3, len(params.Marks))], ", ")),
		rules.Configured("functions with a mark", marked, nil)))
}

// listed are the keys of a function's tags, as evidence shows them.
func listed(keys []string) any {
	if len(keys) == 0 {
		return "none"
	}
	return keys
}

// marked reports whether any of the tags' keys is a mark.
func (p *ProvisioningParams) marked(keys []string) bool {
	return slices.ContainsFunc(keys, func(key string) bool {
		return slices.ContainsFunc(p.Marks, func(mark string) bool { return iam.Match(mark, key, true) })
	})
}

// count returns how many functions carry a mark, of how many.
func (p *ProvisioningParams) count(all *views.TagKeys) (marked, functions int) {
	functions = all.Unknown
	for _, set := range all.Sets {
		functions += set.Functions
		if p.marked(set.Keys) {
			marked += set.Functions
		}
	}
	return marked, functions
}
