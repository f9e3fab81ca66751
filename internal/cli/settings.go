package cli

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/internal/config"
	"lambda-audit/rules"
)

// configVariable names the configuration's file where no flag does.
const configVariable = "LAMBDA_AUDIT_CONFIG"

// configFlags choose the configuration's file.
func configFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "config", Category: aboutRules, Usage: "go by the configuration in `FILE` (else " + configVariable + ", else " + config.Name + " where there is one)"},
		&cli.BoolFlag{Name: "no-config", Category: aboutRules, Usage: "go by no configuration"},
	}
}

// settings are what holds for one command: the flags that were given, then the
// environment, then the configuration's file, then the flags' defaults. Whatever
// a flag can say is read from the flag: see fill.
type settings struct {
	*cli.Context
	file *config.File // an empty one where none is read
	// choice is the rules that there are: the program's, and the user's own.
	choice    rules.Choice
	custom    []*rules.Rule // the latter
	from      string        // how the file was found
	takenFast bool          // the snapshot is of a fast run
}

// flagsAlone are the settings of a command that reads no configuration.
func flagsAlone(c *cli.Context) *settings {
	return &settings{Context: c, file: &config.File{}, choice: rules.Registered()}
}

// settings reads the configuration's file, if there is one, and the environment.
func (p *Program) settings(c *cli.Context) (*settings, error) {
	if err := exclusive(c, "no-config", []string{"config"}, "one of them says which file is read"); err != nil {
		return nil, err
	}
	s := flagsAlone(c)
	files := p.variable(s, "custom-rules").values // both are read before fill
	if isGiven(c, "custom-rules") {
		files = c.StringSlice("custom-rules")
	}
	given, err := customRules(files)
	if err != nil {
		return nil, err
	}
	path, from := p.configPath(c)
	if s.from = from; path != "" {
		if s.file, err = config.Load(path, time.Now(), given...); err != nil {
			return nil, err
		}
	}
	s.custom = slices.Concat(given, s.file.Custom)
	if s.choice, err = rules.Registered().With(s.custom...); err != nil {
		return nil, err
	}
	p.warnOfVariables()
	return s, p.fill(s)
}

// configPath returns the configuration's file, "" for none, and who says so.
func (p *Program) configPath(c *cli.Context) (path, from string) {
	named := p.Getenv(configVariable)
	_, err := os.Stat(config.Name)
	switch {
	case c.Bool("no-config"):
		return "", "--no-config"
	case c.IsSet("config"):
		return c.String("config"), "--config"
	case named != "":
		return named, configVariable
	case errors.Is(err, fs.ErrNotExist):
		return "", byDefault
	}
	return config.Name, "the working directory"
}

// fast says whether to ask nothing subject by subject. A snapshot that was taken
// so can be judged no other way.
func (s *settings) fast() bool { return s.takenFast || s.Bool("fast") }

// failOn are the severities that fail a run, and where they come from. The demo
// finds much on purpose: only a flag lets it fail.
func (s *settings) failOn() (levels failLevels, from string, err error) {
	if s.IsSet("demo") && !s.IsSet("fail-on") {
		return failLevels{}, "--demo", nil
	}
	levels, err = failLevelsFrom(s.StringSlice("fail-on"))
	return levels, s.whence("fail-on"), err
}

// baseline is the file or folder that the run is compared with; empty: none.
func (s *settings) baseline() string { return s.String("baseline") }

// minScore is the least score; nil where none is asked for.
func (s *settings) minScore() *float64 {
	if !s.IsSet("min-score") {
		return nil
	}
	lowest := s.Float64("min-score")
	return &lowest
}

// selection says which rules judge. Who names rules on the command line means
// just those, whatever the file enables and disables.
func (s *settings) selection() rules.Selection {
	chosen := rules.Selection{Only: words(s.StringSlice("rule")), Skip: words(s.StringSlice("skip-rule"))}
	if len(chosen.Only) == 0 {
		chosen.Also = s.file.Enable
		chosen.Skip = slices.Concat(chosen.Skip, s.file.Disable)
	}
	if s.Bool("unused") {
		chosen.With = append(chosen.With, rules.WithUsage)
	} else {
		chosen.Off = audit.Set{facts.ServiceLastAccessed: true}
	}
	chosen.Fast = s.fast()
	return chosen
}

// rules returns the rules that judge.
func (s *settings) rules() ([]*rules.Rule, error) {
	chosen := s.selection()
	if s.IsSet("rule") && len(chosen.Only) == 0 {
		return nil, usage("leave it out for the rules that judge by default", "--rule names no rule")
	}
	list, err := s.choice.Select(chosen)
	if err == nil && len(list) == 0 {
		err = usage("all that --rule or the configuration gives is taken away again", "no rule is left")
	}
	return list, err
}
