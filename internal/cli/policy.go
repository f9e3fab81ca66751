package cli

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// An iamPolicy is a policy document as IAM takes it.
type iamPolicy struct {
	Version   string
	Statement []iamStatement
}

type iamStatement struct {
	Sid       string
	Effect    string
	Action    []string
	Resource  []string
	Condition map[string]map[string][]string `json:",omitempty"`
}

//go:embed policy_resources.json
var policyResourcesJSON []byte

// A resourceTable says what IAM can limit each action to.
type resourceTable struct {
	Resources map[string]string `json:"resources"`
	Unlimited []string          `json:"unlimited"` // what covers a listing belongs to no single resource
}

func policyResources() resourceTable {
	var table resourceTable
	if err := json.Unmarshal(policyResourcesJSON, &table); err != nil {
		panic("policy_resources.json: " + err.Error())
	}
	return table
}

// policyFor returns the policy that allows the actions: one statement for each
// service and kind of resource, whose Sid says why its resource is "*".
func policyFor(actions []string, partition string) iamPolicy {
	scoped := policyResources().Resources
	statements := map[string]*iamStatement{}
	for _, action := range actions {
		resource, limited := scoped[action]
		if !limited {
			resource = "*"
		}
		service, _, _ := strings.Cut(action, ":")
		key := service + " " + resource
		s := statements[key]
		if s == nil {
			resource = strings.Replace(resource, "arn:aws:", "arn:"+partition+":", 1)
			s = &iamStatement{Sid: sidOf(service, resource), Effect: "Allow", Resource: []string{resource}}
			statements[key] = s
		}
		s.Action = append(s.Action, action)
	}
	policy := iamPolicy{Version: "2012-10-17", Statement: []iamStatement{}}
	for _, key := range slices.Sorted(maps.Keys(statements)) {
		s := *statements[key]
		slices.Sort(s.Action)
		s.Action = slices.Compact(s.Action)
		policy.Statement = append(policy.Statement, s)
	}
	return policy
}

// sidOf names a statement: LambdaTakesNoResource, IamRole.
func sidOf(service, resource string) string {
	name := capitalised(service)
	if resource == "*" {
		return name + "TakesNoResource"
	}
	last := strings.Split(resource, ":")[5]
	kind, _, found := strings.Cut(last, "/")
	if !found {
		kind = strings.TrimSuffix(last, "*")
	}
	return name + capitalised(kind)
}

// capitalised writes words that are joined by hyphens as one: "compute-optimizer"
// as ComputeOptimizer. A Sid takes nothing but letters and digits.
func capitalised(words string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(words, "-") {
		if word != "" {
			out.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return out.String()
}
