package reliability

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// setting is what is set for the target; nil where nothing is.
func (q *question) setting(t *views.Target) *facts.Async {
	for i := range q.settings {
		if q.settings[i].Qualifier == t.Qualifier {
			return &q.settings[i]
		}
	}
	return nil
}

// fix makes a queue and sends to it what the target fails on. Settings that are
// there are changed and not replaced, so that retries, age and the destination
// of what succeeds stay as they are.
func (q *question) fix(t *views.Target) string {
	a, _ := audit.ParseARN(q.in.Subject.ID)
	queue := rules.InCommand(fmt.Sprintf("arn:%s:sqs:%s:%s:%s-failed", a.Partition, a.Region, a.Account, a.Name()), "QUEUE_ARN")
	command, destinations := "put-function-event-invoke-config --function-name NAME", destination("OnFailure", queue)
	s := q.setting(t)
	if s != nil {
		command = "update-function-event-invoke-config --function-name NAME"
	}
	if s != nil && s.OnSuccess != "" {
		destinations = destination("OnSuccess", rules.InCommand(s.OnSuccess, "ON_SUCCESS_ARN")) + "," + destinations
	}
	if t.Qualifier != latest {
		command += " --qualifier " + rules.InCommand(t.Qualifier, "ALIAS")
	}
	return eventFix(command, destinations, queue)
}

func destination(when, arn string) string { return fmt.Sprintf(`"%s":{"Destination":"%s"}`, when, arn) }

func eventFix(command, destinations, queue string) string {
	return strings.NewReplacer("COMMAND", command, "DESTINATIONS", destinations, "QUEUE_ARN", queue).Replace(
		`aws sqs create-queue --queue-name NAME-failed --attributes MessageRetentionPeriod=1209600 --region REGION
aws lambda COMMAND --destination-config '{DESTINATIONS}' --region REGION
# the role needs sqs:SendMessage on QUEUE_ARN
# SAM: EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}}}      Terraform: aws_lambda_function_event_invoke_config`)
}
