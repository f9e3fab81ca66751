package facts

import (
	"cmp"
	"slices"

	"lambda-audit/audit"
)

// KindFailureQueue is the kind of the SQS queues that take what could not be
// handled: dead-letter queues of functions and of queues, and destinations of
// failures.
const KindFailureQueue audit.KindName = "failure-queue"

// FailureQueue is the kind of the queues that take what the functions in the
// run's scope, or the queues that they read from, could not handle. It needs the
// attributes of the queues that feed functions, and is a kind of its own for that:
// those attributes are asked of the queues that the other kind lists.
var FailureQueue = audit.RegisterKind(audit.Kind{
	Name: KindFailureQueue, Doc: "an SQS queue that takes what a function, or a queue that feeds one, could not handle",
	From: slices.Concat(queueSources, []audit.Dep{Queues}),
	List: func(r audit.Reader) ([]audit.Subject, error) {
		users := queueUsers{}
		incomplete := eachConfiguration(r, func(function string, c Config) { users.add(r, c.DeadLetter, function) })
		var unread error
		unlisted := EventSources.All(r, func(_ string, m Mapping) {
			users.add(r, m.OnFailure, m.Function)
			if r.Subject(KindQueue, m.Source) == nil {
				return
			}
			q, err := Queues.Of(r, m.Source)
			unread = cmp.Or(unread, unlessGone(err))
			users.add(r, q.Redrive, m.Function)
		})
		incomplete = cmp.Or(incomplete, unlisted, unread, users.addDestinations(r))
		return users.subjects(KindFailureQueue), incomplete
	},
})
