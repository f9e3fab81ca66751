package facts_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// organization plays the sample organisation, and opens its management account.
func organization(t *testing.T, pageRows int) (*fixtures.Server, *audit.Session) {
	t.Helper()
	o, err := fixtures.LoadOrganization("organization")
	if err != nil {
		t.Fatal(err)
	}
	server := fixtures.NewServer(o.Accounts()...)
	server.Organization, server.NoQuotas = o, true
	manager := o.Accounts()[0]
	manager.PageRows = pageRows
	return server, open(t, server, manager, nil)
}

func TestMembers(t *testing.T) {
	everybody := "bookings company orders orders-test parcels parcels-old payments platform playground"
	for _, c := range []struct {
		filter audit.MemberFilter
		want   string
	}{
		{audit.MemberFilter{}, everybody},
		{audit.MemberFilter{Units: []string{"r-a1b2"}}, everybody},
		{audit.MemberFilter{Units: []string{"Workloads/Test"}}, "orders-test playground"},
		{audit.MemberFilter{Units: []string{"/Workloads/*"}}, "bookings orders orders-test payments platform playground"},
		{audit.MemberFilter{Units: []string{"Workloads"}, ExcludeUnits: []string{"Workloads/Prod"}}, "orders-test playground"},
		{audit.MemberFilter{ExcludeUnits: []string{"Workloads"}}, "company parcels parcels-old"},
		{audit.MemberFilter{Tags: []string{"stage=prod", "team=orders"}}, "orders"},
		{audit.MemberFilter{ExcludeTags: []string{"stage"}}, "company"},
		{audit.MemberFilter{Units: []string{"Workloads"}, Tags: []string{"team=orders"}, ExcludeTags: []string{"stage=test"}}, "orders"},
	} {
		for _, rows := range []int{0, 1} {
			server, session := organization(t, rows)
			members, err := session.Members(t.Context(), c.filter)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, m := range members {
				names = append(names, m.Name)
				if m.Active() == (m.Name == "parcels-old") {
					t.Errorf("%s is %s", m.Name, m.State)
				}
			}
			slices.Sort(names)
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("%+v by pages of %d: %s, want %s", c.filter, rows, got, c.want)
			}
			allowed := c.filter.Actions()
			for _, call := range server.Calls() {
				if action := call.Service + ":" + call.Operation; call.Service == "organizations" && !slices.Contains(allowed, action) {
					t.Errorf("%+v: %s is called, and only %v are told", c.filter, action, allowed)
				}
			}
		}
	}
}

func TestRefusedMembers(t *testing.T) {
	_, session := organization(t, 0)
	if _, err := session.Members(t.Context(), audit.MemberFilter{Units: []string{"Workload"}}); err == nil || !strings.Contains(err.Error(), "did you mean Workloads?") {
		t.Errorf("a unit that is not there: %v", err)
	}
	o, err := fixtures.LoadOrganization("organization")
	if err != nil {
		t.Fatal(err)
	}
	server := fixtures.NewServer(o.Accounts()...)
	server.Organization, server.NoQuotas = o, true
	if _, err := open(t, server, o.Accounts()[1], nil).Members(t.Context(), audit.MemberFilter{}); err == nil || !strings.Contains(err.Error(), "only the management account") {
		t.Errorf("a member asks: %v", err)
	}
	alone := load(t, "empty")
	if _, err := open(t, serve(alone), alone, nil).Members(t.Context(), audit.MemberFilter{}); err == nil || !strings.Contains(err.Error(), "no organisation") {
		t.Errorf("an account of none asks: %v", err)
	}
}

// Two regions are read side by side, each with rates of its own; what belongs to
// the account is asked once.
func TestRegionsAreReadSideBySide(t *testing.T) {
	took := map[string]time.Duration{}
	for _, regions := range []string{"eu-west-1", "us-east-1", "eu-west-1,us-east-1"} {
		synctest.Test(t, func(t *testing.T) {
			account := &fixtures.Account{ID: "111122223333", Now: time.Now(), Roles: []fixtures.Role{{Name: "worker"}}, Regions: []fixtures.Region{
				{Name: "eu-west-1", Functions: plainFunctions(300)}, {Name: "us-east-1", Functions: plainFunctions(300)},
			}}
			server := fixtures.NewServer(account)
			session := open(t, server, account, func(o *audit.Options) {
				o.Regions, o.Share = strings.Split(regions, ","), audit.DefaultShare
			})
			began := time.Now()
			if _, err := audit.Collect(t.Context(), session, audit.NewSet(facts.ResourcePolicy, facts.Roles), nil); err != nil {
				t.Fatal(err)
			}
			took[regions] = time.Since(began)
			asked := map[string]int{}
			for _, call := range server.Calls() {
				if call.Service == "iam" {
					asked[call.Operation]++
				}
			}
			for operation, times := range asked {
				if times != 1 {
					t.Errorf("%s: iam:%s is asked %d times, want once", regions, operation, times)
				}
			}
			if len(asked) == 0 {
				t.Errorf("%s: IAM is not asked", regions)
			}
		})
	}
	longest := max(took["eu-west-1"], took["us-east-1"])
	if both := took["eu-west-1,us-east-1"]; longest < 10*time.Second || both > longest*21/20 {
		t.Errorf("two regions take %v, and the slower of them %v", both, longest)
	}
}

func plainFunctions(n int) []fixtures.Function {
	return []fixtures.Function{{Name: "plain", Copies: n, Config: fixtures.Config{Role: "worker", Runtime: "python3.13"}}}
}
