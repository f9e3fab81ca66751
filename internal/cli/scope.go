package cli

import (
	"path"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
)

// scopeFrom reads which functions are meant.
func scopeFrom(c *cli.Context) (audit.Scope, error) {
	scope := audit.Scope{Functions: c.StringSlice("function"), Exclude: c.StringSlice("exclude"), Tags: c.StringSlice("tag")}
	for _, pattern := range slices.Concat(scope.Functions, scope.Exclude) {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			return audit.Scope{}, usage("* stands for any text, ? for one character, [a-c] for one of them", "the glob %q is malformed", pattern)
		}
	}
	for _, tag := range scope.Tags {
		if tag == "" || strings.HasPrefix(tag, "=") {
			return audit.Scope{}, usage("as in --tag team=orders", "the tag %q has no key", tag)
		}
	}
	return scope.Canonical(), nil
}

// isNarrow reports whether the scope leaves functions out.
func isNarrow(s audit.Scope) bool { return len(s.Functions)+len(s.Exclude)+len(s.Tags) > 0 }
