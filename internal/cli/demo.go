package cli

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
	"lambda-audit/fixtures"
)

// unhurried is the demo's share of AWS's rates: nobody else needs them, so none
// of its calls has to wait.
const unhurried = 1e6

// demonstrate returns a configuration whose AWS is a sample account in memory,
// and fixes all that would make one run differ from the next.
func demonstrate(name string, o *audit.Options) (aws.Config, error) {
	server, account, err := samplePlayer(name)
	if err != nil {
		return aws.Config{}, err
	}
	server.NoQuotas = true
	id, secret := account.Credentials()
	cfg := aws.Config{
		Region:      firstRegion(account),
		Credentials: credentials.NewStaticCredentialsProvider(id, secret, ""),
		HTTPClient:  server.Client(),
	}
	if len(o.Regions) == 0 && !isOrganization(name) {
		o.Regions = regionsOf(account)
	}
	o.RunID, o.Share = "demo", unhurried
	if now := account.Now; !now.IsZero() {
		o.Now = now.UTC
	}
	o.Key, err = secrets.NewKey([]byte("the sample accounts hide nothing"))
	return cfg, err
}

// samplePlayer returns a server that plays the sample account, or the accounts of
// the sample organisation, and the account that asks.
func samplePlayer(name string) (*fixtures.Server, *fixtures.Account, error) {
	if !isOrganization(name) {
		account, err := fixtures.Load(name)
		if err != nil {
			return nil, nil, unknown("sample account", name, slices.Concat(fixtures.Names(), fixtures.LaterNames(), fixtures.OrganizationNames()))
		}
		return fixtures.NewServer(account), account, nil
	}
	organization, err := fixtures.LoadOrganization(name)
	if err != nil {
		return nil, nil, err
	}
	accounts := organization.Accounts()
	server := fixtures.NewServer(accounts...)
	server.Organization = organization
	return server, accounts[0], nil
}

// isOrganization reports whether a sample is an organisation of accounts.
func isOrganization(name string) bool { return slices.Contains(fixtures.OrganizationNames(), name) }

// sampleRegions are the regions of one account of a sample organisation.
func sampleRegions(name, account string) []string {
	organization, err := fixtures.LoadOrganization(name)
	if err != nil {
		return nil
	}
	for _, a := range organization.Accounts() {
		if a.ID == account {
			return regionsOf(a)
		}
	}
	return nil
}

func regionsOf(account *fixtures.Account) []string {
	names := make([]string, len(account.Regions))
	for i, region := range account.Regions {
		names[i] = region.Name
	}
	return names
}

func firstRegion(account *fixtures.Account) string { return cmp.Or(regionsOf(account)...) }
