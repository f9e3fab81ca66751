package cli

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/report"
)

// The headings of the help.
const (
	aboutAccess   = "Which account"
	aboutAccounts = "Several accounts"
	aboutScope    = "Which functions"
	aboutRules    = "Which rules"
	aboutPace     = "How it is read"
	aboutReport   = "What is shown"
	aboutExit     = "What the exit code says"
)

// accessFlags say whose account is read, and how to get in. They mean nothing
// where nobody is asked: with --from, and with --demo.
func accessFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "profile", Category: aboutAccess, Usage: "use the profile `NAME` of the AWS configuration"},
		&cli.StringFlag{Name: "role-arn", Category: aboutAccess, Usage: "assume the role with this `ARN`"},
		&cli.StringFlag{Name: "external-id", Category: aboutAccess, Usage: "external `ID` that the role asks for"},
		&cli.StringFlag{Name: "role-session-name", Category: aboutAccess, Usage: "`NAME` of the role's session (default: lambda-audit)", Value: "lambda-audit"},
		&cli.StringFlag{Name: "endpoint-url", Category: aboutAccess, Usage: "ask `URL` instead of AWS (else AWS_ENDPOINT_URL)"},
		&cli.GenericFlag{Name: "demo", Category: aboutAccess, Usage: "read the sample account that is built in, or --demo=NAME another one; no AWS, no network", Value: new(sample)},
	}
}

// scopeFlags narrow what is read.
func scopeFlags() []cli.Flag {
	return []cli.Flag{
		regionFlag(),
		&cli.StringSliceFlag{Name: "function", Category: aboutScope, Usage: "only functions whose name or ARN meets `GLOB`; repeatable"},
		&cli.StringSliceFlag{Name: "exclude", Category: aboutScope, Usage: "no functions whose name or ARN meets `GLOB`; repeatable"},
		&cli.StringSliceFlag{Name: "tag", Category: aboutScope, Usage: "only functions with the tag `KEY=VALUE`, or KEY with any value; repeatable"},
	}
}

func regionFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "region", Aliases: []string{"r"}, Category: aboutScope,
		Usage: "`NAME`, glob or all; repeatable (default: the configured region)"}
}

// ruleFlags choose the rules, and with them what is read.
func ruleFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "rule", Category: aboutRules, Usage: "only these `IDS`, globs or pillar:NAME, separated by commas; repeatable"},
		&cli.StringSliceFlag{Name: "skip-rule", Category: aboutRules, Usage: "without these `IDS`, globs or pillar:NAME, separated by commas; repeatable"},
		customRulesFlag(),
		&cli.BoolFlag{Name: "fast", Category: aboutRules, Usage: "ask only what is asked by account, by region or in batches; rules that need more do not judge"},
		&cli.BoolFlag{Name: "unused", Category: aboutRules, Usage: "judge also by which services roles have called; two calls and more per role, nothing charged"},
	}
}

// customRulesFlag names files with rules of the user's own.
func customRulesFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "custom-rules", Category: aboutRules, Usage: "judge also by the rules in `FILE` (docs/writing-rules.md); repeatable"}
}

// paceFlags say how the account is read.
func paceFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "days", Category: aboutPace, Usage: "ask for the metrics of the last `N` days, 1 to 63 (default: 14)", Value: 14},
		&cli.Float64Flag{Name: "rps", Category: aboutPace, Usage: "take this `SHARE` of AWS's published rates, above 0 to 1, and more only of an --endpoint-url on this machine (default: 2/3)", Value: audit.DefaultShare},
		&cli.BoolFlag{Name: "thorough", Category: aboutPace, Usage: "make also the calls that cheaper answers would spare; sees aliases on $LATEST that nobody used"},
		&cli.StringFlag{Name: "fingerprint-key-file", Category: aboutPace, Usage: "make fingerprints of secrets comparable between runs with the key in `FILE`"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Category: aboutPace, Usage: "no progress, and no word of what --max-calls and --budget left out"},
		verboseFlag(),
	}
}

