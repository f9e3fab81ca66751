package report

import (
	"cmp"
	"slices"
	"time"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

var taken = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const sampleAccount = "123456789012"

func stamp(region string) rules.Stamp {
	return rules.Stamp{AccountID: sampleAccount, Region: region, TakenAt: taken}
}

func ptr[T any](v T) *T { return &v }

// shop is a believable account: every outcome, several severities, savings,
// denied calls, a region that broke off and names that mean harm.
func shop() *Report {
	findings := shopFindings()
	functions := shopFunctions()
	result := &rules.Result{
		Run: rules.Run{
			SchemaVersion: 1, ScoreFormula: "1", RunID: "20261123-090000-7f3a", Tool: "lambda-audit", Version: "0.9.0",
			AccountIDs: []string{sampleAccount}, Regions: shopRegions(),
			TakenAt: taken, WindowDays: 14, Mode: rules.ModeFull, RuntimesAsOf: "2026-11-10", PricesAsOf: "2026-11-01", ManagedAsOf: "2026-11-20",
			Functions: len(functions), Score: ptr(58.63), Grade: "D", Coverage: ptr(0.9374), Worst: "checkout-api", WorstAccount: sampleAccount,
			Grades:      []rules.GradeCount{{Grade: "A", Functions: 3}, {Grade: "B", Functions: 2}, {Grade: "C", Functions: 1}, {Grade: "D", Functions: 3}, {Grade: "F", Functions: 2}, {Functions: 1}},
			MonthlyCost: ptr(1420.504), MonthlySave: ptr(425.05),
			Metrics: 8400, MetricsCost: 0.084,
			Partial: true, Outcome: "findings", ExitCode: 1,
		},
		Accounts: []rules.Account{{
			Stamp: stamp("global"), State: rules.AccountPartial, Regions: shopRegions(), Functions: len(functions), Score: ptr(58.63), Grade: "D",
			Coverage: ptr(0.9374), Worst: "checkout-api", Critical: 3, High: 3, Medium: 2, Low: 2, MonthlyCost: ptr(1420.504), MonthlySave: ptr(425.05),
		}},
		Functions: countPerFunction(functions, findings),
		Rules:     countPerRule(findings),
		Summary:   countSummary(findings),
		APICalls: []rules.CallRow{
			{Stamp: stamp("us-east-1"), CallCount: audit.CallCount{Service: "cloudwatch", Operation: "GetMetricData", Calls: 17, Metrics: 8400}},
			{Stamp: stamp("eu-west-1"), CallCount: audit.CallCount{Service: "lambda", Operation: "ListFunctions", Calls: 1}},
			{Stamp: stamp("us-east-1"), CallCount: audit.CallCount{Service: "lambda", Operation: "GetPolicy", Calls: 14, Repeated: 2, Throttled: 2, Failed: 4, Refused: 1204}},
		},
		Suppressions: shopSuppressions(),
		Errors: []rules.ErrorRow{
			{Stamp: stamp("us-east-1"), Fact: "resource-policy", Reason: "denied", Code: "AccessDeniedException", Action: "lambda:GetPolicy", Subjects: 4, Example: "arn:aws:lambda:us-east-1:123456789012:function:webhooks", Message: "User is not authorized to perform lambda:GetPolicy"},
			{Stamp: stamp("us-east-1"), Fact: "functions", Reason: "throttled", Code: "TooManyRequestsException", Subjects: 1, Example: "us-east-1", Message: "AWS kept asking for patience until the deadline"},
			{Stamp: stamp("global"), Fact: "role-policies", Reason: "denied", Code: "AccessDenied", Action: "iam:GetAccountAuthorizationDetails", Subjects: 1204, Example: "arn:aws:iam::123456789012:role/shop-\x1b]0;owned\x07worker"},
		},
	}
	for _, row := range result.Rules {
		result.Run.Judged += row.Judged
	}
	return &Report{Result: result, Findings: slices.Values(findings)}
}

func shopRegions() []rules.RegionState {
	return []rules.RegionState{
		{Region: "eu-west-1", State: "audited", Functions: 8},
		{Region: "us-east-1", State: "partial", Functions: 4},
		{Region: "eu-north-1", State: "audited"},
		{Region: "ap-south-2", State: "not-enabled"},
		{Region: "me-south-1", State: "closed"},
	}
}

const evilName = "pay\x1b[2J\u202eroll\u0085\x07"

func shopFunctions() []rules.Function {
	f := func(name, region, runtime, grade string, score, low, invocations, cost, saving *float64) rules.Function {
		return rules.Function{
			Stamp: stamp(region), Function: name, FunctionARN: sampleARN(name), Runtime: runtime,
			Architecture: "x86_64", MemoryMB: ptr(512), TimeoutS: ptr(30), PackageType: "Zip",
			Role:         "arn:aws:iam::" + sampleAccount + ":role/shop-worker",
			LastModified: "2026-10-02T07:15:00Z", Invocations: invocations, P99MS: ptr(843.12549), MaxMS: nil,
			Score: score, ScoreLow: low, Grade: grade, Coverage: ptr(0.97), Bill: rules.Bill{MonthlyCost: cost}, MonthlySave: saving,
		}
	}
	eu, us := "eu-west-1", "us-east-1"
	functions := []rules.Function{
		f("checkout-api", eu, "python3.8", "F", ptr(12.44), ptr(12.44), ptr(1234567.0), ptr(1288.4), ptr(412.5)),
		f("invoice-mailer", eu, "nodejs18.x", "F", ptr(26.91), ptr(18.57), ptr(8412.0), ptr(3.1), nil),
		f("image-resizer", eu, "nodejs22.x", "D", ptr(63.11), ptr(63.11), ptr(98100.0), ptr(86.02), ptr(tenths)),
		f("orders-stream", eu, "java21", "D", ptr(67.62), ptr(67.62), ptr(50123.0), ptr(40.0), ptr(12.25)),
		f("nightly-report", eu, "python3.13", "B", ptr(86.5), ptr(86.5), ptr(14.0), ptr(0.004), nil),
		f("請求書-作成", eu, "python3.13", "C", ptr(79.9999), ptr(71.2), ptr(120.0), ptr(0.4), nil),
		f(evilName, eu, "nodejs22.x", "D", ptr(69.0), ptr(69.0), ptr(0.0), ptr(0.0), nil),
		f("thumbnails", eu, "nodejs22.x", "A", ptr(100.0), ptr(100.0), ptr(777.0), ptr(0.2), nil),
		f("legacy-export", us, "", "", nil, ptr(11.0), nil, nil, nil),
		f("webhooks", us, "go1.x", "B", ptr(82.0), ptr(31.9), ptr(3100.0), ptr(0.9), nil),
		f("session-gc", us, "provided.al2023", "A", ptr(99.0), ptr(38.6), ptr(20160.0), ptr(1.2), nil),
		f("audit-log-forwarder-with-the-longest-name-that-aws-allows-64chars", us, "python3.13", "A", ptr(99.0), ptr(38.6), ptr(4032.0), ptr(0.3), nil),
	}
	functions[0].Bill = rules.Bill{MonthlyCost: ptr(1288.4), MonthlyCompute: ptr(1000.25), MonthlyRequests: ptr(0.53), MonthlyProvisioned: ptr(287.6203), MonthlyStorage: ptr(0.0)}
	functions[0].ManagedBy, functions[0].Tags = "", []rules.Tag{{Key: "team", Value: "pay<ments> & co"}}
	functions[8].MemoryMB, functions[8].PackageType, functions[8].Coverage = nil, "Image", ptr(0.31)
	functions[8].ManagedBy = "AWS Control Tower"
	return functions
}

func sampleARN(name string) string {
	return "arn:aws:lambda:eu-west-1:" + sampleAccount + ":function:" + name
}

// countPerFunction fills in what the findings say of each function.
func countPerFunction(functions []rules.Function, findings []rules.FindingRow) []rules.Function {
	for i := range functions {
		f := &functions[i]
		at := map[rules.Severity]*int{rules.Critical: &f.Critical, rules.High: &f.High, rules.Medium: &f.Medium, rules.Low: &f.Low}
		for _, row := range findings {
			switch {
			case row.Suppressed || !slices.Contains(row.Functions, f.Function):
			case row.Outcome == rules.Fail:
				f.Failed++
				*at[row.Severity]++
			case row.Outcome == rules.Unknown:
				f.Unknown++
			}
		}
	}
	return functions
}

// countPerRule takes twelve subjects for each rule.
func countPerRule(findings []rules.FindingRow) []rules.RuleCount {
	var counts []rules.RuleCount
	for _, row := range findings {
		i := slices.IndexFunc(counts, func(c rules.RuleCount) bool { return c.Rule == row.Rule })
		if i < 0 {
			i = len(counts)
			counts = append(counts, rules.RuleCount{
				Stamp: stamp("global"), Rule: row.Rule, Title: row.Title, Severity: row.Severity, Pillar: row.Pillar,
				Complete: row.Rule != "policy-public",
			})
		}
		c := &counts[i]
		switch row.Outcome {
		case rules.Fail:
			c.Failed++
			switch {
			case row.ManagedBy != "":
				c.Managed++
			case row.Suppressed:
				c.Suppressed++
			}
			c.MonthlySaving = add(c.MonthlySaving, row.MonthlySaving)
		case rules.Unknown:
			c.Unknown++
			c.UnknownBy = []rules.Count{{Name: row.Reason, Count: c.Unknown}}
		case rules.NotApplicable:
			c.NotApplicable++
		}
		c.Judged = 12 - c.Unknown - c.NotApplicable
		c.Passed = c.Judged - c.Failed
	}
	return slices.SortedFunc(slices.Values(counts), func(a, b rules.RuleCount) int { return cmp.Compare(a.Rule, b.Rule) })
}

func countSummary(findings []rules.FindingRow) []rules.SummaryRow {
	var rows []rules.SummaryRow
	for _, f := range findings {
		same := func(r rules.SummaryRow) bool {
			return r.Severity == f.Severity && r.Pillar == f.Pillar && r.Outcome == f.Outcome
		}
		i := slices.IndexFunc(rows, same)
		if i < 0 {
			i = len(rows)
			rows = append(rows, rules.SummaryRow{Stamp: stamp("global"), Severity: f.Severity, Pillar: f.Pillar, Outcome: f.Outcome})
		}
		rows[i].Findings++
		if f.Suppressed {
			rows[i].Suppressed++
		}
	}
	return rows
}
