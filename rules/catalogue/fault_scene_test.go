package catalogue_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// A matrixScene is an account, and what an undisturbed run makes of it.
type matrixScene struct {
	seed     uint64
	standing []fixtures.Fault // that make the run take another way
	rules    []*rules.Rule
	home     string            // the region in which faults strike that meet a call there
	other    map[string]string // where those of an operation strike that is not called there
	calm     *ruling
	calls    map[string]int // of the undisturbed run, by operation
	lists    map[string]int // those of them that were pages
}

// byRole makes a run ask IAM role by role.
var byRole = []fixtures.Fault{{Service: "iam", Operation: "GetAccountAuthorizationDetails", Code: fixtures.FaultAccessDenied}}

// byRoleOnly are the operations that only such a run calls.
var byRoleOnly = []string{"IAM.GetRole", "IAM.ListRolePolicies", "IAM.GetRolePolicy", "IAM.ListAttachedRolePolicies"}

// matrixScenes are the undisturbed runs over the first random account that is
// small, has functions in two regions and makes a run call everything.
func matrixScenes(t *testing.T) []*matrixScene {
	t.Helper()
	for seed := range uint64(200) {
		if !spread(fixtures.Random(seed)) {
			continue
		}
		list, ways := &matrixScene{seed: seed}, &matrixScene{seed: seed, standing: byRole}
		list.observe(t)
		if ways.observe(t); len(unseen([]*matrixScene{list, ways})) == 0 {
			return []*matrixScene{list, ways}
		}
	}
	t.Fatal("no random account makes a run call every operation: let one do so")
	return nil
}

// spread reports whether an account has a few functions in each of two regions.
func spread(account *fixtures.Account) bool {
	open, functions := 0, 0
	for i := range account.Regions {
		if r := &account.Regions[i]; (r.State == "" || r.State == fixtures.RegionEnabled) && len(r.Functions) > 0 {
			open++
			functions += len(r.Functions)
		}
	}
	return open >= 2 && functions <= 16 && len(account.Regions[0].Functions) >= 5
}

// unseen are the operations that none of the runs called.
func unseen(scenes []*matrixScene) []string {
	return slices.DeleteFunc(matrixOperations(), func(op string) bool {
		return slices.ContainsFunc(scenes, func(s *matrixScene) bool { return s.calls[op] > 0 })
	})
}

// sceneOf is the run that an operation is broken in.
func sceneOf(t *testing.T, scenes []*matrixScene, operation string) *matrixScene {
	t.Helper()
	scene := scenes[0]
	if slices.Contains(byRoleOnly, operation) {
		scene = scenes[1]
	}
	if scene.calls[operation] == 0 {
		t.Fatalf("no run calls %s", operation)
	}
	return scene
}

func (s *matrixScene) account(t *testing.T) *fixtures.Account {
	t.Helper()
	account := fixtures.Random(s.seed)
	account.Faults, account.PageRows = s.standing, 2
	watchTwice(account)
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	return account
}

// watchTwice lets monitoring accounts see the logs of the region in which faults
// strike, so that their list has a second page.
func watchTwice(account *fixtures.Account) {
	r := &account.Regions[0]
	for _, watcher := range []string{"555566667777", "666677778888", "777788889999"} {
		sink := "arn:aws:oam:" + r.Name + ":" + watcher + ":sink/11111111-2222-3333-4444-555555555555"
		r.Links = append(r.Links, map[string]any{"Label": watcher, "SinkArn": sink, "ResourceTypes": []any{"AWS::Logs::LogGroup"}})
	}
}

