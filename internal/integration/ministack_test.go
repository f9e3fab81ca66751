//go:build integration

package integration

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMinistack plants an account in ministack and audits it with the built
// program: nothing that was planted may be missed, and nothing else found.
//
// What ministack 1.5.33 gets wrong, and what it means here:
//   - FunctionVersion=ALL lists no versions, so an alias is seen only where
//     metrics name it: aliases of the plan are in use, and old-version-secrets is
//     left to moto. ListProvisionedConcurrencyConfigs answers an error wherever it
//     would be asked: the rules on provisioned concurrency are left out.
//   - GetRuntimeManagementConfig and GetCodeSigningConfig are not offered here, nor
//     by moto: runtime-patching-manual and code-signing-warn-only are left out.
//   - GetPolicy without a qualifier gives the aliases' statements too, and
//     succeeds where there is no policy. The rows of aliases say what follows.
//   - GetAccountAuthorizationDetails leaves out boundaries; see [role].
//   - ListDeadLetterSourceQueues, ListMetricStreams, ListLinks and Compute
//     Optimizer are not offered. The first leaves a question open, see [queue];
//     alarms are judged as if nothing watched from elsewhere; the rules on memory
//     are left out.
//   - Alarms lose their metric math, queries and bands: one metric each.
//   - A function was always just changed, and its code storage is never near its
//     limit: idle-function and code-storage-near-quota are left out.
//   - Every function is healthy: function-unhealthy is left out.
//   - Days of metrics begin at midnight; see [lastDays].
//   - A metric without dimensions takes in those with dimensions; only the
//     region's concurrency is asked so, and only functions of the main region have
//     that metric.
func TestMinistack(t *testing.T) {
	address := startMinistack(t)
	names := map[string]string{}
	for _, region := range slices.Sorted(maps.Keys(plan)) {
		a := plan[region]
		s := newSeeder(t, clientConfig(t, address, region))
		s.plant(t, &a)
		s.together(a.peak)
		if err := s.send(); err != nil {
			t.Fatal(err)
		}
		maps.Copy(names, s.names)
	}
	t.Run("as it answers", func(t *testing.T) {
		got := auditPlan(t, address)
		checkErrors(t, got, notOffered)
		compareFindings(t, onMinistack(), got.Findings, names)
		for _, f := range got.Findings {
			if made := strings.Contains(f.Subject, landingZone); made != (f.ManagedBy != "") {
				t.Errorf("%s of %s is managed by %q", f.Rule, f.Subject, f.ManagedBy)
			}
		}
	})
	t.Run("where roles may not be listed", func(t *testing.T) {
		_, got := auditRules(t, denying(t, address, "GetAccountAuthorizationDetails"), unlisted, "--region", codeRegion)
		var want lines
		want.roles(map[string]area{codeRegion: plan[codeRegion]}, func(r *role) []string { return r.unlisted })
		checkErrors(t, got, nil)
		compareFindings(t, want, got.Findings, names)
	})
	t.Run("functions that are named", func(t *testing.T) {
		args := []string{"--region", networkRegion}
		var want lines
		for _, f := range optionPlan {
			args = append(args, "--function", f.name)
			want.add(networkRegion, f.name, f.wantNamed)
		}
		_, got := auditRules(t, address, options, args...)
		checkErrors(t, got, map[string]string{"compute-optimizer": "", "provisioned-concurrency": "ProvisionedConcurrencyConfigNotFoundException"})
		compareFindings(t, want, got.Findings, names)
		if got.Run.Functions != len(optionPlan) {
			t.Errorf("%d functions; %d are named", got.Run.Functions, len(optionPlan))
		}
	})
}

// unlisted are the rules on roles that are asked where roles may not be listed. What
// others trust is not known then: [escalatingRoles] says what that leaves open.
var unlisted = says("role-admin", "role-missing", "role-privilege-escalation", "role-shared", "role-trust-too-wide", "role-wildcard")

// checkErrors reports what could not be read, but for facts whose operations the
// server does not offer, with the code that it refuses them with.
func checkErrors(t *testing.T, got result, offersNot map[string]string) {
	t.Helper()
	for _, e := range got.Errors {
		if code, known := offersNot[e.Fact]; !known || e.Code != code {
			t.Errorf("not read: %+v", e)
		}
	}
}

// notOffered are the facts whose operations ministack does not offer, with the
// code that it refuses them with.
var notOffered = map[string]string{"dead-letter-sources": "InvalidAction", "metric-streams": "InvalidAction", "observability-links": "UnknownError"}

// onMinistack are all findings that the plan calls for, as far as ministack
// tells. It lists roles without their boundaries.
func onMinistack() lines {
	var l lines
	for region, a := range plan {
		a.queues = slices.Clone(a.queues)
		for i, q := range a.queues {
			if a.queues[i].told = nil; q.unsure {
				a.queues[i].told = says("queue-missing-dlq unknown")
			}
		}
		l.area(region, &a)
	}
	l.roles(plan, func(r *role) []string { return r.unbounded })
	return l
}

// auditPlan audits all of the planted account.
func auditPlan(t *testing.T, address string) result {
	t.Helper()
	var args []string
	functions := 0
	for region, a := range plan {
		args = append(args, "--region", region)
		functions += len(a.functions)
	}
	code, got := auditRules(t, address, chosen, args...)
	if code != 1 || got.Run.ExitCode != 1 {
		t.Errorf("exit code %d, in the result %d; want 1, findings", code, got.Run.ExitCode)
	}
	if got.Run.Functions != functions || len(got.Functions) != functions || functions < 200 {
		t.Errorf("%d functions, %d rows; %d are planted, at least 200", got.Run.Functions, len(got.Functions), functions)
	}
	return got
}

// auditRules audits the planted account by the rules, with the plan's
// configuration file.
func auditRules(t *testing.T, address string, rules []string, args ...string) (int, result) {
	t.Helper()
	env := cleanEnvironment(t.TempDir(), "AWS_ENDPOINT_URL="+address, "AWS_REGION="+mainRegion,
		"AWS_ACCESS_KEY_ID="+account, "AWS_SECRET_ACCESS_KEY=none")
	code, got := auditWith(t, env, append(args, "--rule", strings.Join(rules, ","), "--rps", "1", "--config", filepath.Join("testdata", "lambda-audit.yaml"))...)
	checkReadOnly(t, got)
	return code, got
}

// compareFindings reports what was missed, and what was found too much.
func compareFindings(t *testing.T, want []string, rows []finding, names map[string]string) {
	t.Helper()
	messages := map[string]string{}
	var got []string
	for _, f := range rows {
		line := found(f, names)
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
