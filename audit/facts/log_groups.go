package facts

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"lambda-audit/audit"
)

// KindLogGroup is the kind of the log groups that functions write to.
const KindLogGroup audit.KindName = "log-group"

// LogGroup is a group of CloudWatch Logs that functions are configured to write to.
type LogGroup struct {
	Missing       bool   `json:"missing,omitempty"`        // there is none of that name
	RetentionDays int    `json:"retention_days,omitempty"` // 0: for ever
	StoredBytes   int64  `json:"stored_bytes,omitempty"`
	Class         string `json:"class,omitempty"` // "STANDARD", "INFREQUENT_ACCESS", "DELIVERY", …
}

// LogGroups are the log groups that the functions are configured to write to.
var LogGroups = audit.RegisterFact(audit.Fact[LogGroup]{
	Name: "log-groups",
	Doc: "the log groups that functions are configured to write to: retention and size, or that there is none. Groups below " +
		"/aws/lambda/ are listed together, others by the part of their name that they share",
	Kind: KindLogGroup, Over: audit.KindRegion,
	Operations: []string{"CloudWatch Logs.DescribeLogGroups"},
	Actions:    []string{"logs:DescribeLogGroups"},
	Needs:      configurationSources,
	Collect:    collectLogGroups,
	Example: audit.Example{
		Reply:  `{"logGroups":[{"logGroupName":"/aws/lambda/orders-api","logGroupArn":"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-api","retentionInDays":30,"storedBytes":73400320,"logGroupClass":"STANDARD"}]}`,
		Source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html",
	},
})

// LogGroupKind is the kind of the log groups of the functions in the run's scope.
var LogGroupKind = audit.RegisterKind(audit.Kind{
	Name: KindLogGroup, Doc: "a log group that functions write to, with all that are configured to",
	From: configurationSources,
	List: func(r audit.Reader) ([]audit.Subject, error) {
		writers := map[string]map[string]bool{}
		incomplete := eachConfiguration(r, func(function string, c Config) {
			if c.Name == "" {
				return // it is not known
			}
			group := LogGroupARN(function, &c)
			if writers[group] == nil {
				writers[group] = map[string]bool{}
			}
			writers[group][function] = true
		})
		list := make([]audit.Subject, 0, len(writers))
		for arn, functions := range writers {
			a, _ := audit.ParseARN(arn)
			list = append(list, audit.Subject{Kind: KindLogGroup, ID: arn, Account: a.Account, Region: a.Region,
				Functions: slices.Sorted(maps.Keys(functions)), Open: incomplete != nil})
		}
		return list, incomplete
	},
})

// LogGroupARN names the log group that a function writes to with that
// configuration.
func LogGroupARN(function string, c *Config) string {
	a, _ := audit.ParseARN(function)
	return fmt.Sprintf("arn:%s:logs:%s:%s:log-group:%s", a.Partition, a.Region, a.Account, cmp.Or(c.LogGroup, defaultLogGroup(a.Name())))
}

func collectLogGroups(ctx context.Context, s *audit.Session, r audit.Reader, regions []audit.Subject, put audit.Put[LogGroup]) error {
	region := regions[0].ID
	groups := map[string]string{} // ARNs, by name
	var configured []string
	_ = eachConfiguration(r, func(function string, c Config) { // what is not known names no group
		arn := LogGroupARN(function, &c)
		if group, _ := audit.ParseARN(arn); group.Region == region && c.Name != "" {
			name := group.Name()
			groups[name] = arn
			configured = append(configured, name)
		}
	})
	configured = sorted(configured)
	client := audit.Client(s, region, cloudwatchlogs.NewFromConfig)
	var first error
	for _, prefix := range logPrefixes(configured, s.Header.Scope.Named() == nil) {
		err := logGroupsOf(ctx, client, prefix, func(name string, g LogGroup) {
			if arn, ok := groups[name]; ok {
				put(arn, g, nil)
			}
		})
		if err != nil {
			first = cmp.Or(first, fmt.Errorf("describe the log groups %s* in %s: %w", prefix, region, err))
			continue
		}
		for _, name := range configured {
			if strings.HasPrefix(name, prefix) && !audit.Told(ctx, groups[name]) {
				put(groups[name], LogGroup{Missing: true}, nil)
			}
		}
	}
	return first
}

// logPrefixes are what to ask for so that each of the names is told of: those in
// one directory together, where that is asked for, and all others by themselves.
// Names are sorted.
func logPrefixes(names []string, together bool) []string {
	inDirectory := map[string]int{}
	for _, name := range names {
		inDirectory[directory(name)]++
	}
	var prefixes []string
	for _, name := range names {
		if dir := directory(name); together && len(dir) > 1 && inDirectory[dir] > 1 {
			name = dir
		}
		prefixes = append(prefixes, name)
	}
	return sorted(prefixes)
}

// directory is the part of a log group's name up to the last slash.
func directory(name string) string { return name[:strings.LastIndexByte(name, '/')+1] }

// logGroupsOf hands over the groups whose names begin so; those of pages before a
// broken one count. The listing is sorted, so a whole name comes first.
func logGroupsOf(ctx context.Context, client *cloudwatchlogs.Client, prefix string, found func(name string, g LogGroup)) error {
	return audit.Pages(ctx, prefix, func(ctx context.Context, token *string) (int, *string, error) {
		out, err := client.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: &prefix, Limit: aws.Int32(50), NextToken: token})
		if err != nil {
			return 0, nil, err
		}
		for i := range out.LogGroups {
			g := &out.LogGroups[i]
			name := aws.ToString(g.LogGroupName)
			if found(name, logGroup(g)); name == prefix && directory(prefix) != prefix {
				out.NextToken = nil // the others are not asked about
			}
		}
		return len(out.LogGroups), out.NextToken, nil
	})
}

func logGroup(g *types.LogGroup) LogGroup {
	return LogGroup{RetentionDays: int(aws.ToInt32(g.RetentionInDays)), StoredBytes: aws.ToInt64(g.StoredBytes), Class: string(g.LogGroupClass)}
}
