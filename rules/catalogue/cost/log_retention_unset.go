package cost

import (
	"fmt"
	"math"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

const retentionFix = `# what is older is deleted: export first what must be kept, and choose the days by that
aws logs put-retention-policy --log-group-name LOG_GROUP --retention-in-days 30 --region REGION
# SAM: AWS::Logs::LogGroup with RetentionInDays: 30      Terraform: retention_in_days = 30`

var _ = rules.Register(rules.Rule{
	ID: "log-retention-unset", Title: "keeps its logs for ever",
	Severity: rules.Low, Pillar: rules.Cost,
	Why: "The log group that Lambda makes keeps every line until somebody sets a retention. What it costs is little in the first month and grows with each one that follows.",
	Fix: retentionFix,
	Refs: []string{
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention",
		"https://aws.amazon.com/cloudwatch/pricing/",
	},
	Kinds:    []audit.KindName{facts.KindLogGroup},
	Requires: []audit.Dep{facts.LogGroups},
	Tables:   []string{rules.TablePrices},
	Check:    checkRetention,
	Examples: []rules.Example{
		{Name: "kept for ever, and large", Want: rules.Fail, Severity: rules.Low, Subject: logGroup(), Given: kept(facts.LogGroup{StoredBytes: 412 << 30, Class: "STANDARD"})},
		{Name: "kept for ever, and empty so far", Want: rules.Fail, Severity: rules.Low, Subject: logGroup(), Given: kept(facts.LogGroup{Class: "STANDARD"})},
		{Name: "ninety days", Want: rules.Pass, Subject: logGroup(), Given: kept(facts.LogGroup{RetentionDays: 90, StoredBytes: 412 << 30, Class: "STANDARD"})},
		{Name: "ten years are a retention, too (Prowler wants a year at most)", Want: rules.Pass, Subject: logGroup(), Given: kept(facts.LogGroup{RetentionDays: 3653})},
		{Name: "a group that only delivers keeps a day", Want: rules.Pass, Subject: logGroup(), Given: kept(facts.LogGroup{Class: "DELIVERY"})},
		{Name: "there is no such group yet", Want: rules.NotApplicable, Subject: logGroup(), Given: kept(facts.LogGroup{Missing: true})},
		{Name: "log groups are denied", Want: rules.Unknown, Subject: logGroup(), Given: []audit.Given{facts.LogGroups.Broke(sample.Region, sample.Denied("logs:DescribeLogGroups"))}},
	},
})

func logGroup() audit.Subject {
	return audit.Subject{Kind: facts.KindLogGroup, ID: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders", Account: sample.Account,
		Region: sample.Region, Functions: []string{sample.Function}}
}

func kept(g facts.LogGroup) []audit.Given { return []audit.Given{facts.LogGroups.Is(logGroup().ID, g)} }

// gigabyte is what CloudWatch Logs is paid by.
const gigabyte = 1 << 30

// size writes how much is stored in the unit that people would use.
func size(bytes int64) string {
	if bytes < gigabyte {
		return rules.Number(float64(bytes)/(1<<20)) + " MB"
	}
	return rules.Number(float64(bytes)/gigabyte) + " GB"
}

// atLeastACent writes a small amount of money, which is not nothing.
func atLeastACent(amount float64) string {
	if amount > 0 && amount < 0.01 {
		return "less than $0.01"
	}
	return rules.Dollars(amount)
}

func checkRetention(in *rules.Input) []rules.Finding {
	g, err := facts.LogGroups.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case g.Missing:
		return rules.One(rules.Inapplicable("there is no such log group"))
	case g.RetentionDays > 0 || g.Class == "DELIVERY":
		return nil
	}
	a, _ := audit.ParseARN(in.Subject.ID)
	cost := float64(g.StoredBytes) / gigabyte * in.Prices().Logs.KeptGBMonth
	f := rules.Failed(fmt.Sprintf("the log group %s keeps its lines for ever: %s so far, %s a month and growing", a.Name(), size(g.StoredBytes), atLeastACent(cost)),
		rules.Configured("retention", "none", "as many days as somebody may want to look back"),
		rules.Evidence{Field: "stored", Got: g.StoredBytes, Unit: "bytes"}, rules.Evidence{Field: "price of keeping it", Got: math.Round(cost*100) / 100, Unit: "USD a month"})
	f.Fix = strings.ReplaceAll(retentionFix, "LOG_GROUP", rules.InCommand(a.Name(), "LOG_GROUP"))
	return rules.One(f)
}
