package catalogue_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
)

// faultShare leaves the gate a part of the matrix, chosen by the cases' names: each
// takes about 0.1 s of a processor, and there are two thousand.
var faultShare = flag.Uint("faults", 6, "try one in so many cases of the fault matrix; 1 tries all")

// A matrixFault is one way in which calls of an operation go wrong.
type matrixFault struct {
	name  string
	code  string // of the fixtures
	after int    // the first call that is met
	// passes is how many failures in a row the run gets over without a trace.
	passes  int
	pages   bool // it is about pages: it makes no sense of a call that lists nothing
	renewed bool // credentials are renewed whenever they are refused
	// change is what happens in the account before the n-th matching call.
	change func(account *fixtures.Account, region string, n int) error
}

const always = 1 << 30

var matrixFaults = []matrixFault{
	{name: "429", code: fixtures.FaultThrottle, passes: 3},
	{name: "500", code: fixtures.FaultInternal, passes: 3},
	{name: "503", code: fixtures.FaultUnavailable, passes: 3},
	{name: "cut connection", code: fixtures.FaultDrop, passes: 3},
	{name: "slow body", code: fixtures.FaultSlow, passes: 1},
	{name: "truncated body", code: fixtures.FaultTruncated, passes: 3},
	{name: "malformed body", code: fixtures.FaultMalformed, passes: 3},
	{name: "page of another", code: fixtures.FaultGarbage, passes: 3},
	{name: "access denied", code: fixtures.FaultAccessDenied},
	{name: "expired token", code: fixtures.FaultExpired},
	{name: "expired, renewed", code: fixtures.FaultExpired, passes: 1, renewed: true},
	{name: "wrong region", code: fixtures.FaultWrongRegion},
	{name: "broken page", code: fixtures.FaultInternal, after: 2, passes: 3, pages: true},
	{name: "denied page", code: fixtures.FaultAccessDenied, after: 2, pages: true},
	{name: "empty page", code: fixtures.FaultEmptyPage, passes: 3, pages: true},
	{name: "repeated token", code: fixtures.FaultRepeatedToken, after: 2, pages: true},
	{name: "duplicate items", code: fixtures.FaultDuplicateItems, passes: always, pages: true},
	{name: "functions created", after: 2, change: func(a *fixtures.Account, region string, n int) error {
		f := fixtures.Function{Name: fmt.Sprintf("created-%d", n), Config: fixtures.Config{Role: a.Roles[0].Name, Runtime: "python3.13"}}
		return a.CreateFunction(region, f, n%2 == 0)
	}},
	{name: "functions deleted", after: 2, change: func(a *fixtures.Account, region string, n int) error {
		for i := range a.Regions {
			if r := &a.Regions[i]; r.Name == region && n < len(r.Functions) {
				return a.DeleteFunction(region, r.Functions[n].Name)
			}
		}
		return nil
	}},
}

// matrixTimes is how often a fault strikes; 0 is for ever.
var matrixTimes = []int{1, 3, 0}

// TestFaultMatrix breaks every operation in every way, and holds each run to what
// the audit promises: it ends, it loses no function, no verdict flips, and what
// it does not know it says why.
func TestFaultMatrix(t *testing.T) {
	scenes := matrixScenes(t)
	tally := map[string]*matrixTally{}
	total := matrixTally{}
	for _, op := range matrixOperations() {
		scene := sceneOf(t, scenes, op)
		for i := range matrixFaults {
			f := &matrixFaults[i]
			if tally[f.name] == nil {
				tally[f.name] = &matrixTally{}
			}
			for _, times := range matrixTimes {
				c := &matrixCase{scene: scene, operation: op, fault: f, times: times}
				if !c.sampled() {
					continue
				}
				c.run(t)
				tally[f.name].add(c)
				total.add(c)
			}
		}
	}
	for i := range matrixFaults {
		name := matrixFaults[i].name
		t.Logf("%-18s %s", name, tally[name])
	}
	line, err := json.Marshal(map[string]int{"operations": len(matrixOperations()), "faults": len(matrixFaults), "times": len(matrixTimes),
		"cases": total.cases, "passed": total.passed, "no_list": total.listless, "no_call_met": total.unmet})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("faults: %s\n", line)
}

// matrixTally counts what became of cases.
type matrixTally struct{ cases, passed, identical, unknown, partial, ended, listless, unmet int }

func (m *matrixTally) add(c *matrixCase) {
	switch {
	case !c.tried:
		return
	case c.outcome == listless:
		m.listless++
		return
	case c.outcome == unmet:
		m.unmet++
		return
	}
	m.cases++
	if len(c.complaints) == 0 {
		m.passed++
	}
	switch c.outcome {
	case identical:
		m.identical++
	case unknown:
		m.unknown++
	case partial:
		m.partial++
	case ended:
		m.ended++
	}
}

func (m *matrixTally) String() string {
	return fmt.Sprintf("%4d cases, %4d passed: %4d identical, %4d unknown, %4d partial, %4d ended early; no list: %3d, no call met: %3d",
		m.cases, m.passed, m.identical, m.unknown, m.partial, m.ended, m.listless, m.unmet)
}

// sampled reports whether the case is in the share that is tried.
func (c *matrixCase) sampled() bool {
	sum := fnv.New32a()
	sum.Write([]byte(c.String()))
	return sum.Sum32()%uint32(*faultShare) == 0
}

// matrixOperations are all that any fact declares, and those that open a session.
func matrixOperations() []string {
	list := []string{"STS.GetCallerIdentity", "EC2.DescribeRegions"}
	for _, f := range audit.Facts() {
		list = append(list, f.Info().Operations...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// served splits an operation into the fixtures' names of service and operation.
func served(operation string) (service, name string) {
	service, name, _ = strings.Cut(operation, ".")
	switch service {
	case "Resource Groups Tagging API":
		return "tag", name
	case "CloudWatch Logs":
		return "logs", name
	}
	return strings.ReplaceAll(strings.ToLower(service), " ", "-"), name
}