// observe takes the undisturbed run.
func (s *matrixScene) observe(t *testing.T) {
	t.Helper()
	s.rules = everyRule(t)
	s.home = s.account(t).Regions[0].Name
	synctest.Test(t, func(t *testing.T) {
		server := matrixServer(s.account(t))
		known, err := s.collect(t, s.static(t), server.Client(), t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s.calls, s.lists, s.other = map[string]int{}, map[string]int{}, map[string]string{}
		for _, c := range known.Calls {
			s.calls[c.Service+"."+c.Operation] = c.Calls
		}
		for _, op := range matrixOperations() {
			s.look(op, server.Calls())
		}
		s.calm = s.judge(t, known)
	})
}

// look notes how often an operation was called for a page, and where if not at home.
func (s *matrixScene) look(op string, calls []fixtures.Call) {
	service, name := served(op)
	calls = slices.DeleteFunc(calls, func(c fixtures.Call) bool { return c.Service != service || c.Operation != name })
	atHome := slices.ContainsFunc(calls, func(c fixtures.Call) bool { return c.Region == s.home })
	for _, c := range calls {
		if c.Lists {
			s.lists[op]++
		}
		if !atHome {
			s.other[op] = c.Region
		}
	}
}

// region is where the faults of an operation strike.
func (s *matrixScene) region(op string) string { return cmp.Or(s.other[op], s.home) }

func matrixServer(account *fixtures.Account) *fixtures.Server {
	server := fixtures.NewServer(account)
	server.NoQuotas = true
	return server
}

// static are credentials that nobody renews.
func (s *matrixScene) static(t *testing.T) aws.CredentialsProvider {
	t.Helper()
	key, secret := s.account(t).Credentials()
	return credentials.NewStaticCredentialsProvider(key, secret, "")
}

// renewed are credentials that are others whenever they are fetched again.
func (s *matrixScene) renewed(t *testing.T) aws.CredentialsProvider {
	t.Helper()
	key, secret := s.account(t).Credentials()
	issue := 0
	return aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		issue++
		return aws.Credentials{AccessKeyID: key, SecretAccessKey: secret, SessionToken: fmt.Sprint("issue ", issue)}, nil
	}))
}

// collect runs the audit's first half; regions are asked of AWS.
func (s *matrixScene) collect(t *testing.T, keys aws.CredentialsProvider, client aws.HTTPClient, ctx context.Context) (*audit.Known, error) {
	t.Helper()
	account := s.account(t)
	o := audit.Options{Regions: regionGlobs(account), Days: 14, Share: 1e6, RunID: "test", Key: testKey(t), Now: func() time.Time { return account.Now }}
	session, err := audit.Open(ctx, aws.Config{Region: s.home, HTTPClient: client, Credentials: keys}, o)
	if err != nil {
		return nil, err
	}
	return audit.Collect(ctx, session, rules.Collected(s.rules), nil)
}

// regionGlobs match the account's regions and no others, so that AWS is asked.
func regionGlobs(account *fixtures.Account) []string {
	var globs []string
	for i := range account.Regions {
		name := account.Regions[i].Name
		if account.Regions[i].State != fixtures.RegionNotEnabled {
			globs = append(globs, name[:len(name)-1]+"["+name[len(name)-1:]+"]")
		}
	}
	return globs
}

// ruling is what came of a run.
type ruling struct {
	functions  []string // ARNs
	incomplete error    // why there may be more
	outcomes   map[string]rules.Outcome
	kinds      map[audit.KindName]bool // that could not be listed in whole
	result     *rules.Result
	whole      string // all of the result but its ledger
}

// judge runs the second half, and notes each rule's outcome for each subject.
func (s *matrixScene) judge(t *testing.T, known *audit.Known) *ruling {
	t.Helper()
	j := &ruling{outcomes: map[string]rules.Outcome{}, kinds: map[audit.KindName]bool{}}
	noting := make([]*rules.Rule, len(s.rules))
	for i, r := range s.rules {
		noted := *r
		noted.Check = func(in *rules.Input) []rules.Finding {
			findings := r.Check(in)
			j.outcomes[r.ID+" "+in.Subject.ID], _ = r.Outcome(findings)
			return findings
		}
		noting[i] = &noted
		for _, kind := range r.Kinds {
			_, err := known.Subjects(kind)
			j.kinds[kind] = err != nil
		}
	}
	var err error
	j.result, err = rules.Evaluate(known, rules.Config{Rules: noting, Data: rules.DefaultData(), Params: someParams(s.rules), Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	list, err := known.Subjects(facts.KindFunction)
	for _, f := range list {
		j.functions = append(j.functions, f.ID)
	}
	j.incomplete = err
	j.whole = written(t, j.result)
	return j
}
