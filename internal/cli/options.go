package cli

import (
	"math"
	"net"
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
	key     string   // of fingerprints, to be kept while the run lasts; empty: the user has it
	resumed string   // the file of the run to go on with
	past    *os.File // the same, taken for this process alone

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
	if err := exclusive(s.Context, "fast", []string{"unused", "thorough"}, "a fast run makes no call for each role or function"); err != nil {
		return nil, err
	}
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
	collected.want, collected.options.Ask = s.wanted(chosen), rules.Ungated(chosen)
	if !s.IsSet("fingerprint-key-file") {
		collected.key = secrets.RandomMaterial()
		collected.options.Key, err = secrets.NewKey([]byte(collected.key))
	}
	return collected, err
}

// collectionOrResumed is what the flags say, or what is left of the run that is
// resumed; a fast run goes on as one.
func (p *Program) collectionOrResumed(s *settings, alone ...string) (*collection, error) {
	o, err := p.collectionFrom(s)
	if err != nil {
		return nil, err
	}
	if err := o.resumeFrom(s.Context, alone...); err != nil {
		return nil, err
	}
	if past := o.options.Resume; past != nil && past.Known.Header.Fast && !s.fast() {
		s.takenFast = true
		if err := o.past.Close(); err != nil {
			return nil, err
		}
		return p.collectionOrResumed(s, alone...)
	}
	return o, nil
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
	days, share := s.Int("days"), s.Float64("rps")
	if days < 1 || days > 63 {
		return audit.Options{}, usage("give 1 to 63", "--days %d is out of range", days)
	}
	if err := checkShare(share, s.String("endpoint-url")); err != nil {
		return audit.Options{}, err
	}
	if err := audit.CheckRegions(s.StringSlice("region")); err != nil {
		return audit.Options{}, err
	}
	caps, err := capsFrom(s.Context)
	if err != nil {
		return audit.Options{}, err
	}
	o := audit.Options{
		Regions: s.StringSlice("region"), Scope: scope, Days: days, Share: share, Caps: caps, Fast: s.fast(), AskAll: s.Bool("thorough"),
		Version: p.Version, Now: time.Now,
	}
	if o.Log, err = p.logger(s.Context); err != nil {
		return audit.Options{}, err
	}
	if s.IsSet("fingerprint-key-file") {
		o.Key, err = fingerprintKey(s.String("fingerprint-key-file"))
	}
	return o, err
}

// checkShare refuses shares of AWS's rates that cannot be meant. More than all of
// them may be asked of an emulator on this machine, which keeps no quotas.
func checkShare(share float64, endpoint string) error {
	switch {
	case math.IsNaN(share) || math.IsInf(share, 0) || share <= 0:
		return usage("1 takes all that AWS allows, 0.5 leaves half to others", "--rps %v is out of range", share)
	case share > 1 && !onThisMachine(endpoint):
		return usage("1 takes all that AWS allows; only a server on this machine, which --endpoint-url names, may be asked faster", "--rps %v is out of range", share)
	}
	return nil
}

// onThisMachine reports whether the address is one of the loopback.
func onThisMachine(endpoint string) bool {
	address, err := url.Parse(endpoint)
	return err == nil && (address.Hostname() == "localhost" || net.ParseIP(address.Hostname()).IsLoopback())
}

// fingerprintKey returns the key in the file.
func fingerprintKey(path string) (secrets.Key, error) {
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
