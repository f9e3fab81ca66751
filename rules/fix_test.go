package rules

import (
	"strings"
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
		{function, "", "KEY", "RENAME NAMES VARIABLE_SECRET_ID", "RENAME NAMES KEY_SECRET_ID"},
		{function, "", "", "{VARIABLE: VARIABLE_SECRET_ID}", "{VARIABLE: VARIABLE_SECRET_ID}"},
		{"arn:aws:iam::111122223333:role/app/orders", "", "", "--role-name ROLE principalArn=ROLE_ARN", "--role-name orders principalArn=arn:aws:iam::111122223333:role/app/orders"},
		{"arn:aws:sqs:eu-west-1:111122223333:orders", "", "", "--queue-name QUEUE-dlq --queue-url QUEUE_URL", "--queue-name orders-dlq --queue-url https://sqs.eu-west-1.amazonaws.com/111122223333/orders"},
		{"arn:aws-cn:sqs:cn-north-1:111122223333:orders", "", "", "--queue-url QUEUE_URL", "--queue-url https://sqs.cn-north-1.amazonaws.com.cn/111122223333/orders"},
		{"arn:aws-iso:sqs:us-iso-east-1:111122223333:orders", "", "", "--queue-url QUEUE_URL", "--queue-url QUEUE_URL"},
		{"eu-west-1", "", "", "--function-name NAME", "--function-name NAME"},
	} {
		if got := filled(c.fix, &audit.Subject{ID: c.id, Locus: c.qualifier}, c.locus); got != c.want {
			t.Errorf("%s: %q, want %q", c.id, got, c.want)
		}
	}
}

func TestFixNamesTheRegion(t *testing.T) {
	for region, want := range map[string]string{
		"eu-west-1":    "aws x --region eu-west-1",
		audit.Global:   "aws x --region REGION",
		"":             "aws x --region REGION",
		"eu-west-1; x": "aws x --region REGION",
	} {
		if got := filled("aws x --region REGION", &audit.Subject{ID: "any", Region: region}, ""); got != want {
			t.Errorf("%q: %q, want %q", region, got, want)
		}
	}
}

// What IAM holds lies in no region; what is done about it is done where the
// functions are.
func TestFixOfARoleNamesAFunctionsRegion(t *testing.T) {
	of := &audit.Subject{ID: "arn:aws:iam::111122223333:role/orders", Region: audit.Global, Functions: []string{orders, invoices}}
	if got := filled("aws x --region REGION", of, ""); got != "aws x --region eu-west-1" {
		t.Errorf("%q", got)
	}
}

func TestFixOfAMappingNamesItAndItsFunction(t *testing.T) {
	of := &audit.Subject{Kind: "event-source", ID: "arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:9d5a0f5c-2b9e", Functions: []string{orders}}
	if got := filled("aws x --uuid MAPPING_UUID --function-name NAME", of, ""); got != "aws x --uuid 9d5a0f5c-2b9e --function-name orders" {
		t.Errorf("%q", got)
	}
}

func TestFixOfAVersionBringsItToThoseWhoInvokeIt(t *testing.T) {
	of := &audit.Subject{Kind: "version", ID: orders + ":7", Region: "eu-west-1", Locus: "7", Functions: []string{orders}}
	want := `aws x --function-name orders
# version 7 never changes: publish the mended function, and let the alias serve what that prints
aws lambda publish-version --function-name orders --query Version --region eu-west-1
aws lambda update-alias --function-name orders --name ALIAS --function-version VERSION --region eu-west-1`
	if got := filled("aws x --function-name NAME", of, ""); got != want {
		t.Error(got)
	}
	if got := filled("", of, ""); got != "" {
		t.Error(got)
	}
	if got := Republished("7", "live"); !strings.Contains(got, " --name live ") || Republished("", "live") != "" {
		t.Error(got)
	}
}

func TestInCommand(t *testing.T) {
	for text, want := range map[string]string{"live-2": "live-2", "a b": "X", "$(x)": "X", "": "X", "it's": "X", "-x": "X"} {
		if got := InCommand(text, "X"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
