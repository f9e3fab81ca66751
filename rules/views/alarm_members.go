package views

import (
	"regexp"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// The parts of a composite alarm's rule that go off with another alarm (API
// reference, PutCompositeAlarm, AlarmRule, 2026-11). What is negated, or waits for
// an alarm to be OK, tells of no trouble.
var (
	memberForm  = regexp.MustCompile(`(?i)(\bNOT\s+)?\bALARM\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|([^()"]+?))\s*\)`)
	membersForm = regexp.MustCompile(`(?i)(\bNOT\s+)?\bAT_LEAST\s*\(\s*\d+%?\s*,\s*ALARM\s*,\s*\(([^()]*)\)\s*\)`)
)

// members are the names of the alarms that a composite alarm's rule goes off with.
func members(rule string) []string {
	var names []string
	for _, m := range memberForm.FindAllStringSubmatch(rule, -1) {
		if m[1] == "" {
			names = append(names, alarmName(m[2]+m[3]))
		}
	}
	for _, m := range membersForm.FindAllStringSubmatch(rule, -1) {
		if m[1] != "" {
			continue
		}
		for name := range strings.SplitSeq(m[2], ",") {
			names = append(names, alarmName(strings.Trim(strings.TrimSpace(name), `"`)))
		}
	}
	return names
}

// alarmName is the name that a rule means: it may give the ARN.
func alarmName(text string) string {
	text = strings.ReplaceAll(text, `\"`, `"`)
	if a, ok := audit.ParseARN(text); ok {
		return strings.TrimPrefix(a.Resource, "alarm:")
	}
	return text
}

// isNotice reports whether an action of an alarm tells somebody, rather than
// change the capacity of something or the state of a machine.
func isNotice(service string) bool {
	switch service {
	case "autoscaling", "automate", "swf", "ec2":
		return false
	}
	return true
}

// notifying are the names of the alarms that call somebody when they go off:
// by themselves, or by an alarm that is made of them.
func notifying(alarms []facts.Alarm) map[string]bool {
	heard := map[string]bool{}
	parts := map[string][]string{}
	var note func(name string)
	note = func(name string) {
		if heard[name] {
			return // alarms may be made of each other in circles
		}
		heard[name] = true
		for _, part := range parts[name] {
			note(part)
		}
	}
	for _, a := range alarms {
		if a.Rule != "" {
			parts[a.Name] = members(a.Rule)
		}
	}
	for _, a := range alarms {
		for _, service := range a.Actions {
			if !a.Off && isNotice(service) {
				note(a.Name)
			}
		}
	}
	return heard
}
