package reliability

import (
	"cmp"
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

// A failurePath is a way that failures are to go: from the role that sends them
// to a queue, topic, bus, bucket or function.
type failurePath struct {
	what, target, role string
	events             bool // of asynchronous events, and not of a stream's records
}

// sendingActions are what the role must be allowed, by the target's service
// (Lambda developer guide, destinations, 2026-11).
var sendingActions = map[string]string{
	"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction", "events": "events:PutEvents", "s3": "s3:PutObject",
}

// judge says whether failures can go that way. The error says that it cannot be
// seen. Where events were dropped and each was delivered, as far as that was
// measured, the way is good whatever the role says: the target's own policy may
// let it in.
func (p *failurePath) judge(in *rules.Input, delivered bool, unmeasured error) (rules.Finding, error) {
	a, ok := audit.ParseARN(p.target)
	if !ok {
		return rules.Finding{}, nil // a topic of Kafka: its rights are the broker's
	}
	var unsure error
	if a.Service == "sqs" && a.Account == in.Subject.Account && a.Region == in.Subject.Region {
		if _, err := facts.Queues.Of(in.Facts, p.target); isGone(err) {
			return p.broken(fmt.Sprintf("the queue %s does not exist (any more)", a.Name()), createFix(a.Name())), nil
		} else if err != nil {
			unsure = err
		}
	}
	if p.events && (delivered || unmeasured != nil) {
		return rules.Finding{}, cmp.Or(unmeasured, unsure)
	}
	switch may, err := p.allowed(in, a); may {
	case iam.No:
		f := p.broken(fmt.Sprintf("the role %s may not send to %s", roleName(p.role), p.target), pathFix(rules.InCommand(roleName(p.role), "ROLE"), sendingActions[a.Service], rules.InCommand(p.target, "TARGET_ARN")))
		if a.Account == in.Subject.Account {
			f.Confidence = rules.Likely // the target's own policy may let it in
		}
		return f, nil
	case iam.Maybe:
		return rules.Finding{}, err
	}
	return rules.Finding{}, unsure
}

func (p *failurePath) broken(why, fix string) rules.Finding {
	f := rules.Failed(fmt.Sprintf("failures do not reach the %s: %s", p.what, why), rules.Configured(p.what, p.target, nil), rules.Configured("role", p.role, nil))
	f.Locus, f.Fix = p.target, fix
	return f
}

// allowed reports whether the role may send to the target; an error says why that
// is not known. A service that is not in the table is let pass.
func (p *failurePath) allowed(in *rules.Input, target audit.ARN) (iam.Answer, error) {
	action := sendingActions[target.Service]
	if action == "" {
		return iam.Yes, nil
	}
	role, err := views.Role.Of(in.Facts, p.role)
	if err != nil {
		return iam.Maybe, err
	}
	resource := p.target
	if target.Service == "s3" {
		resource += "/aws/lambda/*" // where Lambda puts them
	}
	may := role.Allows(action, resource)
	switch {
	case may == iam.Yes:
		return iam.Yes, nil
	case role.Why != nil:
		return iam.Maybe, role.Why
	case may == iam.No:
		return iam.No, nil
	}
	return iam.Maybe, &audit.Unknown{Reason: audit.Opaque, Fact: facts.Roles.Name, Message: fmt.Sprintf("whether a condition lets the role %s send to %s is not known", roleName(p.role), p.target)}
}

func roleName(arn string) string {
	a, _ := audit.ParseARN(arn)
	return a.Name()
}

func createFix(queue string) string {
	return fmt.Sprintf(`aws sqs create-queue --queue-name %s --attributes MessageRetentionPeriod=1209600 --region REGION
# SAM: a queue of that name      Terraform: aws_sqs_queue`, rules.InCommand(queue, "QUEUE"))
}
