package security

import (
	"fmt"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// unusedFinding judges a role of these statements, and returns the one finding.
func unusedFinding(t *testing.T, given []audit.Given) rules.Finding {
	t.Helper()
	rule, err := rules.ByID("role-unused-access")
	if err != nil {
		t.Fatal(err)
	}
	example := rules.Example{Given: given, Subject: sample.TheRole()}
	known, err := example.World(rule)
	if err != nil {
		t.Fatal(err)
	}
	found := example.Judge(rule, known, example.About(rule, known))
	if len(found) != 1 {
		t.Fatalf("%d findings, want one for the role: %+v", len(found), found)
	}
	return found[0]
}

func TestUnusedAccessSaysWhatToWrite(t *testing.T) {
	for name, test := range map[string]struct {
		given []audit.Given
		want  []string
		not   string
	}{
		"a statement loses an action and its resource": {
			accessed(`{"Sid":"Mixed","Effect":"Allow","Action":["s3:GetObject","sqs:ReceiveMessage"],"Resource":["arn:aws:s3:::shop/*","arn:aws:sqs:eu-west-1:111122223333:orders"]}`,
				busy(), called("s3", yesterday, "sqs", "")),
			[]string{"{\"Sid\": \"Mixed\", \"Effect\": \"Allow\",\n   \"Action\": [\"s3:GetObject\"],\n   \"Resource\": [\"arn:aws:s3:::shop/*\"]}]}'", "put-role-policy --role-name ROLE --policy-name orders", "what is not known to be used is left out"},
			"delete-role-policy"},
		"a statement goes, another stays": {
			accessed(twoServices+`,{"Sid":"Mail","Effect":"Allow","Action":"ses:SendEmail","Resource":"*"}`, busy(), called("s3", yesterday, "dynamodb", yesterday, "ses", "")),
			[]string{`"Action": ["s3:GetObject", "dynamodb:GetItem"]`, `"Resource": ["*"]`, `"Data"`}, "ses"},
		"the whole policy goes": {
			accessed(`{"Effect":"Allow","Action":"ses:*","Resource":"*"}`, busy(), called("ses", lastSpring)),
			[]string{"delete-role-policy --role-name ROLE --policy-name orders"}, "put-role-policy"},
		"everything becomes what is called": {
			accessed(`{"Sid":"All","Effect":"Allow","NotAction":"iam:*","Resource":"*"}`, busy(), called("s3", yesterday, "sqs", "", "dynamodb", yesterday)),
			[]string{`"Action": ["s3:GetObject", "s3:PutObject"]`, "table/TABLE", "log-group:/aws/lambda/orders:*", "fill in: TABLE, BUCKET", "start-policy-generation"}, "sqs"},
		"a policy of AWS's is replaced": {
			append(attachedRole(administrator, `{"Effect":"Allow","Action":"*","Resource":"*"}`)[1:],
				append(accessed("", busy(), called("s3", yesterday))[1:], attachedAndOld(administrator))...),
			[]string{"AWS's own policy cannot be edited", "detach-role-policy --role-name ROLE --policy-arn " + administrator, `"Action": ["s3:GetObject", "s3:PutObject"]`}, "create-policy-version"},
		"a policy of the account has other users": {
			append(attachedRole(boundary, twoServices)[1:], append(accessed("", busy(), called("s3", yesterday, "dynamodb", ""))[1:], attachedAndOld(boundary))...),
			[]string{"other roles may use the policy", "create-policy-version --set-as-default --policy-arn " + boundary, `"Action": ["s3:GetObject"]`}, "detach"},
	} {
		f := unusedFinding(t, test.given)
		for _, want := range test.want {
			if !strings.Contains(f.Fix, want) {
				t.Errorf("%s: no %q in\n%s", name, want, f.Fix)
			}
		}
		if f.Outcome != rules.Fail || strings.Contains(f.Fix, test.not) {
			t.Errorf("%s: %s, %q, and the fix is\n%s", name, f.Outcome, f.Message, f.Fix)
		}
	}
}

// What is kept of an unused service is what may be used without IAM telling.
func TestUnusedAccessKeepsWhatLeavesNoTrace(t *testing.T) {
	f := unusedFinding(t, accessed(`{"Effect":"Allow","Action":["es:*","ec2:RunInstances","ec2:CreateNetworkInterface","logs:PutLogEvents"],"Resource":"*"}`, busy(), called("es", "", "ec2", "", "logs", "")))
	for _, want := range []string{`"es:ESHttp*"`, `"ec2:CreateNetworkInterface"`, `"logs:PutLogEvents"`} {
		if !strings.Contains(f.Fix, want) {
			t.Errorf("no %s in\n%s", want, f.Fix)
		}
	}
	if strings.Contains(f.Fix, "RunInstances") || strings.Contains(f.Fix, "es:*") {
		t.Errorf("%s", f.Fix)
	}
}

// An administrator's finding says more than that it calls little of what it may.
func TestAdminExplainsThatItMayCallEverything(t *testing.T) {
	for statement, want := range map[string]int{
		`{"Effect":"Allow","Action":"*","Resource":"*"}`:                                                    1,
		`{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}`:             0,
		`{"Effect":"Allow","Action":["s3:GetObject","sqs:SendMessage","iam:PutRolePolicy"],"Resource":"*"}`: 0,
	} {
		list, _ := rows(t, rules.Config{}, []string{"role-unused-access", "role-admin"}, accessed(statement, busy(), called("s3", yesterday, "sqs", "", "iam", yesterday))...)
		if row := only(t, list, "role-unused-access"); len(row.ExplainedBy) != want {
			t.Errorf("%s: %q is explained by %v", statement, row.Message, row.ExplainedBy)
		}
	}
}

func TestUnusedAccessShowsWhenAndWhere(t *testing.T) {
	f := unusedFinding(t, accessed(twoServices+`,{"Effect":"Allow","Action":"ses:SendEmail","Resource":"*"}`, busy(), called("s3", yesterday, "dynamodb", lastSpring, "ses", "")))
	text := rules.EvidenceText(f.Evidence)
	for _, want := range []string{"2026-04-02", "never", "400", "inline policy orders, Data: dynamodb:GetItem", "inline policy orders, statement 2: ses:SendEmail", "four hours"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if f.Message != "for 90 days it has not called 2 of the 3 services that its policies allow: dynamodb, ses" || f.Confidence != rules.Likely {
		t.Errorf("%q, %v", f.Message, f.Confidence)
	}
	f = unusedFinding(t, accessed(`{"Effect":"Allow","Action":"*","Resource":"*"}`, busy(), called("s3", yesterday, "sqs", "", "ses", "")))
	if f.Message != "it may call every service, and called 1 in 90 days: s3" {
		t.Errorf("%q", f.Message)
	}
}

func TestUnusedAccessStaysReadable(t *testing.T) {
	var actions, services []string
	for i := range 300 {
		actions, services = append(actions, fmt.Sprintf(`"svc%d:Get*"`, i)), append(services, fmt.Sprintf("svc%d", i), "")
	}
	f := unusedFinding(t, accessed(`{"Effect":"Allow","Action":[`+strings.Join(actions, ",")+`],"Resource":"*"}`, busy(), called(services...)))
	if len(f.Evidence) > 30 || len(f.Message) > 200 || len(rules.EvidenceText(f.Evidence)) > 3000 {
		t.Errorf("%d pieces of evidence, %q", len(f.Evidence), f.Message)
	}
	f = unusedFinding(t, accessed(`{"Effect":"Allow","Action":"s*:Get*","Resource":"*"}`, busy(), called("s3", yesterday, "sqs", "")))
	if f.Message != "it may call services by a wildcard in their names, and called 1 in 90 days: s3" {
		t.Errorf("%q", f.Message)
	}
}

// What a failing function would call is not known where its settings are not.
func TestUnknownFailurePathsAreNotTold(t *testing.T) {
	given := append(accessed(`{"Effect":"Allow","Action":["sqs:SendMessage","ses:SendEmail"],"Resource":"*"}`, busy(), called("sqs", "", "ses", "")),
		sample.Reads(sample.Queue, sample.Function), unreadMappings())
	if f := unusedFinding(t, given); f.Outcome != rules.Fail || strings.Contains(f.Message, "sqs") {
		t.Errorf("%s: %s", f.Outcome, f.Message)
	}
	given = append(accessed(`{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}`, busy(), called("sqs", "")), unreadMappings())
	if f := unusedFinding(t, given); f.Outcome != rules.Unknown {
		t.Errorf("%s: %s", f.Outcome, f.Message)
	}
}

// Nothing is taken off a role before what stands in its place is there.
func TestUnusedAccessIsTakenOutInOrder(t *testing.T) {
	given := append(attachedRole(administrator, twoServices)[1:], append(accessed("", busy(), called("s3", yesterday, "dynamodb", ""))[1:], attachedAndOld(administrator))...)
	fix := unusedFinding(t, given).Fix
	put, rest, written := strings.Cut(fix, "aws iam put-role-policy")
	before, _, detached := strings.Cut(rest, "aws iam detach-role-policy")
	if !written || !detached || strings.Contains(put, "detach-role-policy") || !strings.HasSuffix(before, "' &&\n  ") {
		t.Errorf("it is detached whatever comes of the rest in\n%s", fix)
	}
}

// Mappings lie where their functions do: what could not be listed elsewhere is no
// matter.
func TestFailurePathsOfOtherRegionsAreNoMatter(t *testing.T) {
	header := rules.ExampleHeader()
	header.Regions = append(header.Regions, "ap-northeast-1")
	given := append(accessed(`{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}`, busy(), called("sqs", "")),
		facts.EventSources.Broke("ap-northeast-1", sample.Denied("lambda:ListEventSourceMappings")))
	rule, err := rules.ByID("role-unused-access")
	if err != nil {
		t.Fatal(err)
	}
	known, err := audit.Pretend(header, audit.NewSet(rule.Requires...), given...)
	if err != nil {
		t.Fatal(err)
	}
	var e rules.Example
	if found := e.Judge(rule, known, sample.TheRole()); len(found) != 1 || found[0].Outcome != rules.Fail {
		t.Errorf("%+v", found)
	}
}

// attachedAndOld is an old role with one managed policy.
func attachedAndOld(arn string) audit.Given {
	a, _ := audit.ParseARN(arn)
	return facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Created: "2024-03-04T05:06:07Z", Attached: []facts.AttachedPolicy{{Name: a.Name(), ARN: arn}}})
}

// unreadMappings is a region whose event source mappings could not be listed.
func unreadMappings() audit.Given {
	return facts.EventSources.Broke(sample.Region, sample.Denied("lambda:ListEventSourceMappings"))
}
