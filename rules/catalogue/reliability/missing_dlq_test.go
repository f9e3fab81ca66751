package reliability

import (
	"testing"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

func TestMissingDLQFix(t *testing.T) {
	retries := 0
	for name, c := range map[string]struct {
		setting facts.Async
		want    string
	}{
		"nothing is set for the alias": {facts.Async{Qualifier: latest, MaxRetries: &retries},
			`aws lambda put-function-event-invoke-config --function-name NAME --qualifier live --destination-config '{"OnFailure":{"Destination":"arn:aws:sqs:eu-west-1:111122223333:orders-failed"}}' --region REGION`},
		"retries are set": {facts.Async{Qualifier: "live", MaxRetries: &retries},
			`aws lambda update-function-event-invoke-config --function-name NAME --qualifier live --destination-config '{"OnFailure":`},
		"what succeeds goes somewhere": {facts.Async{Qualifier: "live", OnSuccess: sample.Queue},
			`'{"OnSuccess":{"Destination":"` + sample.Queue + `"},"OnFailure":{"Destination":"arn:aws:sqs:eu-west-1:111122223333:orders-failed"}}'`},
		"a destination that no shell should read": {facts.Async{Qualifier: "live", OnSuccess: "arn'; rm"},
			`{"OnSuccess":{"Destination":"ON_SUCCESS_ARN"}`},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, found(t, "missing-dlq", sample.TheFunction(), byAlias(c.setting)...)[0], []string{c.want})
		})
	}
	list := found(t, "missing-dlq", sample.TheFunction(), asynchronous(sample.InvokedBy("s3.amazonaws.com"), events(10), settings())...)
	says(t, list[0], []string{"put-function-event-invoke-config --function-name NAME --destination-config"}, "--qualifier")
}

func TestMissingDLQSaysWhoseEventsTheyAre(t *testing.T) {
	f := found(t, "missing-dlq", sample.TheFunction(), byAlias(facts.Async{Qualifier: latest})...)[0]
	says(t, f, []string{"its alias live takes asynchronous events from s3.amazonaws.com and keeps none that fail; the function took 14,000 in the window"})
	if f.Confidence != rules.Sure || f.Locus != "live" {
		t.Errorf("%+v", f)
	}
	f = found(t, "missing-dlq", sample.TheFunction(), aliased(sample.NoPolicy(), sample.Allows("s3.amazonaws.com"), unusedAlias())...)[0]
	says(t, f, []string{"its alias live is wired to take", "nothing invoked it in the window"})
	if f.Confidence != rules.Likely {
		t.Errorf("an alias that is not in use loses events with confidence %s", f.Confidence)
	}
}

func TestMissingDLQOfAWeightedAlias(t *testing.T) {
	says(t, found(t, "missing-dlq", sample.TheFunction(), weighted(sample.Failures, "")...)[0], []string{"none on version 7 or 8"})
}
