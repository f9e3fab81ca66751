package architecture

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// found is the one thing that a rule says of an example.
func found(t *testing.T, id, example string) rules.Finding {
	t.Helper()
	r, err := rules.ByID(id)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(r.Examples, func(e rules.Example) bool { return e.Name == example })
	if i < 0 {
		t.Fatalf("%s has no example %q", id, example)
	}
	return said(t, r, r.Examples[i])
}

func said(t *testing.T, r *rules.Rule, e rules.Example) rules.Finding {
	t.Helper()
	known, err := e.World(r)
	if err != nil {
		t.Fatal(err)
	}
	list := e.Judge(r, known, e.About(r, known))
	if len(list) != 1 {
		t.Fatalf("%+v", list)
	}
	return list[0]
}

func TestDuplicatesSayWhatSetsThemApart(t *testing.T) {
	f := found(t, "duplicate-code", "one package with several handlers (sls-mentor noMonoPackage): said as what it is")
	if want := "one package with 2 handlers is deployed as 2 functions: orders-create, orders-get; what differs: handler"; f.Message != want || f.Confidence != rules.Possible {
		t.Errorf("%s (%s)", f.Message, f.Confidence)
	}
	r, _ := rules.ByID("duplicate-code")
	twins := rules.Example{Subject: thePackage("a", "b", "c", "d", "e", "f", "g")}
	for _, arn := range twins.Subject.Functions {
		a, _ := audit.ParseARN(arn)
		twins.Given = append(twins.Given, sample.Named(a.Name(), nil))
	}
	if got, want := said(t, r, twins).Message, "7 functions run the same package: a, b, c, d, e and 2 more; at most the values of their variables set them apart"; got != want {
		t.Errorf("%s", got)
	}
}

func TestPurposesSayWhich(t *testing.T) {
	f := found(t, "many-purposes", "an API, a bucket and a queue")
	if f.Message != "3 kinds of triggers invoke it: apigateway, s3, sqs" || f.Confidence != rules.Sure {
		t.Errorf("%s (%s)", f.Message, f.Confidence)
	}
	f = found(t, "many-purposes", "the policy lets the whole API through, which nothing else serves")
	if f.Message != "every request to the API a1b2c3 may end in it (*/*), and no other function serves it" || f.Confidence != rules.Possible {
		t.Errorf("%s (%s)", f.Message, f.Confidence)
	}
	r, _ := rules.ByID("many-purposes")
	both := rules.Example{Subject: sample.TheFunction(), Given: purposes(routed(sample.Function, "*/ANY/{proxy+}"),
		roleOver("dynamodb", "s3", "sqs", "sns", "ses", "ssm", "secretsmanager", "states", "kms"))}
	if f := said(t, r, both); !strings.Contains(f.Message, "; its role reaches 9 services: dynamodb, kms, s3, secretsmanager, ses and 4 more") || len(f.Evidence) != 2 {
		t.Errorf("%+v", f)
	}
}

func TestCatchAll(t *testing.T) {
	for route, want := range map[string][2]bool{
		"*/*":                {false, true},
		"*":                  {false, true},
		"*/*/*":              {false, true},
		"prod/ANY/*":         {false, true},
		"prod/*/{proxy+}":    {true, true},
		"*/$default":         {false, true},
		"*/*/$default":       {false, true},
		"prod":               {},
		"*/GET":              {},
		"*/GET/{proxy+}":     {},
		"*/GET/orders":       {},
		"*/*/orders/*":       {},
		"prod/POST/":         {},
		"prod/*/":            {},
		"*/*/files/{proxy+}": {},
	} {
		if named, any := catchAll(route); named != want[0] || any != want[1] {
			t.Errorf("%s: %v, %v", route, named, any)
		}
	}
}

func TestVPCRightsAreBasic(t *testing.T) {
	for _, c := range []struct {
		service, pattern string
		want             bool
	}{
		{"ec2", "ec2:CreateNetworkInterface", true}, {"ec2", "ec2:Describe*", true}, {"ec2", "ec2:RunInstances", false},
		{"ec2", "ec2:*", false}, {"logs", "logs:*", true}, {"s3", "s3:GetObject", false},
	} {
		if got := isBasic(c.service, []string{c.pattern}); got != c.want {
			t.Errorf("%s is basic: %v", c.pattern, got)
		}
	}
}

func TestTableOfMarks(t *testing.T) {
	table := knownMarks()
	if table.AsOf == "" || len(table.Sources) == 0 || len(table.Marks) < 20 {
		t.Errorf("%+v", table)
	}
	p := ProvisioningParams{Marks: table.Marks}
	for key, want := range map[string]bool{
		"aws:cloudformation:logical-id": true, "Terraform": true, "terraform:workspace": true, "pulumi:project": true, "Managed_By": true,
		"services.k8s.aws/controller-version": true, "team": false, "Name": false, "samples": false, "aws:createdBy": false,
	} {
		if got := p.marked([]string{key}); got != want {
			t.Errorf("%s is a mark: %v", key, got)
		}
	}
}

func TestProvisioningShowsTheTags(t *testing.T) {
	for example, want := range map[string]string{
		"made by hand beside two that a stack made": "tags none (wanted a mark such as aws:cloudformation:*, aws:cdk:*, lambda:createdBy); functions with a mark 2",
		"a tag that is no mark":                     "tags team (wanted a mark such as aws:cloudformation:*, aws:cdk:*, lambda:createdBy); functions with a mark 2",
	} {
		f := found(t, "infrastructure-as-code-missing", example)
		if got := rules.EvidenceText(f.Evidence); got != want {
			t.Errorf("%s: %s", example, got)
		}
		if f.Message != "2 of 3 functions in the audited regions carry a mark of infrastructure as code, and it carries none" {
			t.Error(f.Message)
		}
	}
}

func TestTagFix(t *testing.T) {
	f := found(t, "tags-missing", "one of two is absent")
	if f.Message != "it lacks 1 tag: stage" || !strings.Contains(f.Fix, "--resource "+sample.Function+" --tags stage=VALUE --region REGION") {
		t.Errorf("%s\n%s", f.Message, f.Fix)
	}
	if fix := tagFix("arn:aws:lambda:x", []string{"a b"}); !strings.Contains(fix, "--tags KEY=VALUE") {
		t.Error(fix)
	}
}