// judgeFlags say by which data, and what the exit code tells.
func judgeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "from", Category: aboutAccess, Usage: "judge the snapshot in `FILE`, - for standard input, or all those in a folder, as one run; asks nobody; repeatable"},
		&cli.StringFlag{Name: "runtimes", Category: aboutRules, Usage: "table of runtimes in `FILE` instead of the one built in"},
		&cli.StringFlag{Name: "prices", Category: aboutRules, Usage: "table of prices in `FILE` instead of the one built in"},
		&cli.StringFlag{Name: "managed", Category: aboutRules, Usage: "table of those who manage functions for others in `FILE` instead of the one built in"},
		&cli.StringSliceFlag{Name: "fail-on", Category: aboutExit, Value: cli.NewStringSlice("high"),
			Usage: "exit 1 from this `SEVERITY` on: none, low, medium, high, critical (default: high; with --demo: none); new:SEVERITY fails only on what --baseline does not hold; both as in critical,new:high"},
		&cli.Float64Flag{Name: "min-score", Category: aboutExit, Usage: "exit 3 where the score is below `N`"},
		partialFlag(),
		&cli.BoolFlag{Name: "no-suppress", Category: aboutExit, Usage: "suppress nothing, whatever the configuration and the functions' tags say"},
	}
}

func partialFlag() cli.Flag {
	return &cli.BoolFlag{Name: "allow-partial", Category: aboutExit, Usage: "no exit 4 where something could not be read"}
}

// reportFlags say what is shown, and where.
func reportFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "output", Aliases: []string{"o"}, Category: aboutReport,
			Usage: "write `FORMAT[=FILE]`: " + formatNames() + "; repeatable (default: table)"},
		baselineFlag(),
		&cli.StringSliceFlag{Name: "show", Category: aboutReport,
			Usage: "list only these `OUTCOMES`: fails, unknown, not-applicable, pass, all; repeatable (default: fails, and unknowns to act on)"},
		&cli.BoolFlag{Name: "details", Category: aboutReport, Usage: "every finding in full"},
		&cli.BoolFlag{Name: "why", Category: aboutReport, Usage: "how each score comes about"},
		&cli.StringSliceFlag{Name: "tag-columns", Category: aboutReport, Usage: "show the functions' tags of these `KEYS`, separated by commas; repeatable"},
		&cli.IntFlag{Name: "width", Category: aboutReport, Usage: "write for `N` columns (default: the terminal's, COLUMNS, or 120)"},
		&cli.IntFlag{Name: "ocsf-class", Category: aboutReport, Usage: "write the format ocsf as `CLASS` 2003, Compliance Finding, or 2004, Detection Finding (default: 2003)", Value: report.OCSFCompliance},
		&cli.IntFlag{Name: "asff-batch", Category: aboutReport, Usage: "write at most `N` findings to each file of the format asff, 1 to 100 (default: 100)", Value: report.ASFFMostOfBatch},
		&cli.BoolFlag{Name: "no-color", Category: aboutReport, Usage: "no colours, as with NO_COLOR"},
	}
}

func formatNames() string {
	var names []string
	for _, f := range report.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// words takes apart the values of a flag that may be repeated, and may name
// several things separated by commas.
func words(values []string) []string {
	var list []string
	for _, value := range values {
		for word := range strings.SplitSeq(value, ",") {
			if word = strings.TrimSpace(word); word != "" {
				list = append(list, word)
			}
		}
	}
	return list
}

// defaultSample is the account that --demo alone means.
const defaultSample = "shop"

// A sample is the value of --demo, which may stand without one.
type sample string

// Set takes the sample account's name.
func (s *sample) Set(value string) error {
	switch value {
	case "true":
		value = defaultSample
	case "", "false":
		return fmt.Errorf("name a sample account, as in --demo=%s", defaultSample)
	}
	*s = sample(value)
	return nil
}

// String returns the sample account's name; empty where none was asked for.
func (s *sample) String() string { return string(*s) }

// Get returns the sample account's name.
func (s *sample) Get() any { return string(*s) }

// IsBoolFlag lets --demo stand alone.
func (s *sample) IsBoolFlag() bool { return true }

func planFlags() []cli.Flag {
	return []cli.Flag{&cli.BoolFlag{Name: "plan", Category: aboutPace,
		Usage: "print how often AWS will be asked what, how long that takes and what CloudWatch charges, and end; -o table or json"}}
}
