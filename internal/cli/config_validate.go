package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"lambda-audit/internal/config"
)

// validateConfig tells all that is wrong with the files named, or with the one
// that an audit would read here.
func (p *Program) validateConfig(c *cli.Context) error {
	files, err := p.filesToValidate(c)
	if err != nil {
		return err
	}
	wrong := false
	for _, path := range files {
		good, err := p.validateFile(path)
		if err != nil {
			return err
		}
		wrong = wrong || !good
	}
	if wrong {
		return withCode(exitUsage)
	}
	return nil
}

func (p *Program) filesToValidate(c *cli.Context) ([]string, error) {
	files := c.Args().Slice()
	path, _ := p.configPath(c)
	switch {
	case len(files) > 0 && (c.IsSet("config") || c.IsSet("no-config")):
		return nil, usage("name it once", "%s is named beside a flag that says which file is read", files[0])
	case len(files) == 0 && path == "":
		return nil, usage("lambda-audit config init writes "+config.Name, "there is no configuration to validate")
	case len(files) == 0:
		return []string{path}, nil
	}
	for _, file := range files {
		if strings.HasPrefix(file, "-") {
			return nil, usage("flags stand before the arguments", "%s stands too late", file)
		}
	}
	return files, nil
}

// validateFile tells what is wrong with one file, and what in it does nothing.
func (p *Program) validateFile(path string) (good bool, err error) {
	now := time.Now()
	file, err := config.Load(path, now)
	var problems config.Problems
	if errors.As(err, &problems) {
		for _, problem := range problems {
			fmt.Fprintln(p.Stderr, problem)
		}
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, note := range file.Notes(now) {
		fmt.Fprintln(p.Stderr, note)
	}
	_, err = fmt.Fprintf(p.Stdout, "%s is a valid configuration\n", path)
	return true, err
}
