package cli

import (
	"github.com/urfave/cli/v2"

	"lambda-audit/report"
)

// reportOptions are what the formats of an audit are told.
func (p *Program) reportOptions(c *cli.Context) (report.Options, error) {
	o, err := p.screenOptions(c)
	if err != nil {
		return o, err
	}
	o.OCSFClass, o.ASFFBatch = c.Int("ocsf-class"), c.Int("asff-batch")
	if !report.KnownOCSFClass(o.OCSFClass) {
		return o, usage("2003 is a Compliance Finding, 2004 a Detection Finding", "--ocsf-class %d is no class that findings have", o.OCSFClass)
	}
	if o.ASFFBatch < 1 || o.ASFFBatch > report.ASFFMostOfBatch {
		return o, usage("Security Hub takes 1 to 100 findings at once", "--asff-batch %d is out of range", o.ASFFBatch)
	}
	return o, nil
}

// screenOptions say how a table is shown.
func (p *Program) screenOptions(c *cli.Context) (report.Options, error) {
	if c.Int("width") < 0 {
		return report.Options{}, usage("leave it out for the terminal's", "--width %d is out of range", c.Int("width"))
	}
	return report.Options{
		Width: p.columns(c.Int("width")), Colour: p.colourful(c.Bool("no-color")), Details: c.Bool("details"),
	}, nil
}
