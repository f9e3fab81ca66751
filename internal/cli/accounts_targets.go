package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"lambda-audit/audit"
)

// A target is one account of several, and the way into it.
type target struct {
	account, name string
	roleARN       string // empty: the run's own credentials
	externalID    string
	regions       []string // none: those of the run
	skipped       string   // why it is not meant to be read
}

// A fleet is the accounts of one run, and what they have in common.
type fleet struct {
	*collection
	base    aws.Config     // with the run's own credentials
	own     *audit.Session // that asked whose they are, and who is in the organisation
	targets []target       // by account
}

// accountIDs are the accounts that are to be read.
func (f *fleet) accountIDs() []string {
	var ids []string
	for i := range f.targets {
		if f.targets[i].skipped == "" {
			ids = append(ids, f.targets[i].account)
		}
	}
	return ids
}

// findAccounts asks whose the run's own credentials are, and settles which
// accounts are meant and how to get into each.
func (o *collection) findAccounts(ctx context.Context) (*fleet, error) {
	all := *o
	cfg, err := all.configuration(ctx)
	if err != nil {
		return nil, err
	}
	return all.fleetFrom(ctx, cfg)
}

// fleetFrom finds the accounts with the credentials of the configuration.
func (o *collection) fleetFrom(ctx context.Context, cfg aws.Config) (*fleet, error) {
	all := *o
	now := all.options.Now() // one clock for all: their windows are the same
	all.options.Now = func() time.Time { return now }
	all.options.Caps = all.options.Caps.Shared() // they bound the run, not each account
	all.options.RunID = cmp.Or(all.options.RunID, rand.Text())
	f := &fleet{collection: &all, base: cfg}
	options := all.options
	options.Regions, options.Scope = []string{cmp.Or(cfg.Region, "us-east-1")}, audit.Scope{}
	var err error
	if f.own, err = audit.Open(ctx, cfg, options); err != nil {
		return nil, unopened(err)
	}
	if o.accounts.organization {
		err = f.fromOrganization(ctx)
	} else {
		f.fromEntries()
	}
	if err != nil {
		return nil, err
	}
	return f, f.settle()
}

func (f *fleet) fromOrganization(ctx context.Context) error {
	members, err := f.own.Members(ctx, f.accounts.filter)
	if err != nil {
		return err
	}
	for _, m := range members {
		t := f.entered(accountEntry{account: m.ID})
		t.name = m.Name
		if !m.Active() {
			t.skipped = "the organisation says that it is " + strings.ToLower(strings.ReplaceAll(m.State, "_", " "))
		}
		f.targets = append(f.targets, t)
	}
	return nil
}

func (f *fleet) fromEntries() {
	for _, e := range f.accounts.entries {
		f.targets = append(f.targets, f.entered(e))
	}
}

// entered says how the account of an entry is entered: by the role that the entry
// names, as it is where the credentials belong to it, and else by the role that
// has the same name everywhere.
func (f *fleet) entered(e accountEntry) target {
	t := target{account: e.account, roleARN: e.roleARN, externalID: cmp.Or(e.externalID, f.access.externalID), regions: e.regions}
	home := f.own.Header
	if t.roleARN == "" && (e.roleName != "" || e.account != home.Account) {
		t.roleARN = "arn:" + home.Partition + ":iam::" + e.account + ":role/" + strings.TrimPrefix(cmp.Or(e.roleName, f.accounts.role), "/")
	}
	if f.access.demo != "" && len(f.options.Regions) == 0 {
		t.regions = sampleRegions(f.access.demo, e.account)
	}
	return t
}

// settle leaves out the accounts that are excluded, and says which are not meant
// because no function that is named lies in them.
func (f *fleet) settle() error {
	f.targets = slices.DeleteFunc(f.targets, func(t target) bool { return slices.Contains(f.accounts.exclude, t.account) })
	if len(f.targets) == 0 {
		return usage("leave some of --ou, --account-tag, --exclude-account and the like out", "no account is left to audit")
	}
	slices.SortFunc(f.targets, func(a, b target) int { return cmp.Compare(a.account, b.account) })
	for i := range f.targets {
		t := &f.targets[i]
		if _, within := scopeWithin(f.options.Scope, t.account); !within && t.skipped == "" {
			t.skipped = "none of the functions named lies in it"
		}
	}
	return nil
}

// scopeWithin is the scope without the functions that other accounts hold; false
// where nothing is left of those that are named.
func scopeWithin(s audit.Scope, account string) (audit.Scope, bool) {
	named := len(s.Functions) > 0
	s.Functions = slices.DeleteFunc(slices.Clone(s.Functions), func(name string) bool {
		arn, ok := audit.ParseARN(name)
		return ok && !strings.ContainsAny(name, "*?[") && arn.Account != account
	})
	return s, !named || len(s.Functions) > 0
}
