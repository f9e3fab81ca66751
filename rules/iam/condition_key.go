package iam

import (
	"strings"
	"sync"
)

// conditionKey is a row of the table of keys: how its values look and what it does on either side.
type conditionKey struct {
	Key, Form, Role, Policy, About string
	Optional                       bool // whether a request may lack the key, so that IfExists undoes the condition
}

// keyTable is the table of keys, in the order of which the first that fits a name counts.
type keyTable struct {
	Keys []conditionKey

	plain map[string]int // those without a wildcard, by lower-case name
	wild  []int
}

var conditionKeys = sync.OnceValue(func() keyTable {
	table := load[keyTable]("condition_keys.json")
	table.plain = map[string]int{}
	for i, key := range table.Keys {
		name := strings.ToLower(key.Key)
		if _, earlier := table.plain[name]; wild(name) {
			table.wild = append(table.wild, i)
		} else if !earlier {
			table.plain[name] = i
		}
	}
	return table
})

func findKey(name string) (conditionKey, bool) {
	table := conditionKeys()
	first, found := table.plain[strings.ToLower(name)]
	for _, i := range table.wild {
		if found && first < i {
			break
		}
		if Match(table.Keys[i].Key, name, true) {
			first, found = i, true
			break
		}
	}
	if !found {
		return conditionKey{}, false
	}
	return table.Keys[first], true
}

func (k conditionKey) class(side Side) Class {
	verdict := k.Role
	if side == PolicySide {
		verdict = k.Policy
	}
	switch verdict {
	case "open":
		return Open
	case "narrows":
		return Narrows
	}
	return Unknown
}
