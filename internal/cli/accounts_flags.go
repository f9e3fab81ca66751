package cli

import (
	"slices"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
)

// defaultAccountRole is the role that is assumed in accounts of which no other is
// named.
const defaultAccountRole = "lambda-audit"

// accountsFlags name several accounts, and the way into each.
func accountsFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "accounts", Category: aboutAccounts, Usage: "the accounts, or their roles' ARNs, in `FILE`: one a line, or a list in YAML or JSON; - for standard input"},
		&cli.BoolFlag{Name: "organization", Category: aboutAccounts, Usage: "all active accounts of the organisation that the credentials manage"},
		&cli.StringSliceFlag{Name: "ou", Category: aboutAccounts, Usage: "only those in the organisation's unit `ID` or PATH, such as Workloads/Prod, and below; repeatable"},
		&cli.StringSliceFlag{Name: "exclude-ou", Category: aboutAccounts, Usage: "none in the unit `ID` or PATH, and below; repeatable"},
		&cli.StringSliceFlag{Name: "account-tag", Category: aboutAccounts, Usage: "only accounts with the tag `KEY=VALUE`, or KEY with any value; repeatable"},
		&cli.StringSliceFlag{Name: "exclude-account-tag", Category: aboutAccounts, Usage: "no accounts with the tag `KEY=VALUE`, or KEY with any value; repeatable"},
		&cli.StringSliceFlag{Name: "exclude-account", Category: aboutAccounts, Usage: "without the account `ID`; repeatable"},
		&cli.StringFlag{Name: "account-role", Category: aboutAccounts, Usage: "assume the role `NAME` in each account, with its path if it has one (default: " + defaultAccountRole + ")", Value: defaultAccountRole},
		&cli.IntFlag{Name: "parallel-accounts", Category: aboutAccounts, Usage: "read `N` accounts at a time (default: 4)", Value: 4},
	}
}

// severalFlags are those that mean nothing for one account.
var severalFlags = []string{"account-role", "parallel-accounts", "exclude-account"}

// memberFlags are those that mean nothing without an organisation.
var memberFlags = []string{"ou", "exclude-ou", "account-tag", "exclude-account-tag"}

// accountsWanted says which accounts are read, where it is more than the one that
// the credentials belong to.
type accountsWanted struct {
	entries      []accountEntry // of --accounts
	organization bool
	filter       audit.MemberFilter
	exclude      []string
	role         string
	parallel     int
}

// mostParallel is how many accounts may be read at a time: each takes memory, and
// connections of its own.
const mostParallel = 32

// accountsFrom reads which accounts are meant; nil: one.
func (p *Program) accountsFrom(c *cli.Context) (*accountsWanted, error) {
	organization := c.Bool("organization") || isOrganization(c.Generic("demo").(*sample).String())
	if !organization && c.String("accounts") == "" {
		return nil, aloneOnly(c, slices.Concat(severalFlags, memberFlags), "it belongs to --organization or --accounts")
	}
	if err := exclusive(c, "accounts", []string{"organization", "demo"}, "one of them names the accounts"); err != nil {
		return nil, err
	}
	if !organization {
		if err := aloneOnly(c, memberFlags, "it belongs to --organization"); err != nil {
			return nil, err
		}
	}
	w := &accountsWanted{organization: organization, exclude: c.StringSlice("exclude-account"), role: c.String("account-role"), parallel: c.Int("parallel-accounts"),
		filter: audit.MemberFilter{Units: c.StringSlice("ou"), ExcludeUnits: c.StringSlice("exclude-ou"), Tags: c.StringSlice("account-tag"), ExcludeTags: c.StringSlice("exclude-account-tag")}}
	if err := w.check(); err != nil {
		return nil, err
	}
	var err error
	if !organization {
		w.entries, err = p.readAccounts(c.String("accounts"))
	}
	return w, err
}

// aloneOnly refuses flags that mean nothing here.
func aloneOnly(c *cli.Context, flags []string, because string) error {
	for _, name := range flags {
		if isGiven(c, name) {
			return usage(because, "--%s is given for nothing", name)
		}
	}
	return nil
}

func (w *accountsWanted) check() error {
	for _, id := range w.exclude {
		if !accountID.MatchString(id) {
			return usage("an account's id has twelve digits", "--exclude-account %q is no account", id)
		}
	}
	for _, tag := range slices.Concat(w.filter.Tags, w.filter.ExcludeTags) {
		if tag == "" || tag[0] == '=' {
			return usage("as in --account-tag stage=prod", "the tag %q has no key", tag)
		}
	}
	if w.parallel < 1 || w.parallel > mostParallel {
		return usage("give 1 to 32", "--parallel-accounts %d is out of range", w.parallel)
	}
	return checkRoleName("--account-role", w.role)
}
