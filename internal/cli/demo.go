package cli

import (
	"cmp"

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
	account, err := fixtures.Load(name)
	if err != nil {
		return aws.Config{}, unknown("sample account", name, fixtures.Names())
	}
	server := fixtures.NewServer(account)
	server.NoQuotas = true
	id, secret := account.Credentials()
	cfg := aws.Config{
		Region:      firstRegion(account),
		Credentials: credentials.NewStaticCredentialsProvider(id, secret, ""),
		HTTPClient:  server.Client(),
	}
	if len(o.Regions) == 0 {
		o.Regions = regionsOf(account)
	}
	o.RunID, o.Share = "demo", unhurried
	if now := account.Now; !now.IsZero() {
		o.Now = now.UTC
	}
	o.Key, err = secrets.NewKey([]byte("the sample accounts hide nothing"))
	return cfg, err
}

func regionsOf(account *fixtures.Account) []string {
	names := make([]string, len(account.Regions))
	for i, region := range account.Regions {
		names[i] = region.Name
	}
	return names
}

func firstRegion(account *fixtures.Account) string { return cmp.Or(regionsOf(account)...) }
