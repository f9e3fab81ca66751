package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// open finds the account and judges the credentials.
func (o *collection) open(ctx context.Context) (*audit.Session, error) {
	cfg, err := o.configuration(ctx)
	if err != nil {
		return nil, err
	}
	return o.openWith(ctx, cfg)
}

// openWith opens the account that the configuration leads to.
func (o *collection) openWith(ctx context.Context, cfg aws.Config) (*audit.Session, error) {
	session, err := audit.Open(ctx, cfg, o.options)
	if err != nil {
		return nil, unopened(err)
	}
	if o.resumed == "" {
		session.Header.Facts = o.want.Names()
	}
	return session, nil
}

func (o *collection) configuration(ctx context.Context) (aws.Config, error) {
	if o.access.demo != "" {
		return demonstrate(o.access.demo, &o.options)
	}
	return configure(ctx, o.access)
}

// read asks for all that is wanted, and shows how far it is. What was read of a
// run that somebody ended is returned with an *interruption.
func (p *Program) read(ctx context.Context, o *collection, session *audit.Session, sink audit.Sink) (*audit.Known, error) {
	read := &tally{next: sink}
	read.begin(o.options.Resume)
	stop := p.showProgress(teller{read, session.Progress}, o.unwatched())
	known, err := audit.Collect(ctx, session, o.want, p.forecastOf(o, read))
	stop()
	p.tellCapped(o.options.Caps, refusedIn(known.Calls), o.quiet)
	if ctx.Err() != nil {
		return known, &interruption{functions: functionsOf(known), answers: read.answers.Load(), calls: callsOf(known)}
	}
	return known, err
}

func functionsOf(known *audit.Known) int {
	list, _ := known.Subjects(facts.KindFunction) // of a broken listing, what it gave
	return len(list)
}

func callsOf(known *audit.Known) int {
	sum := 0
	for _, c := range known.Calls {
		sum += c.Calls
	}
	return sum
}

// readInto is read with the file of the run, which is left to go on from where the
// run does not end well; without one, the run cannot be resumed.
func (p *Program) readInto(c *cli.Context, o *collection, session *audit.Session, file *runFile) (*audit.Known, error) {
	if file == nil {
		return p.read(c.Context, o, session, nil)
	}
	known, err := p.read(c.Context, o, session, file)
	if err != nil {
		var cut *interruption
		if errors.As(err, &cut) {
			cut.kept = file.path
			if file.lost.Load() {
				cut.kept += " in part"
			}
		}
		return nil, toResume(c, file.path, errors.Join(err, file.abandon()))
	}
	return known, nil
}

// An interruption is a run that somebody ended, and what was read by then.
type interruption struct {
	functions, calls int
	answers          int64
	kept             string // the file that holds it; empty where none does
}

// Error tells what was read.
func (i *interruption) Error() string {
	text := fmt.Sprintf("interrupted; read so far: %s", readSoFar(i.functions, i.answers, i.calls))
	if i.kept != "" {
		text += ", kept in " + i.kept
	}
	return text
}

// readSoFar counts what was read: a fact about a subject is one answer.
func readSoFar(functions int, answers int64, calls int) string {
	return fmt.Sprintf("%s, %s, %s", plural(functions, "function"), plural(int(answers), "fact"), plural(calls, "call"))
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
