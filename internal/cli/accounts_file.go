package cli

import (
	"fmt"
	"regexp"
	"strings"

	"lambda-audit/audit"
)

// An accountEntry is one account of --accounts, as it was written.
type accountEntry struct {
	account    string
	roleARN    string // the role to assume; empty: by the name of the role
	roleName   string // may have a path; empty: --account-role
	externalID string
	regions    []string
	place      string // "FILE:LINE"
}

var accountID = regexp.MustCompile(`^\d{12}$`)

// readAccounts reads the accounts in a file, or in standard input for "-": one a
// line, or a list in YAML or JSON.
func (p *Program) readAccounts(file string) ([]accountEntry, error) {
	text, err := p.readInput(file)
	if err != nil {
		return nil, err
	}
	name := file
	if file == "-" {
		name = "standard input"
	}
	entries, err := parseAccounts(name, text)
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, usage("as in 111122223333, or arn:aws:iam::111122223333:role/auditor, one a line", "%s names no account", name)
	}
	seen := map[string]string{}
	for _, e := range entries {
		if first := seen[e.account]; first != "" {
			return nil, usage("name it once", "%s: the account %s is there already, at %s", e.place, e.account, first)
		}
		seen[e.account] = e.place
	}
	return entries, nil
}

// parseAccounts tells a list of YAML or JSON by how it begins: nothing else
// begins with a dash or a bracket.
func parseAccounts(name, text string) ([]accountEntry, error) {
	var entries []accountEntry
	number := 0
	for line := range strings.Lines(text) {
		number++
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if len(entries) == 0 && line != "" && strings.ContainsRune("-[{", rune(line[0])) {
			return parseAccountList(name, text)
		}
		if line == "" {
			continue
		}
		e := accountEntry{place: fmt.Sprintf("%s:%d", name, number)}
		if err := e.name(line); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// name takes an account's id, or the ARN of a role in it.
func (e *accountEntry) name(text string) error {
	if accountID.MatchString(text) {
		return e.set("account", text)
	}
	return e.set("role_arn", text)
}

// set takes one member of an entry.
func (e *accountEntry) set(key, value string) error {
	switch key {
	case "account":
		if !accountID.MatchString(value) {
			return usage("an account's id has twelve digits", "%s: %q is no account", e.place, value)
		}
		return e.own(value)
	case "role_arn":
		arn, ok := audit.ParseARN(value)
		if !ok || arn.Service != "iam" || !accountID.MatchString(arn.Account) || !strings.HasPrefix(arn.Resource, "role/") {
			return usage("as in 111122223333, or arn:aws:iam::111122223333:role/auditor", "%s: %q is neither an account nor a role", e.place, value)
		}
		e.roleARN = value
		return e.own(arn.Account)
	case "role_name":
		e.roleName = strings.TrimPrefix(value, "/")
		return checkRoleName(e.place+": role_name", value)
	case "external_id":
		e.externalID = value
	default:
		known := []string{"account", "role_arn", "role_name", "external_id", "regions"}
		return usage(audit.Suggest(key, known)+"there are "+strings.Join(known, ", "), "%s: an account has no %q", e.place, key)
	}
	return nil
}

// own notes which account the entry is about.
func (e *accountEntry) own(account string) error {
	if e.account != "" && e.account != account {
		return usage("", "%s: the role belongs to the account %s, not to %s", e.place, account, e.account)
	}
	e.account = account
	return nil
}

// roleName is what IAM lets a role be called, with its path (API reference, 2026-11-20).
var roleName = regexp.MustCompile(`^/?([\x21-\x7e]+/)?[\w+=,.@-]{1,64}$`)

func checkRoleName(what, name string) error {
	if !roleName.MatchString(name) || strings.Contains(name, ":") {
		return usage("as in lambda-audit, or audit/lambda-audit with a path", "%s %q is no role's name", what, name)
	}
	return nil
}
