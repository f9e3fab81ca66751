package security

import (
	"encoding/json"
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// statementElements are the elements of a statement in the order in which people
// write them.
var statementElements = []string{"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}

// The versions of the policy language. The older one, which a policy without any
// has, takes variables as plain text (IAM user guide, Version, 2026-11).
const (
	policyVersion    = "2012-10-17"
	withoutVariables = "2008-10-17"
)

// policyDocument writes a policy as JSON for a command, readable at eighty columns.
// Open are the words that stay placeholders.
func policyDocument(d iam.Document, open []string) string {
	statements := make([]string, len(d.Statements))
	for i := range d.Statements {
		statements[i] = "  " + policyStatement(&d.Statements[i])
	}
	body, version := strings.Join(statements, ",\n"), policyVersion
	if d.Version != policyVersion && strings.Contains(body, "${") {
		version = withoutVariables
	}
	return rules.InDocument(`{"Version": "`+version+`", "Statement": [`+"\n"+body+"]}", open...)
}

func policyStatement(s *iam.Statement) string {
	text, err := json.Marshal(s)
	elements := map[string]json.RawMessage{}
	if err == nil {
		err = json.Unmarshal(text, &elements)
	}
	if err != nil {
		return string(text)
	}
	var lines []string
	for _, name := range statementElements {
		value, written := elements[name]
		if !written {
			continue
		}
		var list []string
		line := `"` + name + `": ` + string(value)
		switch {
		case name == "Condition":
			line = wrapped(`"Condition": {`, "     ", conditionWords(s.Conditions)) + "}"
		case json.Unmarshal(value, &list) == nil && value[0] == '[':
			line = wrapped(`"`+name+`": [`, "     ", quoted(list)) + "]"
		}
		if name == "Effect" && len(lines) == 1 {
			lines[0] += ", " + line // beside the Sid
			continue
		}
		lines = append(lines, line)
	}
	return "{" + strings.Join(lines, ",\n   ") + "}"
}

// conditionWords writes conditions, which are sorted by operator and key, as the
// words of a JSON object without its braces.
func conditionWords(list []iam.Condition) []string {
	var words []string
	for i, c := range list {
		name := quoted([]string{c.Operator, c.Key})
		key := name[1] + ":"
		if i > 0 && list[i-1].Operator == c.Operator {
			words[len(words)-1] += ","
		} else {
			if i > 0 {
				words[len(words)-1] += "},"
			}
			words, key = append(words, strings.TrimSuffix(name[0], ",")+":"), "{"+key
		}
		values := quoted(c.Values)
		words = append(append(words, key+" ["), values...)
		words[len(words)-1] += "]"
	}
	return append(words[:len(words)-1], words[len(words)-1]+"}")
}

// quoted writes texts as the items of a JSON list.
func quoted(list []string) []string {
	items := make([]string, len(list))
	for i, text := range list {
		item, _ := json.Marshal(text) // a text can always be written
		if items[i] = string(item); i+1 < len(list) {
			items[i] += ","
		}
	}
	return items
}

// columns is the width that lines are kept to, where their words let them.
const columns = 78

// wrapped sets words in lines, the first after one beginning, the others after
// another.
func wrapped(first, others string, words []string) string {
	var lines []string
	line, fresh := first, true
	for _, word := range words {
		if !fresh && len(line)+1+len(word) > columns {
			lines = append(lines, line)
			line, fresh = others, true
		}
		if !fresh {
			line += " "
		}
		line, fresh = line+word, false
	}
	return strings.Join(append(lines, line), "\n")
}
