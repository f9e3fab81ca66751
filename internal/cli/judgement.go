package cli

import (
	"math"
	"os"

	"github.com/urfave/cli/v2"

	"lambda-audit/rules"
)

// configFrom reads by which rules and data is judged, and what the exit code
// tells.
func (p *Program) configFrom(s *settings, chosen []*rules.Rule) (rules.Config, error) {
	gate, err := gateFrom(s)
	if err != nil {
		return rules.Config{}, err
	}
	left, err := s.notSelected()
	if err != nil {
		return rules.Config{}, err
	}
	data, err := dataFrom(s.Context)
	return rules.Config{
		Fast: s.fast(), NotSelected: left, Known: s.custom,
		Rules: chosen, Data: data, Gate: gate,
		Suppress: s.suppressions(), SuppressByTag: s.suppressByTag(),
		Severities: s.file.Severities, Params: s.file.Params, Overrides: s.file.Overrides, Trust: s.file.Trust,
		TagColumns: words(s.StringSlice("tag-columns")), Version: p.Version,
	}, err
}

func gateFrom(s *settings) (rules.Gate, error) {
	levels, _, err := s.failOn()
	if err != nil {
		return rules.Gate{}, err
	}
	if levels.fresh != rules.NoSeverity && s.baseline() == "" {
		return rules.Gate{}, usage("name a result, or a folder of them, with --baseline", "--fail-on %s needs an earlier result to tell what is new", levels)
	}
	gate := rules.Gate{FailOn: levels.all, FailOnNew: levels.fresh, MinScore: s.minScore(), AllowPartial: s.Bool("allow-partial")}
	if s.IsSet("demo") {
		gate.AllowPartial = gate.AllowPartial || !s.IsSet("allow-partial")
	}
	if lowest := gate.MinScore; lowest != nil && (math.IsNaN(*lowest) || *lowest < 0 || *lowest > 100) {
		return rules.Gate{}, usage("scores go from 0 to 100", "--min-score %v is out of range", *lowest)
	}
	return gate, nil
}

// dataFrom returns the tables that are built in, or those in the user's files.
func dataFrom(c *cli.Context) (*rules.Data, error) {
	data := rules.DefaultData()
	if err := replaceTable(c.String("runtimes"), rules.LoadRuntimes, &data.Runtimes); err != nil {
		return nil, err
	}
	if err := replaceTable(c.String("prices"), rules.LoadPrices, &data.Prices); err != nil {
		return nil, err
	}
	if err := replaceTable(c.String("managed"), rules.LoadManaged, &data.Managed); err != nil {
		return nil, err
	}
	return data, nil
}

func replaceTable[T any](path string, load func([]byte) (T, error), table *T) error {
	if path == "" {
		return nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return usage("", "read the table: %v", err)
	}
	if *table, err = load(raw); err != nil {
		return usage("its form is that of the file in rules/", "%s: %v", path, err)
	}
	return nil
}
