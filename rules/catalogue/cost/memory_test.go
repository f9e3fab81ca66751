package cost

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// advised is a function of 1,024 MB for which Compute Optimizer recommends another
// size, with its saving if it tells one.
func advised(size int, saving *float64) []audit.Given {
	return sample.Sized(1024, sample.NotMeasured(), facts.ComputeOptimizer.Is(sample.Function, facts.Advice{
		Finding: "NotOptimized", Reasons: []string{"MemoryOverprovisioned"}, MemoryMB: 1024, Invocations: 70_000, UsedMB: sample.Ptr(212), SizeMB: size, SavingUSD: saving}))
}

// without leaves one of the given things out.
func without(given []audit.Given, i int) []audit.Given { return slices.Delete(given, i, i+1) }

func TestMemorySuggestion(t *testing.T) {
	insights := func(share float64) []audit.Given {
		return sample.Sized(1024, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(1024, share, 70_000))...)
	}
	for name, c := range map[string]struct {
		given  []audit.Given
		size   string
		want   string
		saving float64
	}{
		"Compute Optimizer's size and saving": {advised(640, sample.Ptr(3.25)), "640",
			"it has 1,024 MB and used 212 MB at most, in 70,000 invocations; with 640 MB it would cost $3.25 a month less, as Compute Optimizer reckons", 3.25},
		// 70,000 runs of 225 ms are 15,750 s; 384 MB less of them at $0.0000133334 a GB-second, for 30 of 14 days
		"Compute Optimizer's size, and the function's own GB-seconds": {advised(640, nil), "640",
			"with 640 MB it would cost $0.17 a month less if it ran no longer, though it gets less CPU with less memory", 0.16875},
		"half above what Insights saw": {insights(0.25), "384", "used 256 MB at most, in 70,000 invocations; with 384 MB", 0.28125},
		"never below the floor":        {insights(0.02), "128", "with 128 MB", 0.39375},
	} {
		t.Run(name, func(t *testing.T) {
			f := found(t, "memory-overprovisioned", sample.TheFunction(), c.given...)
			if !strings.Contains(f.Message, c.want) || !strings.Contains(f.Fix, "--memory-size "+c.size+" ") {
				t.Errorf("%s\n%s", f.Message, f.Fix)
			}
			if f.Saving == nil || *f.Saving < c.saving*0.999 || *f.Saving > c.saving*1.001 {
				t.Errorf("saves %v, want %v", f.Saving, c.saving)
			}
			if f.Confidence != rules.Likely {
				t.Errorf("it is %v", f.Confidence)
			}
		})
	}
}

// Compute Optimizer looks at two weeks of its own.
func TestMemoryIsNeverShrunkBelowWhatWasSeen(t *testing.T) {
	f := found(t, "memory-overprovisioned", sample.TheFunction(), slices.Concat(without(advised(256, sample.Ptr(9)), 3), sample.Measured(1024, 0.35, 70_000))...)
	if !strings.Contains(f.Fix, "--memory-size 576 ") || *f.Saving == 9 {
		t.Errorf("%s\n%s", f.Message, f.Fix)
	}
}

func TestMemoryEvidenceNamesItsSources(t *testing.T) {
	f := found(t, "memory-overprovisioned", sample.TheFunction(),
		sample.Sized(1024, slices.Concat([]audit.Given{sample.Advised(1024, 200, "MemoryOverprovisioned")}, sample.Measured(1024, 0.25, 5000))...)...)
	text := rules.EvidenceText(f.Evidence)
	for _, want := range []string{"memory 1,024 MB", "Maximum, by Compute Optimizer, 14 days, n 70,000", "Maximum, by Lambda Insights, 14 days, n 5,000", "NotOptimized, MemoryOverprovisioned"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

func TestMemorySavingIsUnknownWhereVersionsDiffer(t *testing.T) {
	f := found(t, "memory-overprovisioned", sample.TheFunction(),
		sample.SizedVersion(512, 1024, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(1024, 0.2, 70_000))...)...)
	want := "it has 1,024 MB (those of version 7) and used 204.8 MB at most, in 70,000 invocations; with 320 MB it would cost less, how much is not known"
	if f.Saving != nil || f.Message != want {
		t.Errorf("%s, saves %v", f.Message, f.Saving)
	}
	if !strings.Contains(f.Fix, "update-alias --function-name NAME --name live") {
		t.Error(f.Fix)
	}
}

func TestNoSourceSaysTheWayOut(t *testing.T) {
	f := found(t, "memory-overprovisioned", sample.TheFunction(), sample.Sized(1024, sample.NotAdvised(), sample.NotMeasured())...)
	for _, want := range []string{"the account has not opted in to Compute Optimizer", "Lambda Insights does not measure it", "update-enrollment-status --status Active"} {
		if f.Outcome != rules.NotApplicable || !strings.Contains(f.Message, want) {
			t.Errorf("%s", f.Message)
		}
	}
}

func TestIdleSaysWhatItStillCosts(t *testing.T) {
	r, err := rules.ByID("idle-function")
	if err != nil {
		t.Fatal(err)
	}
	e := rules.Example{Subject: sample.TheFunction(), Given: silent("2026-02-02T09:14:03Z", true),
		Results: map[string]rules.Outcome{"provisioned-concurrency-idle": rules.Fail, "provisioned-concurrency-stranded": rules.Fail},
		Found:   map[string][]rules.Found{"role-admin": {{Ref: rules.Ref{Rule: "role-admin", Subject: sample.Role}, Severity: rules.Critical}}}}
	known, err := e.World(r)
	if err != nil {
		t.Fatal(err)
	}
	f := e.Judge(r, known, e.About(r, known))[0]
	if !strings.Contains(cmp.Or(f.Fix, r.Fix), "delete-provisioned-concurrency-config") {
		t.Error("a reservation of 0 is refused beside provisioned concurrency, and the fix says nothing of it")
	}
	want := "it was not invoked for 90 days, and was last changed on 2026-02-02, and it keeps provisioned concurrency, which is paid for and runs under a powerful role; unless it waits"
	if !strings.HasPrefix(f.Message, want) {
		t.Error(f.Message)
	}
}
