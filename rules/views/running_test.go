package views_test

import (
	"fmt"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// ranAs writes what ran, what may have, and whether that may not be all.
func ranAs(t *testing.T, given ...audit.Given) string {
	t.Helper()
	known, err := audit.Pretend(rules.ExampleHeader(), audit.NewSet(views.Running), given...)
	if err != nil {
		t.Fatal(err)
	}
	runs, err := views.Running.Of(known.Reader(), sample.Function)
	if err != nil {
		return err.Error()
	}
	named := func(list []views.Run) string {
		var names []string
		for _, r := range list {
			names = append(names, strings.TrimSuffix(r.Version+"@"+r.Alias, "@"))
		}
		return strings.Join(names, " ")
	}
	return fmt.Sprintf("%s | %s | %v", named(runs.Ran), named(runs.Maybe), runs.Open != nil)
}

func TestRunning(t *testing.T) {
	seven, eight := sample.VersionConfig("7", nil), sample.VersionConfig("8", nil)
	for name, c := range map[string]struct {
		want  string
		given []audit.Given
	}{
		"invoked as itself":                    {" |  | false", []audit.Given{sample.InvokedAs(), sample.Serving("7"), seven}},
		"by an alias":                          {"7@live |  | false", []audit.Given{sample.InvokedAs("live"), sample.Serving("7"), seven}},
		"by an alias of two versions":          {"7@live 8@live |  | false", []audit.Given{sample.InvokedAs("live"), sample.Serving("7", "8"), seven, eight}},
		"by an alias and a number of the same": {"7 |  | false", []audit.Given{sample.InvokedAs("7", "live"), sample.Serving("7"), seven}},
		"by an alias of $LATEST":               {"@live |  | false", []audit.Given{sample.InvokedAs("live"), sample.Serving("$LATEST")}},
		"by an alias that is gone":             {" |  | true", []audit.Given{sample.InvokedAs("old"), sample.Serving("7"), seven}},
		"by an alias that is denied": {" |  | true", []audit.Given{sample.InvokedAs("live"),
			facts.Aliases.IsUnknown(sample.Function, sample.Denied("lambda:ListAliases"))}},
		"nobody listed what was invoked": {" |  7 | false", []audit.Given{sample.Serving("7"), seven}},
		"nor what no alias serves":       {" |  7 6 | false", []audit.Given{sample.Serving("7"), seven, facts.Versions.Is(sample.Function, []facts.Config{{Version: "6"}, {Version: "7"}})}},
		"and the versions are denied": {" |  7 | true", []audit.Given{sample.Serving("7"), seven,
			facts.Versions.Broke(sample.Region, sample.Denied("lambda:ListFunctions"))}},
	} {
		if got := ranAs(t, append(c.given, sample.Config(nil))...); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := ranAs(t, sample.InvokedAs()); !strings.Contains(got, "no-data") {
		t.Errorf("without its configuration: %s", got)
	}
}
