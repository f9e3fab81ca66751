package audit_test

import (
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

const (
	first  = "arn:aws:lambda:eu-west-1:111122223333:function:first"
	second = "arn:aws:lambda:us-east-1:111122223333:function:second"
	shared = "arn:aws:iam::111122223333:role/shared"
)

// twoRegions is an account with a function in each of two regions.
func twoRegions(t *testing.T, given ...audit.Given) *audit.Known {
	t.Helper()
	h := audit.Header{Schema: audit.SchemaVersion, Account: "111122223333", Regions: []string{"eu-west-1", "us-east-1"}}
	for _, arn := range []string{first, second} {
		given = append(given, facts.Functions.Is(arn, facts.Config{ARN: arn, Role: shared}))
	}
	known, err := audit.Pretend(h, audit.NewSet(facts.Functions), given...)
	if err != nil {
		t.Fatal(err)
	}
	return known
}

func TestProblems(t *testing.T) {
	denied := audit.Unknown{Reason: audit.Denied, Code: "AccessDeniedException", Action: "lambda:GetPolicy"}
	known := twoRegions(t,
		facts.ResourcePolicy.IsUnknown(first, denied), facts.ResourcePolicy.IsUnknown(second, denied),
		facts.Roles.IsUnknown(shared, audit.Unknown{Reason: audit.Throttled}),
		facts.Presence.Broke("us-east-1", audit.Unknown{Reason: audit.Failed, Message: "no answer"}),
		facts.Presence.Broke("eu-west-1", audit.Unknown{Reason: audit.Closed}))
	got := known.Problems(audit.NewSet(facts.ResourcePolicy, facts.Presence, facts.Roles))
	want := []audit.Problem{
		{Fact: "presence", Region: "us-east-1", Reason: audit.Failed, Message: "no answer", Subjects: 1, Example: "us-east-1"},
		{Fact: "resource-policy", Region: "eu-west-1", Reason: audit.Denied, Code: denied.Code, Action: denied.Action, Subjects: 1, Example: first},
		{Fact: "resource-policy", Region: "us-east-1", Reason: audit.Denied, Code: denied.Code, Action: denied.Action, Subjects: 1, Example: second},
		{Fact: "roles", Region: audit.Global, Reason: audit.Throttled, Subjects: 1, Example: shared},
	}
	if len(got) != len(want) {
		t.Fatalf("problems = %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("problem %d = %+v, want %+v", i, got[i], want[i])
		}
	}
	if rest := known.Problems(audit.NewSet(facts.Functions)); len(rest) != 0 {
		t.Errorf("facts that were not asked about: %+v", rest)
	}
}

func TestMissing(t *testing.T) {
	denied := audit.Unknown{Reason: audit.Denied}
	none, bare := facts.Aliases.Is(first, nil), []audit.Given{facts.Aliases.Is(first, nil), facts.Aliases.Is(second, nil)}
	for name, c := range map[string]struct {
		kind          audit.KindName
		given         []audit.Given
		first, second audit.Reason
	}{
		"all there":          {facts.KindAlias, bare, "", ""},
		"one denied":         {facts.KindAlias, []audit.Given{none, facts.Aliases.IsUnknown(second, denied)}, "", audit.Denied},
		"one not asked":      {facts.KindAlias, []audit.Given{none}, "", audit.NotAsked},
		"a region broke":     {facts.KindRole, append(bare, facts.Functions.Broke("us-east-1", denied)), "", audit.Denied},
		"both, for its own":  {facts.KindAlias, []audit.Given{facts.Aliases.IsUnknown(first, denied)}, audit.Denied, audit.NotAsked},
		"a version's role":   {facts.KindRole, []audit.Given{none, facts.Aliases.IsUnknown(second, denied)}, "", audit.Denied},
		"tags nobody wanted": {facts.KindRole, bare, "", ""},
	} {
		missing := twoRegions(t, c.given...).Missing(c.kind)
		for arn, want := range map[string]audit.Reason{first: c.first, second: c.second} {
			a, _ := audit.ParseARN(arn)
			why := missing.For(arn, a.Region)
			if (why == nil) != (want == "") || why != nil && why.Reason != want {
				t.Errorf("%s: of %s %v is missing, want %q", name, a.Name(), why, want)
			}
		}
	}
}

func TestLose(t *testing.T) {
	for name, c := range map[string]struct {
		denied bool
		want   audit.Reason
	}{"denied": {true, audit.Denied}, "never asked": {false, audit.NotAsked}} {
		known := twoRegions(t, facts.ResourcePolicy.Is(first, facts.Policy("")))
		if functions, err := known.Subjects(facts.KindFunction); len(functions) != 2 || err != nil {
			t.Fatalf("functions = %v, %v", functions, err)
		}
		known.Lose(facts.ResourcePolicy, c.denied)
		if _, err := facts.ResourcePolicy.Of(known.Reader(), first); reason(err) != c.want {
			t.Errorf("%s: the policy is %v", name, err)
		}
		known.Lose(facts.Functions, c.denied)
		if functions, err := known.Subjects(facts.KindFunction); len(functions) != 0 || reason(err) != c.want {
			t.Errorf("%s: the functions are %v, %v", name, functions, err)
		}
		if why := known.Swept(facts.Functions, "eu-west-1"); why == nil || why.Reason != c.want {
			t.Errorf("%s: the listing ended %v", name, why)
		}
	}
}

func reason(err error) audit.Reason {
	if u, ok := err.(*audit.Unknown); ok {
		return u.Reason
	}
	return ""
}
