package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

// What the rules on function URLs have in common.

// urlDeps are what they read.
var urlDeps = []audit.Dep{views.URLs, facts.Presence}

// Since October 2025 new URLs ask for two permissions, and since November 2026
// all of them do (AWS Health notice of 2025-10-28, as quoted in
// serverless/serverless issue 13147).
const (
	newURLsAskBoth = "2025-10-01"
	allURLsAskBoth = "2026-11-01"
)

// asksBoth reports whether callers of the URL need both permissions at the time
// of the snapshot.
func asksBoth(in *rules.Input, u *views.URL) bool {
	return u.Created >= newURLsAskBoth || in.Facts.Header().TakenAt.Format("2006-01-02") >= allURLsAskBoth
}

// eachURL judges each URL that somebody comes by: the policy speaks of its
// callers, or requests were counted. Of a URL that only identity policies of the
// account let in, and that nobody called, these rules say nothing: whether there
// is one is not asked everywhere.
func eachURL(in *rules.Input, judge func(*views.URL) []rules.Finding) []rules.Finding {
	urls, err := views.URLs.Of(in.Facts, in.Subject.ID)
	var found []rules.Finding
	judged := false
	for i := range urls {
		u := &urls[i]
		used, why := inUse(in, u)
		findings := []rules.Finding{}
		switch {
		case why != nil:
			findings = rules.One(rules.Undecided(why))
		case used:
			findings = judge(u)
		}
		judged = judged || used || why != nil
		for _, f := range findings {
			f.Locus = u.Qualifier
			found = append(found, f)
		}
	}
	switch {
	case err != nil:
		return append(found, rules.Undecided(err))
	case !judged:
		return rules.One(rules.Inapplicable("it has no URL that a policy speaks of or that was called"))
	}
	return found
}

// inUse reports whether somebody comes by the URL, as far as can be seen.
func inUse(in *rules.Input, u *views.URL) (bool, error) {
	if u.Err != nil {
		return false, u.Err
	}
	if iam.ServesURL(u.Policy) {
		return true, nil
	}
	seen, err := facts.Presence.Of(in.Facts, in.Subject.ID)
	return seen.Has(facts.URLRequests), err
}

// urlName names a URL by what it hangs on.
func urlName(qualifier string) string {
	if qualifier == "$LATEST" {
		return "its URL"
	}
	return "the URL of its alias " + qualifier
}

// urlAlias is the alias of a URL, empty for $LATEST.
func urlAlias(qualifier string) string {
	if qualifier == "$LATEST" {
		return ""
	}
	return qualifier
}
