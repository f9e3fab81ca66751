package security

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/iam"
)

const readQueue = `{"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes","logs:PutLogEvents"],"Resource":"*"}`

func TestWildcardFix(t *testing.T) {
	reads := sample.Reads(sample.Queue, sample.Function)
	const own = "arn:aws:iam::111122223333:policy/orders"
	for name, c := range map[string]struct {
		given []audit.Given
		want  []string
		never string
	}{
		"filled from the mapping": {append(roleWith(`{"Sid":"data","Effect":"Allow","Action":"sqs:*","Resource":"*"}`), reads), []string{
			"aws iam put-role-policy --role-name orders --policy-name orders \\\n  --policy-document '{\"Version\": \"2012-10-17\", \"Statement\": [\n",
			`{"Sid": "data", "Effect": "Allow",
   "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
   "Resource": ["arn:aws:sqs:eu-west-1:111122223333:orders"]}]}'`}, "fill in"},
		"placeholders": {roleWith(`{"Effect":"Allow","Action":["s3:*","sns:Publish"],"Resource":"*"},{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}`), []string{
			"# fill in: BUCKET, TOPIC\n", `"arn:aws:s3:::BUCKET/*"`, `"arn:aws:sns:eu-west-1:111122223333:TOPIC"`, `"Action": ["s3:DeleteObject"]`}, "REGION"},
		"a policy that others may have": {attachedRole(own, `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`), []string{
			"other roles may use the policy", "aws iam create-policy-version --set-as-default --policy-arn " + own}, "put-role-policy"},
		"AWS's own": {append(attachedRole(queueReader, readQueue), reads), []string{
			"cannot be edited", "put-role-policy --role-name orders --policy-name AWSLambdaSQSQueueExecutionRole-narrow", sample.Queue,
			" &&\n  aws iam detach-role-policy --role-name orders --policy-arn " + queueReader}, "fill in"},
		"nothing is left": {roleWith(`{"Effect":"Allow","Action":"iam:*","Resource":"*"}`), []string{
			"aws iam delete-role-policy --role-name orders --policy-name orders"}, "put-role-policy"},
		"everything": {roleWith(`{"Effect":"Allow","Action":"*","Resource":"*"}`), []string{
			"start-policy-generation", "log-group:/aws/lambda/orders:*"}, "NAME"},
		"text that would end the quotes, or looks like a placeholder": {roleWith(
			`{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::it's/ROLE/*"},{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`), []string{
			`arn:aws:s3:::it\u0027s/ROL\u0045/*`}, "it's"},
		"variables that are plain text": {roleOfVersion("", `{"Effect":"Allow","Action":"s3:GetObject","Resource":["*","arn:aws:s3:::b/${a}"]}`), []string{
			`"Version": "2008-10-17"`}, "2012-10-17"},
	} {
		found := wildcards(t, c.given...)
		if len(found) == 0 {
			t.Errorf("%s: nothing was found", name)
		}
		for locus, row := range found {
			for _, want := range c.want {
				if !strings.Contains(row.Fix, want) {
					t.Errorf("%s: the fix of %s lacks %q:\n%s", name, locus, want, row.Fix)
				}
			}
			if strings.Contains(row.Fix, c.never) {
				t.Errorf("%s: the fix of %s has %q:\n%s", name, locus, c.never, row.Fix)
			}
			readable(t, row.Fix)
		}
	}
}

// roleOfVersion is a role with one inline policy of that version of the language.
func roleOfVersion(version, statement string) []audit.Given {
	document := facts.Policy(`{"Version":"` + version + `","Statement":[` + statement + `]}`)
	return []audit.Given{facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Inline: []facts.InlinePolicy{{Name: "orders", Document: document}}})}
}

// policiesIn are the policy documents that a fix writes.
func policiesIn(fix string) []string {
	var list []string
	for _, found := range regexp.MustCompile(`(?s)--policy-document '([^']*)'`).FindAllStringSubmatch(fix, -1) {
		list = append(list, found[1])
	}
	return list
}

// readable wants a policy document in the fix that parses, and is not too wide.
func readable(t *testing.T, fix string) {
	t.Helper()
	for _, found := range policiesIn(fix) {
		if !json.Valid([]byte(found)) {
			t.Errorf("no JSON: %s", found)
		}
		document, err := iam.Parse(found)
		role := iam.Role{Policies: []iam.Policy{{Name: "p", Kind: iam.Inline, Document: document}}}
		if err != nil || len(role.Wildcards(iam.KnownSensitive())) > 0 {
			t.Errorf("%v, or it is too wide still: %s", err, found)
		}
		for line := range strings.Lines(found) {
			if len(line) > 100 {
				t.Errorf("a line has %d characters: %s", len(line), line)
			}
		}
	}
}

func TestWildcardFixNamesWhatVariablesName(t *testing.T) {
	const table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
	config := sample.Config(func(c *facts.Config) {
		c.DeadLetter, c.KMSKey = sample.Failures, "arn:aws:kms:eu-west-1:111122223333:key/1"
		c.Variables = []secrets.Variable{{Name: "TABLE", Traits: []secrets.Trait{{Kind: secrets.TraitResource, Value: table}}}}
	})
	list, _ := rows(t, rules.Config{}, []string{"role-wildcard"},
		append(roleWith(`{"Effect":"Allow","Action":["dynamodb:Query","kms:Decrypt","sqs:SendMessage"],"Resource":"*"}`), config)...)
	row := only(t, list, "role-wildcard")
	for _, want := range []string{table, sample.Failures, "key/1"} {
		if !strings.Contains(row.Fix, want) || !strings.Contains(row.EvidenceText, want) {
			t.Errorf("%s is not told: %s\n%s", want, row.EvidenceText, row.Fix)
		}
	}
	i := slices.IndexFunc(row.Evidence, func(e rules.Evidence) bool { return e.Field == "instead" })
	if i < 0 || len(row.Evidence[i].Got.([]string)) != 3 {
		t.Errorf("evidence = %+v", row.Evidence)
	}
}

func TestPolicyDocumentKeepsEveryElement(t *testing.T) {
	const text = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["111122223333"]},"NotAction":["s3:*"],"NotResource":[],
		"Condition":{"StringEquals":{"a:b":["c,","d"],"a:e":["f"]},"Bool":{"aws:SecureTransport":["true"]},"Null":{"a:b":["true"],"a:c":["false"]}}},
		{"Sid":"log","Effect":"Deny","Action":["logs:PutLogEvents"],"Resource":["arn:aws:logs:*:*:*"]}]}`
	document, err := iam.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	written := policyDocument(document, nil)
	again, err := iam.Parse(written)
	if err != nil || !reflect.DeepEqual(again, document) || !json.Valid([]byte(written)) {
		t.Errorf("%v\n%s\nis %+v\nwant %+v", err, written, again, document)
	}
}

// What the examples' fixes say is no wider than it should be, either.
func TestFixesOfExamplesAreReadable(t *testing.T) {
	r, err := rules.ByID("role-wildcard")
	if err != nil {
		t.Fatal(err)
	}
	documents := 0
	for _, e := range r.Examples {
		known, err := e.World(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range e.Judge(r, known, e.About(r, known)) {
			readable(t, f.Fix)
			documents += strings.Count(f.Fix, "--policy-document")
		}
	}
	if documents < 5 {
		t.Errorf("only %d documents", documents)
	}
}
