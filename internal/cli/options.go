package cli

import (
	"math"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
)

// collection says what is read, and from where.
type collection struct {
	access  access
	options audit.Options
	rules   []*rules.Rule
	want    audit.Set
	byTags  bool // functions are chosen, judged or shown by their tags
	quiet   bool

	accounts *accountsWanted // several; nil: the one that the credentials belong to
}

// access is the way into an account.
type access struct {
	profile, roleARN, externalID, sessionName, endpoint string

	demo string // the sample account's name; empty: AWS itself
}

// collectionFrom reads the flags that audit and collect share. All that can be
// wrong is found here, before anybody is asked.
func (p *Program) collectionFrom(s *settings) (*collection, error) {
	chosen, err := s.rules()
	if err != nil {
		return nil, err
	}
	several, err := p.accountsFrom(s.Context)
	if err != nil {
		return nil, err
	}
	way, err := accessFrom(s.Context, several != nil)
	if err != nil {
		return nil, err
	}
	options, err := p.auditOptions(s)
	if err != nil {
		return nil, err
	}
	collected := &collection{access: way, options: options, rules: chosen, byTags: s.byTags(), quiet: s.Bool("quiet"), accounts: several}
	collected.want = withTags(rules.Collected(chosen), s)
	return collected, nil
}

// outsideFlags say how AWS is asked; they mean nothing where nobody is.
var outsideFlags = []string{"profile", "role-arn", "endpoint-url", "rps", "fingerprint-key-file"}

func accessFrom(c *cli.Context, several bool) (access, error) {
	way := access{
		profile: c.String("profile"), roleARN: c.String("role-arn"), externalID: c.String("external-id"),
		sessionName: c.String("role-session-name"), endpoint: c.String("endpoint-url"),
		demo: c.Generic("demo").(*sample).String(),
	}
	if err := exclusive(c, "demo", outsideFlags, "the demo asks no AWS"); err != nil {
		return access{}, err
	}
	if arn, ok := audit.ParseARN(way.roleARN); way.roleARN != "" && (!ok || arn.Service != "iam") {
		return access{}, usage("as in arn:aws:iam::111122223333:role/auditor", "--role-arn %q is no role's ARN", way.roleARN)
	}
	if way.externalID != "" && way.roleARN == "" && !several {
		return access{}, usage("name the role with --role-arn", "--external-id belongs to a role")
	}
	address, err := url.Parse(way.endpoint)
	if way.endpoint != "" && (err != nil || address.Host == "" || !strings.HasPrefix(address.Scheme, "http")) {
		return access{}, usage("as in http://127.0.0.1:4566", "--endpoint-url %q is no address", way.endpoint)
	}
	return way, nil
}

func (p *Program) auditOptions(s *settings) (audit.Options, error) {
	scope, err := scopeFrom(s.Context)
	if err != nil {
		return audit.Options{}, err
	}
	days, share := s.days().value, s.Float64("rps")
	if days < 1 || days > 63 {
		return audit.Options{}, usage("give 1 to 63", "--days %d is out of range", days)
	}
	if math.IsNaN(share) || share <= 0 || share > 1 {
		return audit.Options{}, usage("1 takes all that AWS allows, 0.5 leaves half to others", "--rps %v is out of range", share)
	}
	if err := audit.CheckRegions(s.regions().value); err != nil {
		return audit.Options{}, err
	}
	key, err := fingerprintKey(s.String("fingerprint-key-file"))
	return audit.Options{
		Regions: s.regions().value, Scope: scope, Days: days, Share: share, AskAll: s.Bool("thorough"),
		Version: p.Version, Now: time.Now, Key: key,
	}, err
}

// fingerprintKey returns the key in the file; without a file one for this run.
func fingerprintKey(path string) (secrets.Key, error) {
	if path == "" {
		return secrets.RandomKey(), nil
	}
	material, err := os.ReadFile(path)
	if err != nil {
		return secrets.Key{}, usage("", "read the fingerprint key: %v", err)
	}
	key, err := secrets.NewKey([]byte(strings.TrimSpace(string(material))))
	if err != nil {
		return secrets.Key{}, usage("", "read %s: %v", path, err)
	}
	return key, nil
}
