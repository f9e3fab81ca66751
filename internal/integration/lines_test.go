//go:build integration

package integration

import (
	"cmp"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// lines are expected findings: rule, severity, region, subject and locus.
type lines []string

func (l *lines) add(region, subject string, words []string) {
	for _, w := range words {
		rule, rest, _ := strings.Cut(w, " ")
		severity, locus, _ := strings.Cut(rest, " ")
		*l = append(*l, line(rule, severity, region, subject, locus))
	}
}

func (l *lines) functions(region string, list []planted) {
	for _, f := range list {
		l.add(region, f.name, f.want)
		l.add(region, f.name+":live", f.wantLive)
		l.add(region, f.name+":1", f.wantVersion)
		l.add(region, "feeds "+f.name, f.wantMapping)
		l.add(region, "log of "+f.name, f.wantLogs)
	}
}

// area adds all that is found in a region, where every question is answered.
func (l *lines) area(region string, a *area) {
	l.functions(region, a.functions)
	for _, q := range a.queues {
		l.add(region, q.name, slices.Concat(q.want, q.told))
	}
	for _, n := range a.networks {
		l.add(region, "VPC "+n.name, n.want)
		for name := range n.zones {
			if strings.HasSuffix(name, tiny) {
				l.add(region, "subnet "+name, n.wantTiny)
			}
		}
	}
	l.add(region, region, a.want)
}

// roles adds what is found of roles by those who see the areas, and what else is
// found by the way in which they read roles.
func (l *lines) roles(seen map[string]area, more func(*role) []string) {
	users := map[string]int{}
	for _, a := range seen {
		for _, f := range a.functions {
			users[cmp.Or(f.role, plainRole)]++
		}
	}
	for _, r := range roles {
		l.add(audit.Global, r.name, r.want)
		if more != nil {
			l.add(audit.Global, r.name, more(&r))
		}
		if users[r.name] > 1 {
			l.add(audit.Global, r.name, says("role-shared "+cmp.Or(r.shared, "medium")))
		}
	}
}

func line(rule, severity, region, subject, locus string) string {
	return strings.TrimSpace(strings.Join([]string{rule, severity, region, subject, locus}, " "))
}

// found puts a finding into the words of the plan. A finding about an alias or a
// version belongs to the function's name with the qualifier; what AWS gives an id
// goes by the name that the plan has for it.
func found(f finding, names map[string]string) string {
	region, subject := f.Subject, f.Subject
	if parts := strings.SplitN(f.Subject, ":", 6); len(parts) == 6 {
		region, subject = parts[3], parts[5]
		kind, rest, _ := strings.Cut(subject, ":")
		if subject = rest; kind != "function" && kind != "log-group" {
			subject = parts[5]
			subject = subject[strings.LastIndexAny(subject, ":/")+1:]
		}
		if name, known := names[subject]; known {
			subject = name
		}
	}
	if region == "" {
		region = "global"
	}
	severity := f.Severity
	if f.Outcome != "fail" {
		severity = f.Outcome
	}
	return line(f.Rule, severity, region, subject, f.Locus)
}
