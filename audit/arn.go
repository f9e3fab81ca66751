package audit

import "strings"

// ARN is an Amazon Resource Name, in its parts.
type ARN struct{ Partition, Service, Region, Account, Resource string }

// ParseARN takes an ARN apart; false where the text is none.
func ParseARN(text string) (ARN, bool) {
	p := strings.SplitN(text, ":", 6)
	if len(p) < 6 || p[0] != "arn" {
		return ARN{}, false
	}
	return ARN{p[1], p[2], p[3], p[4], p[5]}, true
}

// Name returns the last word of the resource: a role's, queue's, log group's or
// function's name without type, path or qualifier.
func (a ARN) Name() string {
	switch a.Service {
	case "lambda":
		parts := strings.SplitN(a.Resource, ":", 3)
		return parts[min(1, len(parts)-1)]
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
	parts := strings.SplitN(arn, ":", 8)
	if len(parts) < 8 {
		return arn, ""
	}
	return strings.Join(parts[:7], ":"), parts[7]
}
