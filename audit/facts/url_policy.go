package facts

import (
	"encoding/json"
	"slices"
	"strings"
)

// mayServeURL reads a policy for a gate, which must err towards asking: it looks
// for any action that may be the one of URLs, and for their condition keys, and
// takes no account of effects, principals or resources.
func mayServeURL(p Policy) bool {
	text := strings.ToLower(string(p))
	if text == "" {
		return false
	}
	if strings.Contains(text, "functionurl") || strings.Contains(text, `\u`) {
		return true // escaped letters may spell anything
	}
	actions, understood := actionsOf(p)
	return !understood || slices.ContainsFunc(actions, func(action string) bool { return strings.ContainsAny(action, "*?$") })
}

// actionsOf are the actions that the statements of a policy name; false where
// one names none, or where the policy has another form than AWS writes.
func actionsOf(p Policy) (actions []string, understood bool) {
	var doc struct{ Statement json.RawMessage }
	if err := json.Unmarshal([]byte(p), &doc); err != nil {
		return nil, false
	}
	var statements []struct{ Action json.RawMessage }
	if err := oneOrMany(doc.Statement, &statements); err != nil || len(statements) == 0 {
		return nil, false
	}
	for _, s := range statements {
		var named []string
		if err := oneOrMany(s.Action, &named); err != nil || len(named) == 0 {
			return nil, false
		}
		actions = append(actions, named...)
	}
	return actions, true
}

// oneOrMany decodes a list, or a single item as the list of it.
func oneOrMany[T any](raw json.RawMessage, into *[]T) error {
	if text := string(raw); text == "null" || strings.HasPrefix(text, "[") {
		return json.Unmarshal(raw, into)
	}
	var one T
	if err := json.Unmarshal(raw, &one); err != nil {
		return err
	}
	*into = []T{one}
	return nil
}
