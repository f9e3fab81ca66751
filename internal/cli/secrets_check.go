package cli

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit/secrets"
	"lambda-audit/report"
)

func (p *Program) secretsCheckCommand() *cli.Command {
	return command(&cli.Command{
		Name:      "secrets-check",
		Usage:     "say which variables kept in files hold secrets; shows no value",
		ArgsUsage: "[FLAGS] FILE...",
		Description: `FILE is - for standard input. What it is written in is told from its content:
  dotenv       NAME=value or NAME: value lines with comments, export, quotes,
               values of several lines
  env, env -0  what they print; without -0 a line that begins no variable
               belongs to the last
  JSON         {"Variables": {...}}, {"Environment": {"Variables": {...}}}, what
               get-function, get-function-configuration and list-functions
               answer, or an object of names and values, where what is no text
               is judged as the JSON that stands there
  JSON Lines   {"key": "NAME", "value": "..."}, or a JSON list of those

Exit codes: 0 no secret, 1 secrets, 2 something could not be read; the rest is
judged all the same.`,
		Flags:  []cli.Flag{listFlag()},
		Action: p.checkSecrets,
	})
}

func (p *Program) checkSecrets(c *cli.Context) error {
	files, err := filesFrom(c)
	if err != nil {
		return err
	}
	wanted, err := asJSON(c)
	if err != nil {
		return err
	}
	rows, broken := []secretRow{}, 0
	for _, name := range files {
		found, problems := p.variablesIn(name)
		rows = append(rows, found...)
		for _, problem := range problems {
			fmt.Fprintln(p.Stderr, "lambda-audit:", printable(problem))
		}
		if len(problems) > 0 {
			broken++
		}
	}
	if wanted {
		err = report.WriteJSON(p.Stdout, rows)
	} else {
		err = secretsAsTable(p.Stdout, rows, len(files)-broken, broken)
	}
	switch {
	case err != nil:
		return err
	case broken > 0:
		return withCode(exitUsage)
	case slices.ContainsFunc(rows, func(row secretRow) bool { return row.Secret }):
		return withCode(exitFindings)
	}
	return nil
}

// A secretRow is what is known of one variable of a file. There is no field
// that could hold its value.
type secretRow struct {
	File       string             `json:"file"`
	Line       int                `json:"line"`
	Key        string             `json:"key"`
	Secret     bool               `json:"secret"`
	Class      secrets.Class      `json:"class"`
	Kind       string             `json:"kind"`       // empty where nothing is known
	Confidence secrets.Confidence `json:"confidence"` // of secrets only
	Step       secrets.Step       `json:"step"`
}

// variablesIn reads and judges the variables in a file. Each problem names the
// file and the place.
func (p *Program) variablesIn(file string) (rows []secretRow, problems []string) {
	from, err := p.open(file)
	if err != nil {
		return nil, []string{oneLine(err, exitUsage)}
	}
	defer from.Close()
	entries, wrong := secrets.Read(from)
	judge := secrets.NewClassifier(secrets.Key{}, nil)
	for _, e := range entries {
		v := judge.Classify(e.Name, e.Value)
		rows = append(rows, secretRow{file, e.Line, e.Name, v.Secret(), v.Class, v.Kind, v.Confidence, v.Step})
	}
	for _, w := range wrong {
		place := file
		if w.Line > 0 {
			place = fmt.Sprintf("%s:%d:%d", file, w.Line, w.Column)
		}
		problems = append(problems, place+": "+w.Message)
	}
	return rows, problems
}
