package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/urfave/cli/v2"
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

// open opens a file that is named on the command line, or standard input for "-".
func (p *Program) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(p.Stdin), nil
	}
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage("", "%s: there is no such file", printable(file))
	case err == nil && info.IsDir():
		return nil, usage("give the files in it", "%s is a directory", printable(file))
	}
	opened, err := os.Open(file)
	var reason *fs.PathError
	if errors.As(err, &reason) {
		return nil, fmt.Errorf("read %s: %w", printable(file), reason.Err)
	}
	return opened, err
}

// readInput reads a file, or standard input for "-".
func (p *Program) readInput(file string) (string, error) {
	from, err := p.open(file)
	if err != nil {
		return "", err
	}
	defer from.Close()
	text, err := io.ReadAll(from)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", printable(file), err)
	}
	return string(text), nil
}
