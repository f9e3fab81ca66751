package iam

import (
	"slices"
	"strings"
	"sync"
)

// arn is an ARN or a pattern of ARNs, taken apart.
type arn struct{ partition, service, region, account, resource string }

// splitARN takes a pattern apart. One that ends early in a "*" leaves the rest open, as "*" itself and "arn:aws:s3:*" do;
// any other text with fewer parts is no ARN.
func splitARN(text string) (arn, bool) {
	parts := [6]string{"*", "*", "*", "*", "*", "*"}
	last, more, wilder := 0, true, false
	for rest := text; more; last++ {
		if last == len(parts)-1 {
			parts[last] = rest
			break
		}
		if parts[last], rest, more = strings.Cut(rest, ":"); !more {
			break
		}
		wilder = wilder || wild(parts[last])
	}
	if last < len(parts)-1 && (!strings.HasSuffix(parts[last], "*") || wilder && strings.Trim(parts[last], "*") != "") {
		return arn{}, false
	}
	return arn{parts[1], parts[2], parts[3], parts[4], parts[5]}, Overlaps(parts[0], "arn", false)
}

// resourceTypes names, by service, the patterns of all resources of one type.
var resourceTypes = sync.OnceValue(func() map[string][]string {
	return load[struct{ Services map[string][]string }]("resource_types.json").Services
})

// AnyResource reports whether a Resource pattern holds every resource of some type, as "*" does and an ARN whose resource
// is all wildcards (table/*, secret:*). InAccount adds that the pattern names the account, so resources that other
// accounts share stay out of reach.
func AnyResource(pattern string) (anyResource, inAccount bool) {
	if pattern == "*" {
		return true, false
	}
	a, ok := splitARN(pattern)
	if !ok {
		return false, false
	}
	types, known := resourceTypes()[strings.ToLower(a.service)]
	if !known {
		types = []string{likelyType(a.resource)}
	}
	anyResource = slices.ContainsFunc(types, func(kind string) bool { return Covers(a.resource, kind, false) })
	return anyResource, anyResource && a.account != "" && !wild(a.account)
}

// likelyType guesses the pattern of all resources of one type for services that the table does not list: nearly all put
// the type first, then a slash or a colon.
func likelyType(resource string) string {
	i := strings.IndexAny(resource, "/:")
	switch {
	case i < 0:
		return "?*"
	case wild(resource[:i]):
		return "?*" + resource[i:i+1] + "?*"
	}
	return resource[:i+1] + "?*"
}

// everyResource reports whether a pattern holds every resource of every service.
func everyResource(pattern string) bool {
	a, ok := splitARN(pattern)
	anyResource, _ := AnyResource(pattern)
	return ok && anyResource && Covers(a.service, "?*", false)
}

// holdsService reports whether a pattern of ARNs holds every resource of one service.
func holdsService(pattern, service string) bool {
	a, ok := splitARN(pattern)
	open := func(part string) bool { return part == "" || strings.Trim(part, "*") == "" }
	return ok && concerns(pattern, service) && a.resource == "*" && open(a.region) && open(a.account)
}

// arnServices names services whose actions work on another service's ARNs.
var arnServices = map[string][]string{
	"sts": {"iam"}, "rds-data": {"rds"}, "rds-db": {"rds-db"}, "redshift-data": {"redshift", "redshift-serverless"},
	"kafka-cluster": {"kafka"}, "ec2-instance-connect": {"ec2"}, "ssm": {"ssm", "ec2", "ecs"}, "s3": {"s3", "s3-outposts"},
	"application-autoscaling": {"autoscaling", "application-autoscaling"}, "dynamodb": {"dynamodb", "dax"},
}

// concerns reports whether a Resource pattern can name what an action of the service works on. "*" as service means any.
func concerns(resource, service string) bool {
	if resource == "*" {
		return true
	}
	a, ok := splitARN(resource)
	if !ok || wild(service) || strings.Contains(a.service, "${") {
		return true
	}
	names := arnServices[service]
	if names == nil {
		names = []string{service}
	}
	return slices.ContainsFunc(names, func(name string) bool { return Overlaps(a.service, name, true) })
}
