package reliability

import (
	"cmp"
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/timing"
	"lambda-audit/rules/views"
)

// TriggerLimitParams are the thresholds of timeout-above-trigger-limit.
type TriggerLimitParams struct {
	MinSamples float64 `json:"min_samples"` // a day, for its p99
	MaxDays    int     `json:"max_days"`    // on which the longest run outlasts the trigger, where no p99 does
	GatewayS   float64 `json:"gateway_s"`   // that API Gateway waits: more where the quota of a REST API was raised, or an API streams
}

var _ = rules.Register(rules.Rule{
	ID: "timeout-above-trigger-limit", Title: "runs longer than those who invoke it wait",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "When the trigger stops waiting, its caller gets an error and often tries again, while the function goes on, is paid for, and does its work unheard: perhaps twice.",
	Fix: timeoutFix,
	Refs: []string{
		"https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html",
		"https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Metrics, views.Targets, views.Serves, views.Mappings},
	Params:   &TriggerLimitParams{MinSamples: 100, MaxDays: 3, GatewayS: 29},
	Check:    checkTriggerLimit,
	Examples: triggerLimitExamples,
})

// A waiter is a trigger that waits less long than what it invokes may run.
type waiter struct {
	timing.Limit
	alias  string       // by which it invokes; "" for none
	config facts.Config // with the longest timeout of those that it invokes
}

func checkTriggerLimit(in *rules.Input) []rules.Finding {
	a, ended, _ := timing.Activity(in) // what CloudWatch did not tell could only be worse
	if ended != nil {
		return ended
	}
	p := rules.Params[TriggerLimitParams](in)
	waiters, limited, unsure := outlasted(in, p)
	var worst *rules.Finding
	for i := range waiters {
		if f := outlasts(in, &waiters[i], &a, p); worst == nil || f.Severity > worst.Severity {
			worst = &f
		}
	}
	switch {
	case worst != nil:
		return rules.One(*worst)
	case unsure != nil:
		return rules.One(rules.Undecided(unsure))
	case !limited:
		return rules.One(rules.Inapplicable("no trigger that stops waiting may invoke it"))
	}
	return nil
}

// outlasted are the triggers that wait less long than what they invoke may run;
// limited says that any trigger has a limit, and the error that there may be more.
func outlasted(in *rules.Input, p *TriggerLimitParams) (list []waiter, limited bool, unsure error) {
	targets, unsure := views.Targets.Of(in.Facts, in.Subject.ID)
	for _, t := range targets {
		unsure = cmp.Or(unsure, t.Err)
		for _, service := range t.Sync {
			limit, known := timing.LimitOf(service)
			if !known {
				continue
			}
			limited, limit = true, limit.Raised(p.GatewayS)
			served, err := views.Serves.Of(in.Facts, t.ID)
			unsure = cmp.Or(unsure, err)
			if c := longest(served); float64(c.TimeoutS) > limit.Waits {
				list = append(list, waiter{limit, aliasOf(&t), c})
			}
		}
	}
	return list, limited, unsure
}

// longest is the configuration with the longest timeout; the zero one of none.
func longest(served []facts.Config) facts.Config {
	var c facts.Config
	for i := range served {
		if served[i].TimeoutS > c.TimeoutS {
			c = served[i]
		}
	}
	return c
}

func aliasOf(t *views.Target) string {
	if t.Qualifier == "$LATEST" {
		return ""
	}
	return t.Qualifier
}

// outlasts says what was measured beyond the trigger's limit. Where nothing was,
// the setting alone is told.
func outlasts(in *rules.Input, w *waiter, a *facts.Activity, p *TriggerLimitParams) rules.Finding {
	k := timing.Read(&facts.Config{TimeoutS: int(w.Waits)}, a, p.MinSamples, 1)
	if len(k.Slow)+len(k.Cut) == 0 {
		return w.setting(in, &k)
	}
	seen := fmt.Sprintf("the longest run took %s, beyond the limit on %s,", rules.Milliseconds(k.Highest), rules.Plural(len(k.Cut), "day"))
	if len(k.Slow) > 0 {
		seen = fmt.Sprintf("p99 reached %s, beyond the limit on %s,", rules.Milliseconds(k.P99), rules.Plural(len(k.Slow), "day"))
	}
	f := rules.Failed(fmt.Sprintf("%s and %s: its callers got an error while the function went on", seen, w.waits()), w.evidence(in, &k)...)
	f.Severity, f.Fix = rules.High, w.Instead().Steps
	f.Confidence = rules.Likely // callers with a role of their own show in no policy, and may have waited
	if len(k.Slow) == 0 && len(k.Cut) < p.MaxDays {
		f.Severity = rules.Medium
	}
	if others := otherWays(in, w, a); others != "" {
		f.Severity, f.Confidence = rules.Medium, rules.Possible
		f.Message += "; unless those runs came by another way: " + others
	}
	return f
}

// setting tells of a timeout that is longer than the trigger waits, and that no
// run has needed yet.
func (w *waiter) setting(in *rules.Input, k *timing.Clock) rules.Finding {
	f := rules.Failed(fmt.Sprintf("its timeout of %d s%s is longer than its trigger waits: %s; a run that hangs goes on, unheard and paid for",
		w.config.TimeoutS, w.whose(), w.waits()), w.evidence(in, k)...)
	f.Severity = rules.Low
	if w.Most >= float64(w.config.TimeoutS) {
		f.Confidence = rules.Likely
	}
	f.Fix = w.Shortened(timeoutFix, w.config.Version, w.alias)
	return f
}

// waits says how long the trigger waits.
func (w *waiter) waits() string {
	text := fmt.Sprintf("%s waits %.0f s", w.Trigger, w.Waits)
	if w.Most > 0 {
		text += fmt.Sprintf(" (%s: up to %.0f s)", w.MostOf, w.Most)
	}
	return text
}

func (w *waiter) whose() string {
	if w.config.Version == "" {
		return ""
	}
	return " (that of version " + w.config.Version + ")"
}

func (w *waiter) evidence(in *rules.Input, k *timing.Clock) []rules.Evidence {
	timeout := rules.Configured("timeout"+w.whose(), w.config.TimeoutS, w.Waits)
	timeout.Unit = "s"
	list := append([]rules.Evidence{timeout, rules.Configured("invoked by", w.Trigger, nil)}, k.Durations(in)...)
	return append(list, k.DaysOf(in, "days with a p99 beyond the limit", "days with a run beyond the limit")...)
}
