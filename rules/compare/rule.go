package compare

import (
	"fmt"
	"slices"

	"lambda-audit/rules"
)

// ofRule names what changed of a rule and of what it reads beside facts.
func (p pair) ofRule(id string) []rules.Cause {
	was, now := p.old.rules[id], p.new.rules[id]
	if was == nil || now == nil {
		return nil
	}
	var causes []rules.Cause
	if was.Definition != now.Definition {
		causes = append(causes, rules.Cause{Cause: rules.CauseRule})
	}
	switch {
	case was.WindowDays != now.WindowDays:
		causes = append(causes, rules.Cause{Cause: rules.CauseParameters, Was: window(was), Now: window(now)})
	case was.Parameters != now.Parameters:
		causes = append(causes, rules.Cause{Cause: rules.CauseParameters})
	}
	for _, table := range now.Tables {
		before, after := tableOf(p.old.run, table), tableOf(p.new.run, table)
		if before.Digest != after.Digest {
			causes = append(causes, rules.Cause{Cause: rules.CauseTable, Was: dated(before), Now: dated(after)})
		}
	}
	return causes
}

// window names the metrics by which a rule judged.
func window(r *rules.RuleCount) string {
	if r.WindowDays == 0 {
		return "no metrics"
	}
	return fmt.Sprintf("metrics of %s", rules.Plural(r.WindowDays, "day"))
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
