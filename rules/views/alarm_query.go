package views

import (
	"regexp"
	"slices"
	"strings"
)

// A selection is what a Metrics Insights query watches: a metric of one name, or
// of all but some.
type selection struct {
	namespace, metric string
	name              string // of the function or queue; "": of all
	except            []string
	partly            bool // only of some, by a label that tells nothing here
	elsewhere         bool // of another account
}

// The clauses of a query (CloudWatch guide, query components and syntax in
// Metrics Insights, 2026-11). Grouping, order and limit leave out no series that
// an alarm would go off for first.
var (
	queryForm = regexp.MustCompile(`(?is)^\s*SELECT\s+[A-Z]+\s*\(\s*"?([\w.:/ -]+?)"?\s*\)\s+FROM\s+(SCHEMA\s*\(([^()]*)\)|"[^"]+"|\w+)` +
		`(?:\s+WHERE\s+(.+?))?(?:\s+GROUP\s+BY\s.*|\s+ORDER\s+BY\s.*|\s+LIMIT\s.*)?\s*$`)
	queryAnd  = regexp.MustCompile(`(?i)\s+AND\s+`)
	queryTerm = regexp.MustCompile(`^"?([\w.:]+)"?\s*(!?=)\s*'([^']*)'$`)
	queryHead = regexp.MustCompile(`(?i)^\s*SELECT\s|\bSEARCH\s*\(`)
)

// isQuery reports whether an expression selects metrics by itself, as metric math
// does not.
func isQuery(expression string) bool { return queryHead.MatchString(expression) }

// parseQuery reads a Metrics Insights query of an alarm; false where it is none,
// or none that is understood.
func parseQuery(expression, account string) (selection, bool) {
	m := queryForm.FindStringSubmatch(expression)
	if m == nil {
		return selection{}, false
	}
	s := selection{metric: m[1], namespace: strings.Trim(m[2], `"`)}
	if strings.HasSuffix(m[2], ")") {
		labels := strings.Split(m[3], ",")
		for i, label := range labels {
			labels[i] = strings.Trim(strings.TrimSpace(label), `"`)
		}
		s.namespace = labels[0]
		if len(labels) > 1 && !slices.Contains(labels, named[s.namespace]) {
			s.partly = true
		}
	}
	if m[4] == "" {
		return s, true
	}
	for _, term := range queryAnd.Split(strings.TrimSpace(m[4]), -1) {
		if !s.narrow(term, account) {
			return selection{}, false
		}
	}
	return s, true
}

// narrow applies one condition of the query; false where it is not understood.
func (s *selection) narrow(term, account string) bool {
	m := queryTerm.FindStringSubmatch(strings.TrimSpace(term))
	if m == nil {
		return false
	}
	label, equal, value := m[1], m[2] == "=", m[3]
	switch {
	case label == "AWS.AccountId":
		s.elsewhere = s.elsewhere || equal == (value != account)
	case label != named[s.namespace]:
		s.partly = true
	case equal:
		s.name = value
	default:
		s.except = append(s.except, value)
	}
	return true
}

// An unreadQuery is an alarm whose query was not understood.
type unreadQuery struct {
	text  string
	watch Watch
}

// mayMean reports whether the query names the metric, and the service that it is
// of.
func (u *unreadQuery) mayMean(namespace, metric string) bool {
	_, service, _ := strings.Cut(namespace, "/")
	return strings.Contains(u.text, metric) && strings.Contains(strings.ToLower(u.text), strings.ToLower(service))
}
