package audit

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

// UsageError is a mistake in what was asked for, with the way out.
type UsageError struct{ Message, Hint string }

// Error tells the mistake and the way out in one line.
func (e *UsageError) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " (" + e.Hint + ")"
}

//go:embed regions.json
var regionsJSON []byte

// A regionList is the dated list of region names. It only tells a slip of the pen
// from a region newer than the list.
type regionList struct {
	AsOf    string   `json:"as_of"`
	Regions []string `json:"regions"`
}

func regionTable() regionList {
	var list regionList
	if err := json.Unmarshal(regionsJSON, &list); err != nil {
		panic("regions.json: " + err.Error())
	}
	return list
}

// resolveRegions turns names and globs into the regions to audit.
func (s *Session) resolveRegions(ctx context.Context, patterns []string) error {
	if len(patterns) == 0 {
		if s.cfg.Region == "" {
			return &UsageError{"no region is configured", "give --region, or set AWS_REGION"}
		}
		patterns = []string{s.cfg.Region}
	}
	if err := CheckRegions(patterns); err != nil {
		return err
	}
	var enabled []string
	for _, p := range patterns {
		if !IsRegionPattern(p) {
			s.Header.Regions = append(s.Header.Regions, p)
			continue
		}
		if enabled == nil {
			var err error
			if enabled, err = s.enabledRegions(ctx, p); err != nil {
				return err
			}
		}
		matched := matching(p, enabled)
		if len(matched) == 0 {
			return &UsageError{fmt.Sprintf("no enabled region matches %q", p), "enabled are " + strings.Join(enabled, ", ")}
		}
		s.Header.Regions = append(s.Header.Regions, matched...)
	}
	slices.Sort(s.Header.Regions)
	s.Header.Regions = slices.Compact(s.Header.Regions)
	if s.cfg.Region == "" {
		s.cfg.Region = s.Header.Regions[0]
	}
	return nil
}

// IsRegionPattern reports whether a region is given as a pattern, which only AWS
// can resolve.
func IsRegionPattern(p string) bool { return p == "all" || strings.ContainsAny(p, "*?[") }

func matching(pattern string, names []string) []string {
	var matched []string
	for _, n := range names {
		if ok, err := path.Match(pattern, n); pattern == "all" || err == nil && ok {
			matched = append(matched, n)
		}
	}
	return matched
}

// CheckRegions refuses names that no region has; it asks nobody.
func CheckRegions(patterns []string) error {
	for _, p := range patterns {
		if IsRegionPattern(p) {
			continue
		}
		if err := checkRegion(p); err != nil {
			return err
		}
	}
	return nil
}

// checkRegion refuses a name that no region has.
func checkRegion(name string) error {
	known := regionTable().Regions
	if slices.Contains(known, name) {
		return nil
	}
	return &UsageError{fmt.Sprintf("no region is named %q", name), Suggest(name, known) + "a glob such as eu-* asks AWS for its regions"}
}

// enabledRegions asks AWS which regions the account may use, of the partition
// that the pattern is about.
func (s *Session) enabledRegions(ctx context.Context, pattern string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, openingTimeout)
	defer cancel()
	if s.cfg.Region == "" {
		s.cfg.Region = mainRegion(pattern)
	}
	out, err := Client(s, s.cfg.Region, ec2.NewFromConfig).DescribeRegions(ctx, &ec2.DescribeRegionsInput{})
	if err != nil {
		return nil, openingError("describe the account's regions", err)
	}
	names := make([]string, len(out.Regions))
	for i, r := range out.Regions {
		names[i] = aws.ToString(r.RegionName)
	}
	slices.Sort(names)
	return names, nil
}
