package security

import (
	"fmt"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// UnusedAccessParams are the thresholds of role-unused-access.
type UnusedAccessParams struct {
	// Days without a call after which a service counts as unused. IAM remembers 400.
	Days int `json:"days"`
}

var _ = rules.Register(rules.Rule{
	ID: "role-unused-access", Title: "runs under a role that may call services which it does not call",
	Severity: rules.Low, Pillar: rules.Security,
	Why: "Nobody misses a right that is not used, except whoever takes the function over: it is what an intruder gets beyond what the function itself can do.",
	Fix: narrowFix("# take out of the role's policies what names the unused services\naws iam put-role-policy --role-name ROLE --policy-name POLICY --policy-document file://policy.json"),
	Refs: []string{
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_access-advisor.html",
		"https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html",
	},
	Kinds:    []audit.KindName{facts.KindRole},
	Requires: []audit.Dep{facts.Roles, facts.ServiceLastAccessed, facts.Metrics, facts.AsyncSettings, views.Role, views.MayRun, views.Mappings, views.TakesEvents},
	Helps:    []audit.Dep{views.KnownOfRole},
	Uses:     []string{"role-admin"},
	When:     rules.WithUsage,
	Params:   &UnusedAccessParams{Days: 90},
	Check:    checkUnusedAccess,
	Examples: unusedAccessExamples,
})

func checkUnusedAccess(in *rules.Input) []rules.Finding {
	role, undecided := readRole(in)
	if undecided != nil {
		return undecided
	}
	days := rules.Params[UnusedAccessParams](in).Days
	if why := tooYoung(in, days); why != nil {
		return rules.One(rules.Undecided(why))
	}
	ran, err := anyRan(in)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case !ran:
		return rules.One(rules.Inapplicable(fmt.Sprintf("none of its functions ran for %d days: idle-function tells those that nobody needs", *in.WindowDays())))
	case role.Why != nil:
		return rules.One(unsure(role, nil))
	}
	last, incomplete := facts.ServiceLastAccessed.Of(in.Facts, in.Subject.ID)
	if incomplete != nil && len(last.Services) == 0 {
		return rules.One(rules.Undecided(incomplete))
	}
	a := &accessReview{in: in, role: &role, known: knownOf(in), last: last, days: days, since: in.Facts.Header().TakenAt.AddDate(0, 0, -days)}
	return a.judge(incomplete)
}

// tooYoung is why what a role did not call says nothing: it, or what is known of
// it, does not go back so many days.
func tooYoung(in *rules.Input, days int) *audit.Unknown {
	role, _ := facts.Roles.Of(in.Facts, in.Subject.ID) // readRole has read it
	created, err := time.Parse(time.RFC3339, role.Created)
	switch {
	case days > facts.TrackedDays:
		return &audit.Unknown{Reason: audit.NotAsked, Fact: facts.ServiceLastAccessed.Name,
			Message: fmt.Sprintf("IAM remembers %d days, and the rule asks for %d", facts.TrackedDays, days)}
	case err != nil:
		return &audit.Unknown{Reason: audit.NoData, Fact: facts.Roles.Name, Message: "IAM did not tell when the role was made"}
	case created.After(in.Facts.Header().TakenAt.AddDate(0, 0, -days)):
		return &audit.Unknown{Reason: audit.TooFew, Fact: facts.ServiceLastAccessed.Name,
			Message: fmt.Sprintf("the role was made on %s, and what it did not call in %d days can only be told later", created.Format(time.DateOnly), days)}
	}
	return nil
}

// anyRan reports whether any function under the role was invoked in the metrics'
// window. The error says that one may have been.
func anyRan(in *rules.Input) (bool, error) {
	var unsure error
	for _, function := range in.Subject.Functions {
		activity, err := facts.Metrics.Of(in.Facts, function)
		if activity.Invocations() > 0 {
			return true, nil
		}
		if err != nil {
			unsure = err
		}
	}
	if unsure == nil && in.Subject.Open {
		unsure = &audit.Unknown{Reason: audit.NotAsked, Fact: facts.Functions.Name, Message: "not all functions are listed, and more may run under the role"}
	}
	return false, unsure
}
