package report

import (
	"fmt"
	"slices"

	"lambda-audit/rules"
)

// sampleRule is what the sample's findings take from their rule.
type sampleRule struct {
	title    string
	severity rules.Severity
	pillar   rules.Pillar
	fix      string
}

var sampleRules = map[string]sampleRule{
	"env-secret":          {"a variable holds a secret", rules.Critical, rules.Security, "aws secretsmanager create-secret --name SECRET_NAME --secret-string file://value\naws lambda update-function-configuration --function-name FUNCTION --environment file://without-it.json"},
	"policy-public":       {"anyone may invoke the function", rules.Critical, rules.Security, "aws lambda remove-permission --function-name FUNCTION --statement-id SID"},
	"role-wildcard":       {"the role allows every action of a service", rules.High, rules.Security, "aws iam put-role-policy --role-name ROLE --policy-name exact --policy-document file://exact.json"},
	"runtime-deprecated":  {"AWS no longer patches the runtime", rules.High, rules.Security, "aws lambda update-function-configuration --function-name FUNCTION --runtime SUCCESSOR"},
	"missing-dlq":         {"asynchronous failures go nowhere", rules.High, rules.Reliability, "aws lambda update-function-configuration --function-name FUNCTION --dead-letter-config TargetArn=QUEUE"},
	"timeout-near-p99":    {"the slowest calls come close to the timeout", rules.High, rules.Reliability, "aws lambda update-function-configuration --function-name FUNCTION --timeout SECONDS"},
	"x86-architecture":    {"x86 where arm64 would be cheaper", rules.Medium, rules.Cost, "aws lambda update-function-code --function-name FUNCTION --architectures arm64 --zip-file fileb://build.zip"},
	"role-shared":         {"several functions share one role", rules.Medium, rules.Security, ""},
	"log-retention-unset": {"the log group keeps everything for ever", rules.Low, rules.Cost, "aws logs put-retention-policy --log-group-name GROUP --retention-in-days 30"},
	"tracing-off":         {"no tracing", rules.Low, rules.Observability, "aws lambda update-function-configuration --function-name FUNCTION --tracing-config Mode=Active"},
	"snapstart-available": {"SnapStart would shorten cold starts", rules.Low, rules.Performance, ""},
}

func sampleFinding(outcome rules.Outcome, rule, function, locus, message, evidence string) rules.FindingRow {
	r := sampleRules[rule]
	return rules.FindingRow{
		Stamp: stamp("eu-west-1"), ID: fmt.Sprintf("%s-%x", rule, function+locus), Rule: rule, Title: r.title,
		Severity: r.severity, Pillar: r.pillar, Outcome: outcome, Confidence: "high",
		SubjectKind: "function", Subject: sampleARN(function), Locus: locus, Function: function,
		Functions: []string{function}, FunctionARNs: []string{sampleARN(function)},
		Message: message, EvidenceText: evidence, Fix: r.fix,
		References: []string{"https://docs.aws.amazon.com/lambda/latest/dg/"},
	}
}

func shopFindings() []rules.FindingRow {
	fail := func(rule, function, locus, message, evidence string) rules.FindingRow {
		return sampleFinding(rules.Fail, rule, function, locus, message, evidence)
	}
	unknown := func(rule, function, reason, message string) rules.FindingRow {
		row := sampleFinding(rules.Unknown, rule, function, "", message, "")
		row.Reason = reason
		return row
	}
	rows := []rules.FindingRow{
		fail("env-secret", "checkout-api", "STRIPE_KEY", "STRIPE_KEY holds a live Stripe key", "STRIPE_KEY: stripe live key, decided by its prefix, 96 to 128 characters"),
		fail("env-secret", "invoice-mailer", "SMTP_PASSWORD", "SMTP_PASSWORD holds what its name says", "SMTP_PASSWORD: password, decided by its name"),
		fail("policy-public", "checkout-api", "AllowAll", "statement AllowAll lets every AWS account invoke the function", "Principal: got *, want an account, or a condition on the source"),
		unknown("policy-public", "webhooks", "denied", "resource-policy: denied: needs lambda:GetPolicy"),
		unknown("policy-public", "session-gc", "denied", "resource-policy: denied: needs lambda:GetPolicy"),
		sharedRoleFinding(),
		fail("runtime-deprecated", "checkout-api", "", "python3.8 is past its deprecation of 2024-10-14", "runtime: got python3.8, want python3.13; no updates after 2027-02-09"),
		fail("runtime-deprecated", "webhooks", "", "go1.x is past its deprecation of 2024-01-08", "runtime: got go1.x, want provided.al2023"),
		fail("missing-dlq", "image-resizer", "$LATEST", "events from S3 that fail three times are lost", "async_events: got 98,100, want a dead-letter queue or an on-failure destination"),
		fail("missing-dlq", "請求書-作成", "live", "events from 請求書-バケット that fail are lost", "principal: s3.amazonaws.com"),
		fail("timeout-near-p99", "orders-stream", "", "p99 reached 92 % of the 30 s timeout on 3 of 14 days, and what is slower is cut off and done again from the first record of its batch", "p99: got 27,600 ms, want below 24,000 ms (3 days of 14, n = 50,123, max 30,000 ms)"),
		fail("x86-architecture", "checkout-api", "", "arm64 would do the same for 20 % less", "architecture: got x86_64, want arm64"),
		fail("x86-architecture", "orders-stream", "", "arm64 would do the same for 20 % less", "architecture: got x86_64, want arm64"),
		fail("tracing-off", "nightly-report", "", "no trace of what it calls", "mode: got PassThrough, want Active"),
		fail("tracing-off", evilName, "evil\x1b[31m\u202elocus", "named \x1b]8;;http://evil\x07link\u2066 by its author", "mode: got PassThrough\nand a second line\u009b1m"),
		fail("log-retention-unset", "legacy-export", "", "logs are kept for ever", "retention: got never, want a number of days"),
		sampleFinding(rules.Pass, "snapstart-available", "thumbnails", "", "", ""),
		sampleFinding(rules.NotApplicable, "snapstart-available", "legacy-export", "", "container images have no SnapStart", ""),
		unknown("x86-architecture", "legacy-export", "no-data", "the image's layers cannot be read"),
	}
	rows[11].MonthlySaving, rows[12].MonthlySaving = ptr(412.5), ptr(12.25)
	rows[1].Severity, rows[1].Confidence = rules.High, "medium"
	rows[12].Severity = rules.Low
	for i := range rows {
		if rows[i].Function == "legacy-export" {
			rows[i].ManagedBy = "AWS Control Tower"
		}
	}
	rows[13].SuppressedFor, rows[5].SuppressedFor = []string{"nightly-report"}, []string{"orders-stream"}
	rows[13].Suppressed, rows[13].SuppressReason, rows[13].SuppressUntil = true, "runs at night, nobody waits", "2027-01-31"
	rows[2].ExplainedBy = []rules.Explained{{Function: "checkout-api", Rule: "exposed-and-powerful"}}
	rows[10].Evidence = []rules.Evidence{
		{Field: "p99", Got: 27600.0, Want: 24000.0, Unit: "ms", Statistic: "p99", WindowDays: new(14), Samples: ptr(50123.0)},
		{Field: "principals", Got: []string{"s3.amazonaws.com"}, Want: nil},
		{Field: "price", Got: 0.0000133334, Want: true},
	}
	return rows
}

