package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit/secrets"
)

// filesFrom returns the files named behind the flags.
func filesFrom(c *cli.Context) ([]string, error) {
	files := c.Args().Slice()
	if len(files) == 0 {
		return nil, usage("as in "+c.Command.HelpName+" role.json, or - for standard input", "it is not said which file")
	}
	input := false
	for _, file := range files {
		switch {
		case file == "-" && input:
			return nil, usage("name it once", "standard input can be read only once")
		case file == "-":
			input = true
		case strings.HasPrefix(file, "-"):
			return nil, usage("flags stand before the files; ./"+file+" is a file", "%s stands too late", file)
		}
	}
	return files, nil
}

// exactly returns the n files or folders that a command takes.
func exactly(c *cli.Context, n int, what, example string) ([]string, error) {
	var files []string
	var err error
	if c.NArg() > 0 {
		files, err = filesFrom(c)
	}
	if err == nil && len(files) != n {
		err = usage("as in "+example, "%s takes %s, and got %s", c.Command.Name, what, plural(len(files), "argument"))
	}
	return files, err
}

// open opens a file that is named on the command line, or standard input for "-".
func (p *Program) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(p.Stdin), nil
	}
	opened, err := os.Open(file)
	var reason *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage("", "%s: there is no such file", file)
	case errors.As(err, &reason):
		return nil, fmt.Errorf("read %s: %w", file, reason.Err)
	case err != nil:
		return nil, err
	}
	if info, err := opened.Stat(); err == nil && info.IsDir() {
		_ = opened.Close()
		return nil, usage("give the files in it", "%s is a directory", file)
	}
	return opened, nil
}

// readInput reads all of a file that open opens.
func (p *Program) readInput(file string) (string, error) {
	from, err := p.open(file)
	if err != nil {
		return "", err
	}
	defer from.Close()
	text, err := io.ReadAll(io.LimitReader(from, secrets.MaxText+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read %s: %w", file, err)
	case len(text) > secrets.MaxText:
		return "", usage("", "%s: it is longer than %d MB", file, secrets.MaxText>>20)
	}
	return string(text), nil
}
