package views

import (
	"maps"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// TagKeys counts all functions of the audited regions by the keys of their tags.
type TagKeys struct {
	Sets    []KeySet
	Unknown int // functions whose tags are not known
}

// A KeySet is the functions that have tags with exactly these keys.
type KeySet struct {
	Keys      []string // sorted; none: without tags
	Functions int
}

// AllTagKeys are the keys of the tags that the account's functions have. The
// error says that there may be more functions.
var AllTagKeys = audit.RegisterView(audit.View[TagKeys]{
	Name: "all-tag-keys", From: []audit.Dep{facts.Functions, facts.Tags},
	Compute: func(r audit.Reader, _ string) (TagKeys, error) {
		var found TagKeys
		counts := map[string]int{}
		err := facts.Functions.All(r, func(arn string, _ facts.Config) {
			tags, unknown := facts.Tags.Of(r, arn)
			if unknown != nil {
				found.Unknown++
				return
			}
			counts[strings.Join(slices.Sorted(maps.Keys(tags)), "\n")]++
		})
		for _, keys := range slices.Sorted(maps.Keys(counts)) {
			set := KeySet{Functions: counts[keys]}
			if keys != "" {
				set.Keys = strings.Split(keys, "\n")
			}
			found.Sets = append(found.Sets, set)
		}
		if err == nil && r.Header().Scope.Named() != nil {
			err = errNotListed
		}
		return found, err
	},
})
