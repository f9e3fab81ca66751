package views

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// sharedMetrics is the type of resource by which a link shares metrics.
const sharedMetrics = "AWS::CloudWatch::Metric"

// Elsewhere says what carries a region's metrics to where others may watch them;
// "" where nothing does. The error says that something may.
var Elsewhere = audit.RegisterView(audit.View[string]{
	Name: "elsewhere", From: []audit.Dep{facts.MetricStreams, facts.ObservabilityLinks},
	Compute: func(r audit.Reader, region string) (string, error) {
		streams, err := facts.MetricStreams.Of(r, region)
		for _, s := range streams {
			if s.Running {
				return "the metric stream " + s.Name, nil
			}
		}
		links, unread := facts.ObservabilityLinks.Of(r, region)
		for _, l := range links {
			if slices.Contains(l.Shares, sharedMetrics) {
				return "a link to the monitoring account " + l.Account, nil
			}
		}
		return "", first(err, unread)
	},
})
