package reliability

import (
	"cmp"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "failure-path-broken", Title: "loses its failures on the way to where they are kept",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "A dead-letter queue that cannot be reached is worse than none: everybody believes that failures are kept, and each is lost. Lambda looks at the role when the target is set, and never again. Keys (KMS) and the target's own policy are not evaluated here.",
	Fix: pathFix("ROLE", "sqs:SendMessage", "QUEUE_ARN"),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
	},
	Kinds: []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Troubles, facts.AsyncSettings, facts.Aliases, facts.Queues, views.TakesEvents, views.Serves, views.Mappings,
		views.Role},
	Check:    checkFailurePath,
	Examples: failurePathExamples,
})

func pathFix(role, action, target string) string {
	return strings.NewReplacer("ROLE_NAME", role, "ACTION", action, "TARGET", target).Replace(
		`# who may send there: the role of the function
aws iam put-role-policy --role-name ROLE_NAME --policy-name send-failures --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ACTION","Resource":"TARGET"}]}'
# an encrypted queue or topic: kms:GenerateDataKey and kms:Decrypt on its key too
# SAM: Policies: [SQSSendMessagePolicy: {QueueName: !GetAtt Failed.QueueName}]      Terraform: aws_iam_role_policy`)
}

func checkFailurePath(in *rules.Input) []rules.Finding {
	t, unmeasured := facts.Troubles.Of(in.Facts, in.Subject.ID)
	var found []rules.Finding
	if f, lost := undelivered(in, &t); lost {
		found = append(found, f)
	}
	paths, unsure := failurePaths(in)
	delivered := t.Dropped() > 0 && len(found) == 0
	for _, p := range paths {
		f, err := p.judge(in, delivered, unmeasured)
		unsure = cmp.Or(unsure, err)
		if f.Outcome == rules.Fail {
			found = withPath(found, f)
		}
	}
	switch err := cmp.Or(unmeasured, unsure); {
	case len(found) > 0:
		return found
	case err != nil:
		return rules.One(rules.Undecided(err))
	case len(paths) == 0:
		return rules.One(rules.Inapplicable("nothing that it fails on is to be kept anywhere"))
	}
	return nil
}

// withPath adds what is wrong with a path; two paths to one target, by different
// roles, make one finding.
func withPath(found []rules.Finding, f rules.Finding) []rules.Finding {
	i := slices.IndexFunc(found, func(other rules.Finding) bool { return other.Locus == f.Locus })
	switch {
	case i < 0:
		return append(found, f)
	case found[i].Message != f.Message:
		found[i].Message += "; " + f.Message
		found[i].Evidence = append(found[i].Evidence, f.Evidence...)
		found[i].Fix += "\n" + f.Fix
	}
	return found
}

// undelivered says how many failures did not arrive.
func undelivered(in *rules.Input, t *facts.Trouble) (rules.Finding, bool) {
	queue := t.Total(func(d *facts.TroubleDay) float64 { return d.DeadLetterErrors })
	destination := t.Total(func(d *facts.TroubleDay) float64 { return d.DestinationErrors })
	if queue+destination == 0 {
		return rules.Finding{}, false
	}
	var lost []string
	f := rules.Failed("")
	for _, n := range []struct {
		count              float64
		metric, what, unit string
	}{
		{queue, "DeadLetterErrors", "failed events did not reach the dead-letter queue", ""},
		{destination, "DestinationDeliveryFailures", "results did not reach their destination", ""},
	} {
		if n.count > 0 {
			lost = append(lost, rules.Number(n.count)+" "+n.what)
			f.Evidence = append(f.Evidence, in.Measured(n.metric, "Sum", n.count, 0, "", n.count))
		}
	}
	f.Message = strings.Join(lost, ", and ")
	return f, true
}

// failurePaths are the ways that the function's failures are to go: those of its
// asynchronous events, if it takes any, and those of the streams it reads. The
// error says that there may be more.
func failurePaths(in *rules.Input) ([]failurePath, error) {
	var paths failurePathList
	takes, unsure := views.TakesEvents.Of(in.Facts, in.Subject.ID)
	if takes {
		unsure = paths.addEvents(in)
	}
	mappings, unlisted := views.Mappings.Of(in.Facts, in.Subject.ID)
	for _, m := range mappings {
		if !m.Stream() || m.OnFailure == "" {
			continue
		}
		configs, err := views.Serves.Of(in.Facts, qualified(m.Function, m.Qualifier))
		unsure = cmp.Or(unsure, err)
		for _, c := range configs {
			paths.add(failurePath{what: "on-failure destination of " + streamOf(&m), target: m.OnFailure, role: c.Role})
		}
	}
	return paths, cmp.Or(unsure, unlisted)
}

type failurePathList []failurePath

func (l *failurePathList) add(p failurePath) {
	same := func(q failurePath) bool { return q.target == p.target && q.role == p.role }
	if p.target != "" && !slices.ContainsFunc(*l, same) {
		*l = append(*l, p)
	}
}

// addEvents adds the dead-letter queues of $LATEST and of what the aliases serve,
// and the destinations of every qualifier that has one.
func (l *failurePathList) addEvents(in *rules.Input) error {
	aliases, unsure := facts.Aliases.Of(in.Facts, in.Subject.ID)
	ids := []string{in.Subject.ID}
	for _, a := range aliases {
		ids = append(ids, a.ARN)
	}
	for _, id := range ids {
		configs, err := views.Serves.Of(in.Facts, id)
		unsure = cmp.Or(unsure, err)
		for _, c := range configs {
			l.add(failurePath{what: "dead-letter queue", target: c.DeadLetter, role: c.Role, events: true})
		}
	}
	settings, err := facts.AsyncSettings.Of(in.Facts, in.Subject.ID)
	unsure = cmp.Or(unsure, err)
	for _, s := range settings {
		if s.OnFailure == "" {
			continue
		}
		configs, err := views.Serves.Of(in.Facts, qualified(in.Subject.ID, s.Qualifier))
		unsure = cmp.Or(unsure, err)
		for _, c := range configs {
			l.add(failurePath{what: "on-failure destination", target: s.OnFailure, role: c.Role, events: true})
		}
	}
	return unsure
}

// qualified is the ARN of a function's alias or version, or of the function.
func qualified(function, qualifier string) string {
	if qualifier == "" {
		return function
	}
	return function + ":" + qualifier
}
