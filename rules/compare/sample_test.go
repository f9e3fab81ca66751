package compare_test

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
	_ "lambda-audit/rules/catalogue"
)

// A sample is a fixture's account, and how a run reads and judges it.
type sample struct {
	account   *fixtures.Account
	regions   []string
	functions []string // globs; none: all
	skip      []string // rules
	fast      bool
}

func newSample(account *fixtures.Account) *sample {
	s := &sample{account: account}
	for _, r := range account.Regions {
		s.regions = append(s.regions, r.Name)
	}
	return s
}

func (s *sample) result(t testing.TB) *rules.Result {
	t.Helper()
	whole, err := rules.Select(rules.Selection{Skip: s.skip})
	if err != nil {
		t.Fatal(err)
	}
	config := rules.Config{Rules: whole, Data: rules.DefaultData(), Version: "test"}
	if s.fast {
		config = config.OfFast()
	}
	result, err := rules.Evaluate(s.known(t, config.Rules), config)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// known collects the account as a run does.
func (s *sample) known(t testing.TB, list []*rules.Rule) *audit.Known {
	t.Helper()
	server := fixtures.NewServer(s.account)
	server.NoQuotas = true
	key, secret := s.account.Credentials()
	fingerprints, err := secrets.NewKey([]byte("a key for these tests only"))
	if err != nil {
		t.Fatal(err)
	}
	session, err := audit.Open(t.Context(), aws.Config{Region: s.regions[0], HTTPClient: server.Client(),
		Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")}, audit.Options{
		Days: 14, Share: 1e6, RunID: "test", Key: fingerprints, Regions: s.regions, Fast: s.fast,
		Scope: audit.Scope{Functions: s.functions}, Now: func() time.Time { return s.account.Now }})
	if err != nil {
		t.Fatal(err)
	}
	want := rules.Collected(list)
	if s.fast {
		want = want.Fast()
	}
	session.Header.Facts = want.Names()
	var out bytes.Buffer
	w, err := audit.NewWriter(&out, session.Header)
	if err != nil {
		t.Fatal(err)
	}
	known, err := audit.Collect(t.Context(), session, want, w)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(known.Calls); err != nil {
		t.Fatal(err)
	}
	if known, err = audit.ReadSnapshot(&out); err != nil {
		t.Fatal(err)
	}
	return known
}

// mutations are what may happen to an account, or to its audit, in a night.
var mutations = []func(*rand.Rand, *sample){
	func(r *rand.Rand, s *sample) { // functions are deployed
		s.each(r, func(f *fixtures.Function) { f.CodeSHA256, f.LastModified = "another", "2026-11-01T10:00:00Z" })
	},
	func(r *rand.Rand, s *sample) { // settings change
		s.each(r, func(f *fixtures.Function) {
			f.MemoryMB, f.Timeout, f.Tracing, f.Runtime, f.LastModified = 3008, 900, "Active", "python3.9", "2026-11-01T10:00:00Z"
		})
	},
	func(r *rand.Rand, s *sample) { // functions come; backwards they go
		for i := range s.account.Regions {
			region := &s.account.Regions[i]
			for _, f := range region.Functions {
				if f.Name += "-new"; r.IntN(3) == 0 {
					region.Functions = append(region.Functions, f)
				}
			}
		}
	},
	func(r *rand.Rand, s *sample) { // roles and policies are mended
		for i := range s.account.Roles {
			if r.IntN(2) == 0 {
				s.account.Roles[i].Inline, s.account.Roles[i].Attached = nil, nil
			}
		}
		s.each(r, func(f *fixtures.Function) { f.Policy = "" })
	},
	func(r *rand.Rand, s *sample) { // the last region is lost, where another is left to ask STS in
		if last := len(s.account.Regions) - 1; last > 0 {
			s.account.Regions[last].State = []string{fixtures.RegionClosed, fixtures.RegionNotEnabled}[r.IntN(2)]
		}
	},
	func(r *rand.Rand, s *sample) { s.regions = s.regions[:1+r.IntN(len(s.regions))] },
	func(r *rand.Rand, s *sample) { // calls are denied
		operations := []string{"GetPolicy*", "ListAliases", "ListFunctions*", "GetRole*", "List*", "GetFunctionConfiguration", "GetMetricData"}
		s.account.Faults = append(s.account.Faults, fixtures.Fault{Operation: operations[r.IntN(len(operations))], Code: "AccessDenied", After: 1 + r.IntN(3)})
	},
	func(_ *rand.Rand, s *sample) { s.functions = []string{"*1*", "*a*"} },
	func(_ *rand.Rand, s *sample) { s.skip = []string{"pillar:cost", "*role*"} },
	func(_ *rand.Rand, s *sample) { s.fast = true },
}

// each passes one function in two through a change.
func (s *sample) each(r *rand.Rand, change func(*fixtures.Function)) {
	for i := range s.account.Regions {
		for j := range s.account.Regions[i].Functions {
			if r.IntN(2) == 0 {
				change(&s.account.Regions[i].Functions[j])
			}
		}
	}
}
