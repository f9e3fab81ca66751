package cli

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
)

// variablePrefix begins the names of the environment's variables.
const variablePrefix = "LAMBDA_AUDIT_"

// variableOf names the variable that stands for a flag.
func variableOf(flag string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// variable is what the environment says for a flag; an empty variable says
// nothing. Of a flag that may be repeated it says several, separated by commas.
func (p *Program) variable(s *settings, flag string) source {
	name := variableOf(flag)
	text := p.Getenv(name)
	if text == "" {
		return source{}
	}
	values := []string{text}
	if _, repeated := s.Value(flag).(cli.StringSlice); repeated {
		values = words(values)
	}
	return source{layer: inEnvironment, from: name, called: name, values: values}
}

// warnOfVariables tells of variables that look like settings and are none.
func (p *Program) warnOfVariables() {
	if p.Environ == nil {
		return
	}
	known := []string{configVariable}
	for _, flag := range p.settingNames() {
		known = append(known, variableOf(flag))
	}
	environment := p.Environ()
	slices.Sort(environment)
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, variablePrefix) && !slices.Contains(known, name) {
			p.remark("%s is no setting, and means nothing (%sconfig show lists them all)", printable(name), audit.Suggest(name, known))
		}
	}
}

// A renamed error speaks of settings as they were made: who set a variable has
// given no flag.
type renamed struct {
	error
	text string
}

// Error tells the mistake in the user's terms.
func (r *renamed) Error() string { return r.text }

// Unwrap returns the error as it was.
func (r *renamed) Unwrap() error { return r.error }

// named lets a mistake in a setting name what made the setting, where that was no
// flag.
func named(c *cli.Context, err error) error {
	var wrong *audit.UsageError
	if !errors.As(err, &wrong) {
		return err
	}
	text, message := err.Error(), wrong.Message
	sources := sourcesOf(c)
	for flag, from := range sources {
		whole := regexp.MustCompile(`--` + regexp.QuoteMeta(flag) + `([^\w-]|$)`)
		message = whole.ReplaceAllStringFunc(message, func(typed string) string {
			return from.called + strings.TrimPrefix(typed, "--"+flag)
		})
	}
	if message != wrong.Message {
		return &renamed{err, strings.Replace(text, wrong.Message, message, 1)}
	}
	for _, flag := range slices.Sorted(maps.Keys(sources)) {
		from := sources[flag]
		quoted := func(value string) bool { return strings.Contains(wrong.Message, strconv.Quote(value)) }
		if !strings.Contains(text, from.called) && slices.ContainsFunc(from.values, quoted) {
			return &renamed{err, from.called + ": " + text}
		}
	}
	return err
}
