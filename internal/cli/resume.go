package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
)

// resumeFlag goes on with a run that was cut.
func resumeFlag() cli.Flag {
	return &cli.StringFlag{Name: "resume", Category: aboutAccess,
		Usage: "go on with the run in `FILE`, which was interrupted, lost its credentials or was killed"}
}

// runFlags say what becomes of the run itself.
func runFlags() []cli.Flag {
	return []cli.Flag{resumeFlag(), &cli.StringFlag{Name: "snapshot", Category: aboutReport,
		Usage: "keep what was read in `FILE`, as collect -o does"}}
}

// settledFlags say what is read. A run that goes on has settled it when it began.
var settledFlags = []string{"demo", "region", "function", "exclude", "tag", "days", "thorough", "accounts", "organization"}

// resumeFrom reads the run to go on with, if one is named, and lets the collection
// be what it was. Facts that the rules need now and the run was begun without are
// asked for, too.
func (o *collection) resumeFrom(c *cli.Context, alone ...string) error {
	path := c.String("resume")
	if path == "" {
		return nil
	}
	if err := exclusive(c, "resume", slices.Concat(settledFlags, alone), "a run goes on as it began"); err != nil {
		return err
	}
	file, checkpoint, err := openRun(path)
	if err != nil {
		return err
	}
	for _, name := range checkpoint.Known.Header.Facts {
		if f := audit.FactByName(name); f != nil {
			o.want.Add(f)
		}
	}
	o.resumed, o.past, o.options.Resume = path, file, checkpoint
	return o.takeKey(c)
}

// takeKey takes the key of the run's fingerprints: a second key would make two
// fingerprints of one secret.
func (o *collection) takeKey(c *cli.Context) error {
	path := keyOf(o.resumed)
	_, err := os.Stat(path)
	switch given := c.IsSet("fingerprint-key-file"); {
	case err == nil && given:
		return usage("leave out --fingerprint-key-file", "%s has a key of its own", o.resumed)
	case errors.Is(err, fs.ErrNotExist) && !given:
		return usage("give the --fingerprint-key-file that the run began with", "the key of %s is not there", o.resumed)
	case given:
		return nil
	}
	o.options.Key, err = fingerprintKey(path)
	return err
}

// runFileAt begins the file of a run at path, or goes on with the one it resumes.
func (o *collection) runFileAt(path, target string, session *audit.Session) (*runFile, error) {
	if o.resumed != "" {
		file, err := resumeRun(o.past, target, o.options.Resume)
		return o.logged(file), err
	}
	file, err := createRun(path, target, session.Header, o.key)
	return o.logged(file), err
}

// logged has the file tell the log where it is, and in the end where it went.
func (o *collection) logged(file *runFile) *runFile {
	if file != nil {
		file.log = o.options.Log
		wrote(file.log, "run under way", file.path)
	}
	return file
}

// runFileFor returns the file of an audit: one that --snapshot keeps, or one that
// lasts as long as the run. The demo needs none; and where the latter cannot be
// written, or no more, the run goes on without.
func (p *Program) runFileFor(c *cli.Context, o *collection, session *audit.Session) (*runFile, error) {
	target := cmp.Or(c.String("snapshot"), targetOf(o.resumed))
	tell := func(what string, err error) {
		if !o.quiet {
			p.remark("%s: %s", what, printable(err.Error()))
		}
	}
	var file *runFile
	var err error
	switch {
	case target != "":
		return o.runFileAt(partialOf(target), target, session)
	case o.resumed != "":
		file, err = o.runFileAt("", "", session)
	case o.access.demo == "":
		if file, err = p.newRun(o, session); err != nil {
			tell("if this run is cut it cannot be resumed", err)
			return nil, nil
		}
	}
	if file != nil {
		file.tell = tell
	}
	return file, err
}

// newRun begins the file of a run in the folder of runs.
func (p *Program) newRun(o *collection, session *audit.Session) (*runFile, error) {
	path, err := p.newRunPath(&session.Header)
	if err != nil {
		return nil, err
	}
	return o.runFileAt(path, "", session)
}

// A resumable is a run's end that leaves a file to go on from.
type resumable struct {
	error
	command string
}

// Unwrap returns what ended the run.
func (r *resumable) Unwrap() error { return r.error }

// toResume adds to what ended a run the command that goes on with it: the one that
// was given, without what the run has settled.
func toResume(c *cli.Context, path string, err error) error {
	if err == nil || path == "" {
		return err
	}
	words := []string{c.Command.HelpName, "--resume", shellWord(path)}
	for _, f := range c.Command.Flags {
		name := f.Names()[0]
		if isGiven(c, name) && name != "resume" && !slices.Contains(settledFlags, name) {
			words = append(words, given(c, name)...)
		}
	}
	return &resumable{err, strings.Join(words, " ")}
}

// given returns a flag as it was given.
func given(c *cli.Context, name string) []string {
	flag := "--" + name
	switch value := c.Value(name).(type) {
	case bool:
		if value {
			return []string{flag}
		}
		return []string{flag + "=false"}
	case cli.StringSlice:
		var words []string
		for _, v := range value.Value() {
			words = append(words, flag, shellWord(v))
		}
		return words
	default:
		return []string{flag, shellWord(fmt.Sprint(value))}
	}
}

var safeWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// shellWord quotes a word where a shell would take it apart.
func shellWord(word string) string {
	if safeWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
