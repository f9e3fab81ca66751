package security

import (
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// narrowFix puts the commands between what to know before and the other ways.
func narrowFix(commands string) string {
	return `# a service that is called once a year, or only when something breaks, looks unused: ask before
` + commands + `
# SAM: Policies of the function      Terraform: aws_iam_role_policy`
}

// tell says which statements allow what is not used, and what to write instead.
// Used has, by service, what is used.
func (a *accessReview) tell(f *rules.Finding, grants []iam.Grant, used map[string][]string) {
	known := a.known
	known.Used = used
	mended := mendKnowing(a.in, a.role, grants, known)
	for _, g := range grouped(grants) {
		f.Evidence = append(f.Evidence, rules.Configured("granted by", g.where()+": "+rules.Some(g.patterns()), nil), mended.instead(g.first()))
	}
	f.Evidence = append(f.Evidence, rules.Configured("told by IAM", a.last.AsOf, "calls may take four hours to show, and refused ones count"))
	f.Confidence = rules.Likely // IAM does not tell since when a policy has been there
	f.Fix = narrowFix(mended.fixes(grants))
}

// usedBut has all services that the role may call, but the unused ones. Of these
// it has what may be used without IAM telling.
func (a *accessReview) usedBut(unused []string) map[string][]string {
	used := map[string][]string{}
	for _, g := range a.role.Granted(nil) {
		if !slices.Contains(unused, g.Service) {
			used[g.Service] = nil
		}
	}
	for _, pattern := range untoldCalls() {
		if service, _, _ := strings.Cut(pattern, ":"); slices.Contains(unused, service) {
			used[service] = append(used[service], pattern)
		}
	}
	return used
}

// usedOfAll has the services that were called, and what a function needs of which
// IAM may not tell: its logs, its keys, and where failed events go.
func (a *accessReview) usedOfAll() map[string][]string {
	used := map[string][]string{"logs": nil}
	for _, service := range a.called() {
		used[service] = nil
	}
	for _, text := range slices.Concat(a.known.Keys, a.known.Failures) {
		if arn, ok := audit.ParseARN(text); ok {
			used[arn.Service] = nil
		}
	}
	return used
}
