//go:build integration

package integration

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
)

// TestMinistack plants an account in ministack and audits it with the built
// program: nothing that was planted may be missed, and nothing else found.
//
// What ministack 1.5.33 gets wrong, and what it means here:
//   - FunctionVersion=ALL lists no versions, so an alias is seen only where
//     metrics name it: aliases of the plan are in use.
//   - GetPolicy without a qualifier gives the aliases' statements too, and
//     succeeds where there is no policy. The rows of aliases say what follows.
//   - GetAccountAuthorizationDetails leaves out boundaries; see [role].
//   - ListDeadLetterSourceQueues is not offered; see [queue].
//   - Days of metrics begin at midnight; see [lastDays].
//   - A metric without dimensions takes in those with dimensions; only the
//     region's concurrency is asked so, and no function has that metric.
func TestMinistack(t *testing.T) {
	address := startMinistack(t)
	for region, functions := range plan {
		plantRegion(t, address, region, functions)
	}
	t.Run("as it answers", func(t *testing.T) {
		auditPlan(t, address, onMinistack(true))
	})
	t.Run("where roles may not be listed", func(t *testing.T) {
		auditPlan(t, denying(t, address, "GetAccountAuthorizationDetails"), onMinistack(false))
	})
}

// onMinistack are all findings that the plan calls for, as far as ministack
// tells. Where roles are listed, their boundaries are not seen.
func onMinistack(listed bool) lines {
	var l lines
	for region, functions := range plan {
		l.functions(region, functions)
	}
	for _, r := range roles {
		l.add(audit.Global, r.name, r.want)
		if listed {
			l.add(audit.Global, r.name, r.unbounded)
		}
	}
	for _, q := range queues {
		if q.unsure {
			q.want = says("queue-missing-dlq unknown")
		}
		l.add(mainRegion, q.name, q.want)
	}
	l.add(mainRegion, mainRegion, says("concurrency-near-limit high"))
	return l
}

// auditPlan audits the planted account and compares all that comes out.
func auditPlan(t *testing.T, address string, want []string) {
	t.Helper()
	env := cleanEnvironment(t.TempDir(), "AWS_ENDPOINT_URL="+address, "AWS_REGION="+mainRegion,
		"AWS_ACCESS_KEY_ID="+account, "AWS_SECRET_ACCESS_KEY=none")
	code, got := auditWith(t, env, "--region", mainRegion, "--region", otherRegion, "--rule", strings.Join(chosen, ","), "--rps", "1")
	if code != 1 || got.Run.ExitCode != 1 {
		t.Errorf("exit code %d, in the result %d; want 1, findings", code, got.Run.ExitCode)
	}
	if functions := len(plan[mainRegion]) + len(plan[otherRegion]); got.Run.Functions != functions || len(got.Functions) != functions || functions < 120 {
		t.Errorf("%d functions, %d rows; %d are planted, at least 120", got.Run.Functions, len(got.Functions), functions)
	}
	for _, e := range got.Errors {
		if e.Fact != "dead-letter-sources" || e.Code != "InvalidAction" {
			t.Errorf("not read: %+v", e)
		}
	}
	compareFindings(t, want, got.Findings)
	checkReadOnly(t, got)
}

func plantRegion(t *testing.T, address, region string, functions []planted) {
	t.Helper()
	s := newSeeder(t, clientConfig(t, address, region))
	if region == mainRegion {
		if err := s.identities(roles); err != nil {
			t.Fatal(err)
		}
		if err := s.queues(queues); err != nil {
			t.Fatal(err)
		}
		for at := range lastDays(days) {
			s.count("ConcurrentExecutions", at, 910) // of ministack's 1000
		}
	}
	if err := s.functions(functions); err != nil {
		t.Fatal(err)
	}
	if err := s.send(); err != nil {
		t.Fatal(err)
	}
}

// compareFindings reports what was missed, and what was found too much.
func compareFindings(t *testing.T, want []string, rows []finding) {
	t.Helper()
	messages := map[string]string{}
	var got []string
	for _, f := range rows {
		line := found(f)
		got = append(got, line)
		messages[line] = f.Message
	}
	slices.Sort(got)
	for _, l := range without(want, got) {
		t.Errorf("missed: %s", l)
	}
	for _, l := range without(got, want) {
		t.Errorf("too many: %s (%s)", l, messages[l])
	}
}

// without returns the lines of a that b does not hold, each as often as it is
// there more often.
func without(a, b []string) []string {
	count := map[string]int{}
	for _, line := range b {
		count[line]++
	}
	var rest []string
	for _, line := range a {
		if count[line]--; count[line] < 0 {
			rest = append(rest, line)
		}
	}
	return rest
}

// checkReadOnly looks through the ledger for an operation that changes something.
func checkReadOnly(t *testing.T, r result) {
	t.Helper()
	if len(r.APICalls) == 0 {
		t.Error("no calls in the ledger")
	}
	for _, c := range r.APICalls {
		if !strings.HasPrefix(c.Operation, "Get") && !strings.HasPrefix(c.Operation, "List") && !strings.HasPrefix(c.Operation, "Describe") {
			t.Errorf("called %s.%s", c.Service, c.Operation)
		}
	}
}
