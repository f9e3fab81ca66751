package sample

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

const alarmPrefix = "arn:aws:cloudwatch:" + Region + ":" + Account + ":alarm:"

// NoAlarms is a region whose alarms are all on another service.
func NoAlarms() audit.Given {
	return Alarm("cpu", facts.AlarmMetric{Namespace: "AWS/EC2", Name: "CPUUtilization", Statistic: "Average"})
}

// Alarm is an alarm that computes with these metrics and notifies somebody.
func Alarm(name string, metrics ...facts.AlarmMetric) audit.Given {
	return alarm(facts.Alarm{Name: name, Actions: []string{"sns"}, Threshold: Ptr(1), Metrics: metrics})
}

// AlarmOn is an alarm on a metric of the function of that name, or of all for "",
// changed as the example needs it.
func AlarmOn(metric, function string, change func(*facts.Alarm)) audit.Given {
	a := facts.Alarm{Name: metric + " of all", Actions: []string{"sns"}, Threshold: Ptr(1),
		Metrics: []facts.AlarmMetric{{Namespace: "AWS/Lambda", Name: metric, Statistic: "Maximum"}}}
	if function != "" {
		a.Name = metric + " of " + function
		a.Metrics[0].Dimensions = map[string]string{"FunctionName": function}
	}
	if change != nil {
		change(&a)
	}
	return alarm(a)
}

// Together is an alarm that is made of others and notifies somebody.
func Together(rule string) audit.Given {
	return alarm(facts.Alarm{Name: "together", Actions: []string{"sns"}, Rule: rule})
}

func alarm(a facts.Alarm) audit.Given { return facts.Alarms.Is(alarmPrefix+a.Name, a) }

// WatchedHere is a region without a metric stream.
func WatchedHere() audit.Given { return facts.MetricStreams.Is(Region, []facts.MetricStream{}) }

// Streamed is a region whose metrics a stream carries elsewhere.
func Streamed() audit.Given {
	return facts.MetricStreams.Is(Region, []facts.MetricStream{{Name: "to-vendor", Running: true}})
}

// LinkedNowhere is a region without a link to a monitoring account.
func LinkedNowhere() audit.Given {
	return facts.ObservabilityLinks.Is(Region, []facts.ObservabilityLink{})
}

// Linked is a region of which a monitoring account sees what the link shares.
func Linked(shares ...string) audit.Given {
	return facts.ObservabilityLinks.Is(Region, []facts.ObservabilityLink{{Account: "444455556666", Shares: shares}})
}
