package cli

import (
	"math"
	"os"

	"github.com/urfave/cli/v2"

	"lambda-audit/rules"
)

// configFrom reads by which rules and data is judged, and what the exit code
// tells. The demo finds much on purpose: it fails only where it is told to.
func (p *Program) configFrom(c *cli.Context, chosen []*rules.Rule) (rules.Config, error) {
	gate, err := gateFrom(c)
	if err != nil {
		return rules.Config{}, err
	}
	data, err := dataFrom(c)
	return rules.Config{
		Rules: chosen, Data: data, Gate: gate,
		TagColumns: words(c.StringSlice("tag-columns")), Version: p.Version,
	}, err
}

func gateFrom(c *cli.Context) (rules.Gate, error) {
	level, err := rules.ParseSeverity(c.String("fail-on"))
	if err != nil {
		return rules.Gate{}, err
	}
	gate := rules.Gate{FailOn: level, AllowPartial: c.Bool("allow-partial")}
	if c.IsSet("demo") {
		gate.AllowPartial = gate.AllowPartial || !c.IsSet("allow-partial")
		if !c.IsSet("fail-on") {
			gate.FailOn = rules.NoSeverity
		}
	}
	if !c.IsSet("min-score") {
		return gate, nil
	}
	lowest := c.Float64("min-score")
	if math.IsNaN(lowest) || lowest < 0 || lowest > 100 {
		return rules.Gate{}, usage("scores go from 0 to 100", "--min-score %v is out of range", lowest)
	}
	gate.MinScore = &lowest
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
