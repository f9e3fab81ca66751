package audit

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// identify asks whose account this is, first in the home region. One that is not
// enabled or closed knows nobody, so then the others are asked; the one that
// answers is the home of the global services' calls.
func (s *Session) identify(ctx context.Context) error {
	var first error
	for _, region := range s.homes() {
		out, err := s.caller(ctx, region)
		if err == nil {
			s.cfg.Region = region
			s.Header.Account = aws.ToString(out.Account)
			s.Header.Partition = PartitionOf(region)
			if caller, ok := ParseARN(aws.ToString(out.Arn)); ok {
				s.Header.Partition = caller.Partition
			}
			s.logCaller(aws.ToString(out.Arn))
			return nil
		}
		if first == nil {
			first = err
		}
		if !slices.Contains(strangerCodes, Code(err)) && !byOrganisation(err) {
			break
		}
	}
	return openingError("ask AWS whose credentials these are", first)
}

func (s *Session) caller(ctx context.Context, region string) (*sts.GetCallerIdentityOutput, error) {
	ctx, cancel := context.WithTimeout(ctx, openingTimeout)
	defer cancel()
	return Client(s, region, sts.NewFromConfig).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
}

// maxHomes is how many regions are asked before the credentials are to blame.
const maxHomes = 4

// homes are the regions that may know the credentials, the likeliest first.
func (s *Session) homes() []string {
	homes := append([]string{s.cfg.Region, mainRegion(s.cfg.Region)}, s.Header.Regions...)
	var list []string
	for _, region := range homes {
		if !slices.Contains(list, region) {
			list = append(list, region)
		}
	}
	return list[:min(len(list), maxHomes)]
}

// mainRegion is the region of a partition that every account of it can use.
func mainRegion(region string) string {
	switch PartitionOf(region) {
	case "aws-cn":
		return "cn-north-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	}
	return "us-east-1"
}
