package compare

import (
	"fmt"
	"slices"

	"lambda-audit/rules"
)

// A pair is what two results say of one account; either may be missing.
type pair struct{ old, new *account }

// between names all that changed of what the finding's verdict rests on. Where
// nothing did, something around it must have.
func (p pair) between(m *rules.Mark) []rules.Cause {
	var causes []rules.Cause
	for _, arn := range m.FunctionARNs {
		causes = p.deployed(causes, m, arn)
	}
	causes = append(causes, p.rule(m.Rule)...)
	if was, now := p.old.run.Version, p.new.run.Version; len(causes) == 0 && was != now {
		causes = append(causes, rules.Cause{Cause: rules.CauseProgram, Was: was, Now: now})
	}
	if len(causes) == 0 {
		causes = append(causes, rules.Cause{Cause: rules.CauseSurroundings})
	}
	return causes
}

// deployed adds what changed of a function. Code is of no account where the
// finding is about something beside the function. The same change of several
// functions is named once.
func (p pair) deployed(causes []rules.Cause, m *rules.Mark, arn string) []rules.Cause {
	was, now := p.old.functions[arn], p.new.functions[arn]
	if was == nil || now == nil {
		return causes
	}
	add := func(cause string) {
		if !slices.ContainsFunc(causes, func(c rules.Cause) bool { return c.Cause == cause }) {
			causes = append(causes, rules.Cause{Cause: cause, Was: was.LastModified, Now: now.LastModified})
		}
	}
	code := was.CodeSHA256 != now.CodeSHA256
	if code && m.Function != "" {
		add(rules.CauseCode)
	}
	// A variable's value shows in nothing but the time of the change.
	if was.ConfigDigest != now.ConfigDigest || !code && was.LastModified != now.LastModified {
		add(rules.CauseConfig)
	}
	return causes
}

// rule names what changed of the rule and of what it reads beside facts.
func (p pair) rule(id string) []rules.Cause {
	was, now := p.old.rules[id], p.new.rules[id]
	if was == nil || now == nil {
		return nil
	}
	var causes []rules.Cause
	add := func(cause, was, now string) {
		if was != now {
			causes = append(causes, rules.Cause{Cause: cause, Was: was, Now: now})
		}
	}
	add(rules.CauseRule, was.Definition, now.Definition)
	add(rules.CauseParameters, was.Parameters, now.Parameters)
	add(rules.CauseParameters, window(p.old.run), window(p.new.run))
	for _, table := range now.Tables {
		before, after := tableOf(p.old.run, table), tableOf(p.new.run, table)
		if before.Digest != after.Digest {
			causes = append(causes, rules.Cause{Cause: rules.CauseTable, Was: dated(before), Now: dated(after)})
		}
	}
	return causes
}

func window(run *rules.Run) string {
	return fmt.Sprintf("metrics of %s", rules.Plural(run.WindowDays, "day"))
}

func tableOf(run *rules.Run, name string) rules.TableState {
	i := slices.IndexFunc(run.Tables, func(t rules.TableState) bool { return t.Table == name })
	if i < 0 {
		return rules.TableState{Table: name}
	}
	return run.Tables[i]
}

// dated names a table: "runtimes of 2026-11-23".
func dated(t rules.TableState) string {
	if t.AsOf == "" {
		return t.Table
	}
	return t.Table + " of " + t.AsOf
}

// severity says why a finding that fails still hurts otherwise: by the rule's
// severity, or else by what is found.
func (p pair) severity(was, now *rules.Mark) []rules.Cause {
	before, after := p.old.rules[now.Rule], p.new.rules[now.Rule]
	if before != nil && after != nil && before.Severity != after.Severity {
		return []rules.Cause{{Cause: rules.CauseSeverity, Was: before.Severity.String(), Now: after.Severity.String()}}
	}
	return p.between(now)
}
