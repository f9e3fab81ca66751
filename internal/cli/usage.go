package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
)

// usage returns an error in what was asked for, with the way out.
func usage(hint, format string, args ...any) error {
	return &audit.UsageError{Message: fmt.Sprintf(format, args...), Hint: hint}
}

// unknown says that a name is none of those known, and which was meant.
func unknown(what, name string, known []string) error {
	return usage(audit.Suggest(name, known)+"there are "+strings.Join(known, ", "), "no %s is named %q", what, name)
}

// usageError says in one line what the flag parser found, with the way out.
func usageError(c *cli.Context, err error, _ bool) error {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		name = strings.TrimLeft(name, "-")
		return usage(nearestFlag(name, c.Command.Flags)+helpHint(c), "no flag is named --%s", name)
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return usage(helpHint(c), "the flag --%s needs a value", strings.TrimLeft(name, "-"))
	}
	if names, ok := strings.CutPrefix(text, "Cannot use two forms of the same flag: "); ok {
		return usage("use one of them", "the same flag is given as %s", strings.Join(dashed(strings.Fields(names)), " and "))
	}
	return usage(helpHint(c), "%s", strings.ReplaceAll(text, "flag -", "flag --"))
}

// dashed returns flags as they are typed.
func dashed(names []string) []string {
	typed := make([]string, len(names))
	for i, name := range names {
		typed[i] = "--" + name
		if len(name) == 1 {
			typed[i] = "-" + name
		}
	}
	return typed
}

func helpHint(c *cli.Context) string {
	return c.Command.HelpName + " --help shows them all"
}

func nearestFlag(name string, flags []cli.Flag) string {
	var known []string
	for _, f := range flags {
		for _, n := range f.Names() {
			if len(n) > 1 {
				known = append(known, n)
			}
		}
	}
	return strings.Replace(audit.Suggest(name, known), "mean ", "mean --", 1)
}

// withoutArguments refuses what stands behind the flags.
func withoutArguments(action cli.ActionFunc) cli.ActionFunc {
	return func(c *cli.Context) error {
		if err := noMoreThan(c, 0); err != nil {
			return err
		}
		return action(c)
	}
}

// noMoreThan refuses arguments behind the first n.
func noMoreThan(c *cli.Context, n int) error {
	args := c.Args().Slice()
	if len(args) <= n {
		return nil
	}
	if i := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "-") }); i >= 0 && n > 0 {
		return usage("flags stand before the arguments", "%s stands too late", args[i])
	}
	return usage("values belong to flags, as in --region eu-west-1", "unexpected argument %q", args[n])
}

// exclusive refuses a flag beside others that it makes meaningless, or a variable
// beside such variables.
func exclusive(c *cli.Context, flag string, others []string, because string) error {
	for _, other := range others {
		if by := layerOf(c, flag); by > inFile && layerOf(c, other) == by {
			return usage(because, "--%s and --%s do not go together", flag, other)
		}
	}
	return nil
}
