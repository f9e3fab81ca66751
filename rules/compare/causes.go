package compare

import (
	"slices"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// A pair is what two results say of one account; either may be missing.
type pair struct{ old, new *account }

// between names all that changed of what the verdict on a subject rests on, which
// both results judged. Where nothing did, something around it must have, and so it
// may have where the subject is no function: nothing tells of a role's changes but
// what is found.
func (p pair) between(m *rules.Mark) []rules.Cause {
	var causes []rules.Cause
	if m.SubjectKind != string(facts.KindVersion) { // that never changes: what is deployed is another one
		causes = p.ofFunctions(nil, m)
	}
	causes = slices.Concat(causes, p.ofRule(m.Rule), p.ofProgram())
	if len(causes) == 0 || m.Function == "" {
		causes = append(causes, rules.Cause{Cause: rules.CauseSurroundings})
	}
	return causes
}

// ofFunctions adds what changed of the functions that a finding concerns. The same
// change of several functions is named once.
func (p pair) ofFunctions(causes []rules.Cause, m *rules.Mark) []rules.Cause {
	add := func(c rules.Cause) {
		if !slices.Contains(names(causes), c.Cause) {
			causes = append(causes, c)
		}
	}
	for _, arn := range m.FunctionARNs {
		was, now := p.old.functions[arn], p.new.functions[arn]
		switch {
		case was != nil && now != nil:
			p.deployed(was, now, m.Function != "", add)
		case was == nil && now != nil:
			if s, why := p.old.function(arn); s == absent {
				add(reversed(why))
			}
		case now == nil && was != nil:
			if s, why := p.new.function(arn); s == absent {
				add(why)
			}
		}
	}
	return causes
}

// deployed adds what changed of a function that is in both results. Its code is of
// no account where the finding is about something beside the function.
func (p pair) deployed(was, now *rules.Function, own bool, add func(rules.Cause)) {
	code := differ(was.CodeSHA256, now.CodeSHA256)
	modified := differ(was.LastModified, now.LastModified)
	if code && own {
		add(rules.Cause{Cause: rules.CauseCode, Was: was.LastModified, Now: now.LastModified})
	}
	// Another program may take other settings into the digest. A variable's value
	// shows in nothing but the time of the change.
	settings := differ(was.ConfigDigest, now.ConfigDigest) && (modified || len(p.ofProgram()) == 0)
	if settings || modified && !code {
		add(rules.Cause{Cause: rules.CauseConfig, Was: was.LastModified, Now: now.LastModified})
	}
}

// differ reports whether two texts are known and are not the same.
func differ(was, now string) bool { return was != "" && now != "" && was != now }

// ofProgram names the program, with all that is built into it, where another
// version of it judged.
func (p pair) ofProgram() []rules.Cause {
	if p.old == nil || p.new == nil || p.old.run.Version == p.new.run.Version {
		return nil
	}
	return []rules.Cause{{Cause: rules.CauseProgram, Was: p.old.run.Version, Now: p.new.run.Version}}
}

// missed says why one of the accounts did not judge. Where it has no such rule,
// the program may have had none.
func (p pair) missed(a *account, m *rules.Mark, why rules.Cause) []rules.Cause {
	causes := []rules.Cause{why}
	if a.judged() && a.rules[m.Rule] == nil && !a.left[m.Rule] {
		causes = append(causes, p.ofProgram()...)
	}
	return causes
}

// severity says why a finding that fails still hurts otherwise: by what the
// configuration says of it, or else by what is found.
func (p pair) severity(now *rules.Mark) []rules.Cause {
	before, after := p.old.rules[now.Rule], p.new.rules[now.Rule]
	if before == nil || after == nil || before.Severity == after.Severity && before.Severities == after.Severities {
		return p.between(now)
	}
	cause := rules.Cause{Cause: rules.CauseSeverity}
	if before.Severity != after.Severity {
		cause.Was, cause.Now = before.Severity.String(), after.Severity.String()
	}
	return []rules.Cause{cause}
}

// names lists the causes by name, each once.
func names(causes []rules.Cause) []string {
	list := []string{}
	for _, c := range causes {
		if !slices.Contains(list, c.Cause) {
			list = append(list, c.Cause)
		}
	}
	return list
}
