package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"lambda-audit/audit"
)

// parseAccountList reads a list of accounts in YAML, and with that in JSON.
func parseAccountList(name, text string) ([]accountEntry, error) {
	var root yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(text))
	if err := decoder.Decode(&root); err != nil {
		return nil, usage("", "%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, usage("put all accounts into one list", "%s holds more than one document", name)
	}
	if len(root.Content) == 0 {
		return nil, nil
	}
	list := root.Content[0]
	if list.Kind != yaml.SequenceNode {
		return nil, usage("as in [{account: 111122223333, role_name: auditor}]", "%s:%d: the accounts are no list", name, list.Line)
	}
	var entries []accountEntry
	for _, node := range list.Content {
		e := accountEntry{place: fmt.Sprintf("%s:%d", name, node.Line)}
		if err := e.decode(node); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// decode reads one entry of a list.
func (e *accountEntry) decode(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return e.name(node.Value)
	}
	if node.Kind != yaml.MappingNode {
		return usage("an account's id, a role's ARN, or an object", "%s: this is no account", e.place)
	}
	var seen []string
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if slices.Contains(seen, key.Value) {
			return usage("", "%s: %s is there twice", e.place, key.Value)
		}
		seen = append(seen, key.Value)
		if err := e.member(key.Value, value); err != nil {
			return err
		}
	}
	switch {
	case e.account == "":
		return usage("give account or role_arn", "%s: it is not said which account", e.place)
	case e.roleARN != "" && e.roleName != "":
		return usage("give one of them", "%s: role_arn and role_name do not go together", e.place)
	}
	return nil
}

// member takes one member of an object: all but the regions are texts.
func (e *accountEntry) member(key string, value *yaml.Node) error {
	switch {
	case key == "regions":
		if err := value.Decode(&e.regions); err != nil || len(e.regions) == 0 {
			return usage("as in regions: [eu-west-1, us-*]", "%s: regions is no list of regions", e.place)
		}
		if err := audit.CheckRegions(e.regions); err != nil {
			return usage("", "%s: %v", e.place, err)
		}
		return nil
	case value.Kind != yaml.ScalarNode || value.Value == "":
		return usage("", "%s: %s is no text", e.place, key)
	}
	return e.set(key, value.Value)
}
