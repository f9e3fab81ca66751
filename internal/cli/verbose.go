package cli

import (
	"io"
	"log/slog"

	"github.com/urfave/cli/v2"
)

// verboseFlag asks for the log.
func verboseFlag() cli.Flag {
	return &cli.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Category: aboutPace,
		Usage: "log every call, fact, throttle and file to standard error, as key=value with times in UTC, instead of the progress; never a value that was read"}
}

// logger returns what --verbose asks for; nil where nobody does. A line is the same
// on a terminal and off it, so that what was seen can be searched for; it holds no
// control character, as slog's text quotes what does not print.
func (p *Program) logger(c *cli.Context) (*slog.Logger, error) {
	if err := exclusive(c, "verbose", []string{"quiet"}, "choose one: --quiet tells less, --verbose more"); err != nil {
		return nil, err
	}
	if !c.Bool("verbose") {
		return nil, nil
	}
	return logTo(p.Stderr), nil
}

// logTo returns a log of all levels.
func logTo(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: inUTC}))
}

// inUTC has the lines' times compare with those of CloudTrail.
func inUTC(groups []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey && len(groups) == 0 {
		a.Value = slog.TimeValue(a.Value.Time().UTC())
	}
	return a
}

// unwatched reports whether no progress is told: nobody wants it, or the log tells
// more, and would be torn by it.
func (o *collection) unwatched() bool { return o.quiet || o.options.Log != nil }

// wrote logs that a file is in its place; what says whose or of what it is.
func wrote(log *slog.Logger, what, path string) {
	if log != nil {
		log.Info("file", "what", what, "path", path)
	}
}
