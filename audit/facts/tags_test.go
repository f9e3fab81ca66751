package facts_test

import (
	"fmt"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// labelled is an account of that many functions; every second one has a tag.
func labelled(t *testing.T, n int) *fixtures.Account {
	t.Helper()
	region := fixtures.Region{Name: "eu-west-1"}
	for i := range n {
		f := fixtures.Function{Name: fmt.Sprintf("f-%03d", i), Config: fixtures.Config{Runtime: "python3.13", Role: "r"}}
		if i%2 == 0 {
			f.Tags = map[string]string{"team": f.Name}
		}
		region.Functions = append(region.Functions, f)
	}
	account := &fixtures.Account{ID: "111122223333", Regions: []fixtures.Region{region}, Roles: []fixtures.Role{{Name: "r"}}}
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	return account
}

func labelledARN(i int) string {
	return fmt.Sprintf("arn:aws:lambda:eu-west-1:111122223333:function:f-%03d", i)
}

func TestTagsOfAllFunctions(t *testing.T) {
	account := labelled(t, 250)
	server := serve(account)
	known := collect(t, open(t, server, account, nil), audit.NewSet(facts.Tags))
	for i := range 250 {
		tags, err := facts.Tags.Of(known.Reader(), labelledARN(i))
		if want := 1 - i%2; err != nil || len(tags) != want {
			t.Errorf("%s has the tags %v, %v", labelledARN(i), tags, err)
		}
	}
	if calls := callsTo(server, "GetResources"); calls != 2 {
		t.Errorf("%d calls for 125 functions with tags", calls)
	}
}

func TestTagsOfNamedFunctions(t *testing.T) {
	account := labelled(t, 250)
	server := serve(account)
	s := open(t, server, account, func(o *audit.Options) { o.Scope.Functions = []string{"f-002", "f-003"} })
	known := collect(t, s, audit.NewSet(facts.Tags))
	if tags, err := facts.Tags.Of(known.Reader(), labelledARN(2)); err != nil || tags["team"] != "f-002" {
		t.Errorf("tags %v, %v", tags, err)
	}
	if tags, err := facts.Tags.Of(known.Reader(), labelledARN(3)); err != nil || len(tags) != 0 {
		t.Errorf("tags %v, %v", tags, err)
	}
	if calls := callsTo(server, "GetResources"); calls != 1 {
		t.Errorf("%d calls for two functions", calls)
	}
}

func TestTagsThatBreakOffKeepTheirPages(t *testing.T) {
	account := labelled(t, 250)
	server := serve(account)
	if err := server.AddFault(fixtures.Fault{Service: "tag", Operation: "GetResources", After: 2, Code: fixtures.FaultAccessDenied}); err != nil {
		t.Fatal(err)
	}
	known := collect(t, open(t, server, account, nil), audit.NewSet(facts.Tags))
	if tags, err := facts.Tags.Of(known.Reader(), labelledARN(0)); err != nil || len(tags) != 1 {
		t.Errorf("of the first page: %v, %v", tags, err)
	}
	_, err := facts.Tags.Of(known.Reader(), labelledARN(1))
	if why, ok := err.(*audit.Unknown); !ok || why.Reason != audit.Denied || why.Action != "tag:GetResources" {
		t.Errorf("of one that may have tags: %v", err)
	}
}

// callsTo counts the calls of an operation.
func callsTo(server *fixtures.Server, operation string) int {
	n := 0
	for _, c := range server.Calls() {
		if c.Operation == operation {
			n++
		}
	}
	return n
}

// No list hangs on the tags where no function is chosen by them: that they are
// denied in one region hides no event source there.
func TestDeniedTagsHideNoSubjects(t *testing.T) {
	account := packaged(t)
	server := serve(account)
	for region, operation := range map[string]string{"eu-west-1": "ListEventSourceMappings", "us-east-1": "GetResources"} {
		if err := server.AddFault(fixtures.Fault{Region: region, Operation: operation, Code: fixtures.FaultAccessDenied}); err != nil {
			t.Fatal(err)
		}
	}
	known := collect(t, open(t, server, account, nil), audit.NewSet(facts.Tags, facts.EventSources))
	missing := known.Missing(facts.KindEventSource)
	if why := missing.For("arn:aws:lambda:us-east-1:111122223333:function:f", "us-east-1"); why != nil {
		t.Errorf("of a region that is listed to its end: %v", why)
	}
	if missing.For("arn:aws:lambda:eu-west-1:111122223333:function:a", "eu-west-1") == nil {
		t.Error("of a region whose listing is denied nothing is missing")
	}
}
