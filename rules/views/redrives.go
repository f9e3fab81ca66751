package views

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// RedrivesTo are the ARNs of the queues that functions read from and whose redrive
// policy sends what failed to a queue. The error says that there may be more.
var RedrivesTo = audit.RegisterView(audit.View[[]string]{
	Name: "redrives-to", From: []audit.Dep{redriveIndex},
	Compute: func(r audit.Reader, queue string) ([]string, error) {
		index, err := redriveIndex.Of(r, "")
		return index.sources[queue], first(err, index.unread[homeOf(queue)])
	},
})

// redrives are the queues that send to a queue, by its ARN, and why more of them
// may, by account and region: a queue sends to one of its own account and region
// only (SQS developer guide, dead-letter queues, 2026-11).
type redrives struct {
	sources map[string][]string
	unread  map[audit.ARN]error
}

// homeOf is the account and region that a queue lies in.
func homeOf(queue string) audit.ARN {
	a, _ := audit.ParseARN(queue)
	a.Resource = ""
	return a
}

var redriveIndex = audit.RegisterView(audit.View[redrives]{
	Name: "redrive-index", From: []audit.Dep{facts.Functions, facts.EventSources, facts.Queues},
	Compute: func(r audit.Reader, _ string) (redrives, error) {
		index := redrives{map[string][]string{}, map[audit.ARN]error{}}
		unlisted := facts.EventSources.All(r, func(_ string, m facts.Mapping) {
			if r.Subject(facts.KindQueue, m.Source) == nil {
				index.leave(r, &m)
				return
			}
			q, err := facts.Queues.Of(r, m.Source)
			if home := homeOf(m.Source); err != nil && reasonOf(err) != audit.Gone {
				index.unread[home] = first(index.unread[home], err)
			}
			if q.Redrive != "" {
				index.sources[q.Redrive] = with(index.sources[q.Redrive], m.Source)
			}
		})
		return index, unlisted
	},
})

// leave leaves a queue out: no function in the run's scope reads from it, or its
// reader is among those that could not be listed.
func (x *redrives) leave(r audit.Reader, m *facts.Mapping) {
	reader, _ := audit.ParseARN(m.Function)
	if why := r.Swept(facts.Functions, reader.Region); why != nil {
		x.unread[homeOf(m.Source)] = first(x.unread[homeOf(m.Source)], why)
	}
}
