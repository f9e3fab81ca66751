package cli

import (
	"slices"

	"github.com/urfave/cli/v2"

	"lambda-audit/internal/config"
)

// byDefault is where a setting comes from that nobody made.
const byDefault = "default"

// A layer is who makes a setting. The higher one holds.
type layer int

const (
	nobody layer = iota
	inFile
	inEnvironment
	onCommandLine
)

// A source is where a flag that was not given has its value from.
type source struct {
	layer  layer
	from   string // the variable, or file and line
	called string // how the setting is spoken of there
	values []string
}

// sourcesKey is where a program's run keeps the flags that it filled in.
const sourcesKey = "filled in"

// sourcesOf returns the flags that were filled in, by name.
func sourcesOf(c *cli.Context) map[string]source {
	sources, _ := c.App.Metadata[sourcesKey].(map[string]source)
	return sources
}

// layerOf returns who says what a flag says.
func layerOf(c *cli.Context, flag string) layer {
	if !c.IsSet(flag) {
		return nobody
	}
	if filled, ok := sourcesOf(c)[flag]; ok {
		return filled.layer
	}
	return onCommandLine
}

// isGiven reports whether a flag stands on the command line.
func isGiven(c *cli.Context, flag string) bool { return layerOf(c, flag) == onCommandLine }

// whence says where a setting comes from.
func (s *settings) whence(flag string) string {
	switch layerOf(s.Context, flag) {
	case nobody:
		return byDefault
	case onCommandLine:
		return "--" + flag
	}
	return sourcesOf(s.Context)[flag].from
}

// notSettings are the flags that say what is to be done now: nothing else says it
// for them.
var notSettings = []string{"help", "config", "no-config", "demo", "from", "plan", "resume", "snapshot"}

// settingsOf are the flags of a command for which something else may say what they
// say: those that audit has, too. What is written is the business of audit alone.
func (p *Program) settingsOf(c *cli.Command) []cli.Flag {
	names := p.settingNames()
	return slices.DeleteFunc(slices.Clone(c.Flags), func(f cli.Flag) bool {
		name := f.Names()[0]
		return !slices.Contains(names, name) || name == "output" && c.Name != "audit"
	})
}

// settingNames are the flags that the environment may stand for.
func (p *Program) settingNames() []string {
	var names []string
	for _, f := range p.auditCommand().Flags {
		if name := f.Names()[0]; !slices.Contains(notSettings, name) {
			names = append(names, name)
		}
	}
	return names
}

// displaces names what a setting leaves no room for: a lower layer then says it in
// vain.
var displaces = map[string][]string{
	"demo":         slices.Concat([]string{"region", "fail-on", "baseline", "min-score", "allow-partial", "accounts", "organization", "external-id"}, outsideFlags),
	"from":         slices.Concat([]string{"external-id"}, fromExcludes),
	"resume":       settledFlags,
	"accounts":     slices.Concat([]string{"organization"}, memberFlags),
	"organization": {"accounts"},
	"fast":         {"unused", "thorough"},
	"unused":       {"fast"},
	"thorough":     {"fast"},
	"quiet":        {"verbose"},
	"verbose":      {"quiet"},
	"rule":         {"skip-rule"},
}

// isDisplaced reports whether a higher layer than this one leaves no room for the
// setting.
func isDisplaced(c *cli.Context, flag string, by layer) bool {
	for other, gone := range displaces {
		if slices.Contains(gone, flag) && layerOf(c, other) > by && c.Value(other) != false {
			return true
		}
	}
	return false
}

// fill gives the flags that nobody gave the values of the environment, and then
// those of the file, so that all else reads flags and nothing but flags.
func (p *Program) fill(s *settings) error {
	sources := map[string]source{}
	s.App.Metadata[sourcesKey] = sources
	flags := p.settingsOf(s.Command)
	for _, fill := range []func(*settings, string) source{p.variable, fromFile} {
		for _, f := range flags {
			name := f.Names()[0]
			found := fill(s, name)
			if found.layer == nobody || s.IsSet(name) || isDisplaced(s.Context, name, found.layer) {
				continue
			}
			if err := set(s.Context, f, found); err != nil {
				return err
			}
			sources[name] = found
		}
	}
	return nil
}

// fromFile is what the configuration's file says for a flag.
func fromFile(s *settings, flag string) source {
	values, ok := s.file.Settings[flag]
	if !ok {
		return source{}
	}
	key := config.KeyOf(flag)
	where := s.file.Where(key)
	return source{layer: inFile, from: where, called: key + " (" + where + ")", values: values}
}

// set gives a flag its values.
func set(c *cli.Context, f cli.Flag, found source) error {
	for _, value := range found.values {
		if err := c.Set(f.Names()[0], value); err != nil {
			return usage(valueHint(f), "%s cannot be %q", found.called, value)
		}
	}
	return nil
}

// valueHint says what a flag takes.
func valueHint(f cli.Flag) string {
	switch f.(type) {
	case *cli.BoolFlag:
		return "give true or false"
	case *cli.IntFlag:
		return "give a whole number"
	case *cli.Float64Flag:
		return "give a number"
	}
	return ""
}
