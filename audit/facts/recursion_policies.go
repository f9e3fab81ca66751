package facts

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// Gates do not judge policies, and these read no more of them than they need:
// they find at least all that a rule would.

// writingActions are the actions by which a role writes to what may trigger a
// function, in small letters, by service.
var writingActions = map[string]string{"sqs": "sqs:sendmessage", "sns": "sns:publish", "s3": "s3:putobject"}

// policyTriggers are the buckets and topics that the policies of the function and
// its aliases name.
func policyTriggers(r audit.Reader, function string) ([]string, error) {
	text, err := ResourcePolicy.Of(r, function)
	if err != nil {
		return nil, err
	}
	texts := []Policy{text}
	aliases, err := Aliases.Of(r, function)
	if err != nil {
		return nil, err
	}
	for _, a := range aliases {
		text, err := AliasPolicy.Of(r, a.ARN)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	var triggers []string
	for _, text := range texts {
		err := eachText(text, func(_, value string) {
			if a, ok := audit.ParseARN(value); ok && (a.Service == "s3" || a.Service == "sns") {
				triggers = append(triggers, value)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return triggers, nil
}

// roleMayWrite reports whether a policy of the role has an action that writes to
// one of the triggers, on whatever resource.
func roleMayWrite(r audit.Reader, arn string, triggers []string) (bool, error) {
	var wanted []string
	for _, t := range triggers {
		a, _ := audit.ParseARN(t)
		if action := writingActions[a.Service]; action != "" && !slices.Contains(wanted, action) {
			wanted = append(wanted, action)
		}
	}
	if len(wanted) == 0 {
		return false, nil
	}
	texts, err := roleTexts(r, arn)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(texts, func(text Policy) bool {
		return slices.ContainsFunc(wanted, func(action string) bool { return mayGrant(text, action) })
	}), nil
}

// roleTexts are the policies of a role, inline and attached.
func roleTexts(r audit.Reader, arn string) ([]Policy, error) {
	role, err := Roles.Of(r, arn)
	if err != nil {
		return nil, err
	}
	var texts []Policy
	for _, p := range role.Inline {
		texts = append(texts, p.Document)
	}
	for _, p := range role.Attached {
		text, err := ManagedPolicies.Of(r, p.ARN)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// mayGrant reports whether a policy names an action that could be this one, which
// is given in small letters; one that cannot be read may.
func mayGrant(text Policy, action string) bool {
	grants := false
	err := eachText(text, func(member, value string) {
		switch member {
		case "notaction":
			grants = true
		case "action":
			matches, err := path.Match(strings.ToLower(value), action)
			grants = grants || matches || err != nil
		}
	})
	return grants || err != nil
}

// eachText visits the texts of a policy with the name, in small letters, of the
// member that they stand in.
func eachText(p Policy, visit func(member, value string)) error {
	if p == "" {
		return nil
	}
	var tree any
	if err := json.Unmarshal([]byte(p), &tree); err != nil {
		return err
	}
	walk("", tree, visit)
	return nil
}

func walk(member string, tree any, visit func(member, value string)) {
	switch node := tree.(type) {
	case string:
		visit(member, node)
	case []any:
		for _, item := range node {
			walk(member, item, visit)
		}
	case map[string]any:
		for name, item := range node {
			walk(strings.ToLower(name), item, visit)
		}
	}
}
