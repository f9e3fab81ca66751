package rules

import (
	"testing"

	"lambda-audit/audit"
)

func TestFixIsFilledFromTheSubject(t *testing.T) {
	function := "arn:aws:lambda:eu-west-1:111122223333:function:orders"
	for _, c := range []struct{ id, qualifier, locus, fix, want string }{
		{function, "", "", "aws x --function-name NAME --queue NAME-failed", "aws x --function-name orders --queue orders-failed"},
		{function + ":live", "live", "open", "--function-name NAME --qualifier ALIAS --statement-id SID", "--function-name orders --qualifier live --statement-id open"},
		{function, "", "statement 1", "--statement-id SID", "--statement-id SID"},
		{function, "", "a;rm -rf", "Variables={VARIABLE=1}", "Variables={VARIABLE=1}"},
		{function, "", "KEY", "RENAME NAMES VARIABLE_SECRET_ID", "RENAME NAMES VARIABLE_SECRET_ID"},
		{"arn:aws:iam::111122223333:role/app/orders", "", "", "--role-name ROLE principalArn=ROLE_ARN", "--role-name orders principalArn=arn:aws:iam::111122223333:role/app/orders"},
		{"arn:aws:sqs:eu-west-1:111122223333:orders", "", "", "--queue-name QUEUE-dlq --queue-url QUEUE_URL", "--queue-name orders-dlq --queue-url QUEUE_URL"},
		{"eu-west-1", "", "", "--function-name NAME", "--function-name NAME"},
	} {
		if got := filled(c.fix, &audit.Subject{ID: c.id, Locus: c.qualifier}, c.locus); got != c.want {
			t.Errorf("%s: %q, want %q", c.id, got, c.want)
		}
	}
}
