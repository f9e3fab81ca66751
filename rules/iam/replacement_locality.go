package iam

import (
	"cmp"
	"slices"
	"strings"
)

// locality is where a role's resources are, as far as that is known.
type locality struct{ partition, region, account string }

// localityOf takes the account from the role, the partition from its ARNs, and the region from what is known of its
// functions if that is one.
func localityOf(r Role, known Known) locality {
	p := locality{account: r.Account}
	var regions []string
	for _, text := range slices.Concat(known.LogGroups, known.EventSources, known.Failures, known.Keys) {
		if a, ok := splitARN(text); ok && a.region != "" {
			p.partition = cmp.Or(p.partition, a.partition)
			regions = append(regions, a.region)
		}
	}
	for _, policy := range r.Policies {
		for _, text := range slices.Concat([]string{policy.ARN}, policy.Document.resources()) {
			if a, ok := splitARN(text); ok && !wild(a.partition) && a.partition != "" {
				p.partition = cmp.Or(p.partition, a.partition)
			}
		}
	}
	p.partition = cmp.Or(p.partition, "aws")
	if slices.Sort(regions); len(slices.Compact(regions)) == 1 {
		p.region = regions[0]
	}
	return p
}

func (d Document) resources() []string {
	var list []string
	for _, s := range d.Statements {
		list = append(list, s.Resources...)
	}
	return list
}

// fill puts what is known into a form of the table; what a pattern says of it goes first.
func (p locality) fill(form string, within arn) string {
	return strings.NewReplacer(
		"PARTITION", part(within.partition, p.partition, p.partition),
		"REGION", part(within.region, p.region, "REGION"),
		"ACCOUNT", part(within.account, p.account, "ACCOUNT"),
	).Replace(form)
}

// holed gives an ARN of a service out of a pattern, with words for its wildcards.
func (p locality) holed(within arn, service string) string {
	if within.resource == "*" && strings.Trim(within.partition+within.service, "*") == "" {
		return "RESOURCE_ARN"
	}
	return strings.Join([]string{
		"arn", part(within.partition, p.partition, p.partition), part(within.service, service, service),
		part(within.region, p.region, "REGION"), part(within.account, p.account, "ACCOUNT"), inWords(within.resource, "RESOURCE"),
	}, ":")
}

// part gives one part of an ARN: what the pattern says, the value that is known if the pattern allows it, or a word.
func part(pattern, value, word string) string {
	switch {
	case value != "" && Match(pattern, value, false):
		return value
	case strings.Trim(pattern, "*") == "" && pattern != "":
		return word
	}
	return pattern
}
