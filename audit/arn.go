package audit

import "strings"

// ARN is an Amazon Resource Name, in its parts.
type ARN struct{ Partition, Service, Region, Account, Resource string }

// ParseARN takes an ARN apart; false where the text is none.
func ParseARN(text string) (ARN, bool) {
	var a ARN
	rest, ok := strings.CutPrefix(text, "arn:")
	for _, part := range []*string{&a.Partition, &a.Service, &a.Region, &a.Account} {
		if ok {
			*part, rest, ok = strings.Cut(rest, ":")
		}
	}
	if !ok {
		return ARN{}, false
	}
	a.Resource = rest
	return a, true
}

// PartitionOf returns the partition that a region lies in.
func PartitionOf(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

// Name returns the last word of the resource: a role's, queue's, log group's or
// function's name without type, path or qualifier.
func (a ARN) Name() string {
	switch a.Service {
	case "lambda":
		kind, name, found := strings.Cut(a.Resource, ":")
		if !found {
			return kind
		}
		name, _, _ = strings.Cut(name, ":")
		return name
	case "iam":
		return a.Resource[strings.LastIndexByte(a.Resource, '/')+1:]
	case "logs":
		return strings.TrimPrefix(a.Resource, "log-group:")
	}
	return a.Resource
}

// Names returns the name of each ARN.
func Names(arns []string) []string {
	names := make([]string, len(arns))
	for i, arn := range arns {
		a, _ := ParseARN(arn)
		names[i] = a.Name()
	}
	return names
}

// FunctionARN splits a function's ARN from its qualifier, which is empty where
// the ARN names the function as a whole.
func FunctionARN(arn string) (function, qualifier string) {
	at := 0
	for range 7 { // colons stand before a qualifier
		next := strings.IndexByte(arn[at:], ':')
		if next < 0 {
			return arn, ""
		}
		at += next + 1
	}
	return arn[:at-1], arn[at:]
}
