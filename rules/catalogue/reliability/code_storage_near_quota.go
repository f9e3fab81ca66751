package reliability

import (
	"cmp"
	"fmt"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// CodeStorageParams are the thresholds of code-storage-near-quota.
type CodeStorageParams struct {
	Share   float64 `json:"share"`   // of the region's quota
	Largest int     `json:"largest"` // functions that are named
}

var _ = rules.Register(rules.Rule{
	ID: "code-storage-near-quota", Title: "comes near the region's quota of stored code",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "At the quota no function of the region can be deployed any more, the fix for an incident included; what fills it are mostly old versions that nobody runs.",
	Fix: `# which versions does an alias serve? keep those, and the few that a rollback may need
aws lambda list-aliases --function-name FUNCTION --query 'Aliases[].[Name,FunctionVersion,RoutingConfig]' --region REGION
aws lambda list-versions-by-function --function-name FUNCTION --query 'Versions[].[Version,CodeSize,LastModified]' --output table --region REGION
aws lambda delete-function --function-name FUNCTION --qualifier VERSION --region REGION
# old versions of layers count too
aws lambda list-layers --query 'Layers[].[LayerName,LatestMatchingVersion.Version]' --region REGION
aws lambda delete-layer-version --layer-name LAYER --version-number N --region REGION
# until then, more room (in GB)
aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-2ACBD22F --desired-value N --region REGION
# SAM: AutoPublishAlias keeps the version of each deployment      Terraform: publish = true does too`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
		"https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion},
	Requires: []audit.Dep{facts.AccountSettings, facts.Functions, facts.Versions},
	Params:   &CodeStorageParams{Share: 0.8, Largest: 5},
	Check:    checkCodeStorage,
	Examples: []rules.Example{
		{Name: "nine tenths are used, by forty versions of one function (cloud-custodian 6007)", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheRegion(),
			Given: []audit.Given{stored(67<<30, 75<<30), sample.Config(heavy), facts.Versions.Is(sample.Function, versionsOf(40))}},
		{Name: "nine tenths are used, and which versions there are is denied", Want: rules.Fail, Subject: sample.TheRegion(),
			Given: []audit.Given{stored(67<<30, 75<<30), sample.Config(heavy), facts.Versions.Broke(sample.Region, sample.Denied("lambda:ListFunctions"))}},
		{Name: "half is used", Want: rules.Pass, Subject: sample.TheRegion(), Given: []audit.Given{stored(37<<30, 75<<30)}},
		{Name: "no more than the share that is allowed", Want: rules.Pass, Subject: sample.TheRegion(), Given: []audit.Given{stored(60<<30, 75<<30)}},
		{Name: "the quota is denied", Want: rules.Unknown, Subject: sample.TheRegion(),
			Given: []audit.Given{facts.AccountSettings.IsUnknown(sample.Region, sample.Denied("lambda:GetAccountSettings"))}},
		{Name: "AWS told no quota", Want: rules.Unknown, Subject: sample.TheRegion(), Given: []audit.Given{stored(67<<30, 0)}},
	},
})

func stored(used, limit int64) audit.Given {
	return facts.AccountSettings.Is(sample.Region, facts.Limits{CodeBytes: used, CodeLimit: limit, Functions: 1})
}

func heavy(c *facts.Config) { c.CodeBytes = 50 << 20 }

func versionsOf(n int) []facts.Config {
	list := make([]facts.Config, n)
	for i := range list {
		list[i] = facts.Config{Name: "orders", ARN: sample.Function, Version: fmt.Sprint(i + 1), CodeBytes: 50 << 20}
	}
	return list
}

func checkCodeStorage(in *rules.Input) []rules.Finding {
	limits, err := facts.AccountSettings.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if limits.CodeLimit <= 0 {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.AccountSettings.Name, Message: "AWS told no quota of stored code"}))
	}
	params := rules.Params[CodeStorageParams](in)
	share := float64(limits.CodeBytes) / float64(limits.CodeLimit)
	if share <= params.Share {
		return nil
	}
	message := fmt.Sprintf("%s of %s for code are used in %s (%s)", gigabytes(limits.CodeBytes), gigabytes(limits.CodeLimit), in.Subject.ID, rules.Percent(share))
	evidence := []rules.Evidence{
		rules.Configured("stored code", gigabytes(limits.CodeBytes), "at most "+gigabytes(int64(params.Share*float64(limits.CodeLimit)))),
	}
	if largest := largestStores(in, params.Largest); len(largest) > 0 {
		evidence = append(evidence, rules.Configured("largest functions", largest, nil))
		message += "; the largest function is " + largest[0]
	}
	return rules.One(rules.Failed(message, evidence...))
}

// A store is what one function keeps.
type store struct {
	name     string
	bytes    int64
	versions int
	partial  bool // it may keep more
}

// largestStores names the functions that keep the most code, with all of their
// versions.
func largestStores(in *rules.Input, atMost int) []string {
	var stores []store
	_ = facts.Functions.All(in.Facts, func(arn string, c facts.Config) { // names those that are known
		if a, _ := audit.ParseARN(arn); a.Region != in.Subject.ID {
			return
		}
		versions, err := facts.Versions.Of(in.Facts, arn)
		s := store{name: c.Name, bytes: c.CodeBytes, versions: len(versions), partial: err != nil}
		for i := range versions {
			s.bytes += versions[i].CodeBytes
		}
		stores = append(stores, s)
	})
	slices.SortFunc(stores, func(a, b store) int { return cmp.Or(cmp.Compare(b.bytes, a.bytes), cmp.Compare(a.name, b.name)) })
	var list []string
	for _, s := range stores[:min(atMost, len(stores))] {
		list = append(list, s.String())
	}
	return list
}

// String tells the function, what it keeps, and in how many versions.
func (s store) String() string {
	if s.partial {
		return fmt.Sprintf("%s (at least %s)", s.name, gigabytes(s.bytes))
	}
	return fmt.Sprintf("%s (%s in %s)", s.name, gigabytes(s.bytes), rules.Plural(1+s.versions, "version"))
}

// gigabytes writes an amount of code, as AWS counts it: a GB has 2^30 bytes.
func gigabytes(bytes int64) string {
	if bytes < 1<<30 {
		return rules.Number(float64(bytes)/(1<<20)) + " MB"
	}
	return rules.Number(float64(bytes)/(1<<30)) + " GB"
}