// sharedRoleFinding is about a role, and so about all functions that use it.
func sharedRoleFinding() rules.FindingRow {
	row := sampleFinding(rules.Fail, "role-wildcard", "", "Sid1", "shop-worker may do dynamodb:* on every table", "Action: got dynamodb:*, want exact actions on exact tables")
	row.Region, row.SubjectKind, row.Subject = "global", "role", "arn:aws:iam::"+sampleAccount+":role/shop-worker"
	row.Functions = []string{"checkout-api", "invoice-mailer", "image-resizer", "orders-stream", "請求書-作成", evilName, "legacy-export"}
	row.FunctionARNs = slices.Collect(func(yield func(string) bool) {
		for _, name := range row.Functions {
			if !yield(sampleARN(name)) {
				return
			}
		}
	})
	return row
}

// emptyAccount has no functions.
func emptyAccount() *Report {
	return &Report{Result: &rules.Result{Run: rules.Run{
		SchemaVersion: 1, ScoreFormula: "1", Tool: "lambda-audit", AccountIDs: []string{sampleAccount}, TakenAt: taken, WindowDays: 14, Mode: rules.ModeFull,
		Regions: []rules.RegionState{{Region: "eu-west-1", State: "audited"}}, Outcome: "nothing to audit", ExitCode: 5,
	}, Accounts: []rules.Account{{Stamp: stamp("global"), State: rules.AccountAudited}}}}
}

// cleanAccount has one function, which passes everything that a fast run asks.
func cleanAccount() *Report {
	r := emptyAccount()
	r.Result.Run.Regions[0].Functions, r.Result.Run.Functions = 1, 1
	r.Result.Run.Score, r.Result.Run.Grade, r.Result.Run.Coverage = ptr(100.0), "A", ptr(1.0)
	r.Result.Run.Grades = []rules.GradeCount{{Grade: "A", Functions: 1}}
	r.Result.Run.Judged, r.Result.Run.Outcome, r.Result.Run.ExitCode = 12, "clean", 0
	r.Result.Accounts[0].Functions, r.Result.Accounts[0].Score, r.Result.Accounts[0].Grade = 1, ptr(100.0), "A"
	r.Result.Functions = shopFunctions()[7:8]
	r.Result.Rules = []rules.RuleCount{{Stamp: stamp("global"), Rule: "env-secret", Title: "a variable holds a secret", Severity: rules.Critical, Pillar: rules.Security, Judged: 12, Passed: 12, Complete: true}}
	r.Result.Run.Mode = rules.ModeFast
	r.Result.NotSelected = []rules.NotSelectedRow{
		{Stamp: stamp("global"), Rule: "missing-dlq", Title: "failed events are lost", Severity: rules.Medium, Pillar: rules.Reliability, Needs: []string{"async-settings", "resource-policy"}},
		{Stamp: stamp("global"), Rule: "policy-public", Title: "anyone may invoke it", Severity: rules.Critical, Pillar: rules.Security, Needs: []string{"alias-policy", "resource-policy"}},
	}
	return r
}
