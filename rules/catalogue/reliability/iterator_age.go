package reliability

import (
	"fmt"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// IteratorAgeParams are the thresholds of iterator-age.
type IteratorAgeParams struct {
	AgeHours       float64 `json:"age_hours"`
	Share          float64 `json:"share"`           // of the retention
	RetentionHours float64 `json:"retention_hours"` // what a stream keeps where nobody set it longer
}

var _ = rules.Register(rules.Rule{
	ID: "iterator-age", Title: "falls behind the stream it reads",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "Records that wait longer than the stream keeps them are lost before anybody has read them: after 24 hours in DynamoDB, and in Kinesis where nothing else is set.",
	Fix: `# read a shard's batches side by side, and make batches that fail small
aws lambda list-event-source-mappings --function-name NAME --query 'EventSourceMappings[].[UUID,EventSourceArn,LastProcessingResult]' --region REGION
aws lambda update-event-source-mapping --uuid MAPPING_UUID --parallelization-factor 10 --bisect-batch-on-function-error --region REGION
# more memory, and so CPU, makes it faster; a longer retention buys time in Kinesis
aws lambda update-function-configuration --function-name NAME --memory-size MB --region REGION
aws kinesis increase-stream-retention-period --stream-name STREAM --retention-period-hours 168 --region REGION
# SAM: ParallelizationFactor, BisectBatchOnFunctionError      Terraform: parallelization_factor, bisect_batch_on_function_error`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Troubles, views.Mappings},
	Params:   &IteratorAgeParams{AgeHours: 2, Share: 0.5, RetentionHours: 24},
	Check:    checkIteratorAge,
	Examples: []rules.Example{
		{Name: "a record waited nine hours", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: streamed(sample.Waiting(0.1, 0.1, 3, 9, 0.2))},
		{Name: "minutes only", Want: rules.Pass, Subject: sample.TheFunction(), Given: streamed(sample.Waiting(0.1, 0.3, 1.9, 0.2))},
		{Name: "it reads no stream", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Calm(), sample.Reads(sample.Queue, sample.Function)}},
		{Name: "metrics denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: streamed(facts.Troubles.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")))},
		{Name: "CloudWatch told a part, and that is calm", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: streamed(facts.Troubles.IsAtLeast(sample.Function, facts.Trouble{Days: []facts.TroubleDay{{IteratorAgeMS: sample.Ptr(5)}}}, audit.Unknown{Reason: audit.Failed}))},
	},
})

// streamed is a function that reads a stream.
func streamed(troubles audit.Given) []audit.Given {
	return []audit.Given{troubles, sample.Mapped(sample.Stream, sample.Function, nil)}
}

func checkIteratorAge(in *rules.Input) []rules.Finding {
	t, err := facts.Troubles.Of(in.Facts, in.Subject.ID)
	a := agesOf(&t, (*facts.TroubleDay).IteratorAge)
	p := rules.Params[IteratorAgeParams](in)
	limit := 3_600_000 * min(p.AgeHours, p.Share*p.RetentionHours)
	switch {
	case a.highest() >= limit:
		return rules.One(behind(in, a, limit))
	case err != nil:
		return rules.One(rules.Undecided(err))
	case len(a.values) == 0:
		return rules.One(rules.Inapplicable("CloudWatch measured no iterator age of it: it read no stream"))
	}
	return nil
}

func behind(in *rules.Input, a ages, limit float64) rules.Finding {
	p := rules.Params[IteratorAgeParams](in)
	share := a.highest() / 3_600_000 / p.RetentionHours
	f := rules.Failed(fmt.Sprintf("a record%s waited %s, which is %s of the %s that a stream keeps unless set longer",
		listed(" of ", streams(in)), hours(a.highest()), rules.Percent(share), hours(3_600_000*p.RetentionHours)),
		a.evidence(in, "iterator age", limit)...)
	f.Evidence = append(f.Evidence, rules.Configured("retention, assumed and not read", hours(3_600_000*p.RetentionHours), nil))
	return f
}

// streams are the names of the streams that the function reads.
func streams(in *rules.Input) []string {
	mappings, _ := views.Mappings.Of(in.Facts, in.Subject.ID) // an unlisted stream is not named
	var names []string
	for _, m := range mappings {
		if m.Aged() {
			names = append(names, sourceOf(&m))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
