package cost

import (
	"math"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// perExecution is what 512 MB on arm64 cost a month while they are kept.
const perExecution = 0.5 * 30 * 86400 * 0.0000033333

func TestPriceOfIdleCapacity(t *testing.T) {
	for name, c := range map[string]struct {
		use     audit.Given
		saving  float64
		message string
		fix     string
	}{
		"a fifth is in use": {sample.Used(sample.Alias, 14, 0.2, 9000, 0), 7 * perExecution,
			"at most 20 % of its 10 provisioned executions were in use at once; keep 3; 7 with 512 MB idle cost about $30.24 a month", "--provisioned-concurrent-executions 3 "},
		"a share with decimals": {sample.Used(sample.Alias, 14, 0.55, 9000, 0), 3 * perExecution,
			"at most 55 % of its 10 provisioned executions were in use at once; keep 7; 3 with 512 MB idle cost about $12.96 a month", "--provisioned-concurrent-executions 7 "},
		"none is": {facts.ProvisionedUses.Is(sample.Alias, facts.ProvisionedUse{}), 10 * perExecution,
			"nothing was invoked by live, and 10 executions are kept ready for it; 10 with 512 MB idle cost about $43.20 a month", "delete-provisioned-concurrency-config"},
	} {
		f := found(t, "provisioned-concurrency-idle", sample.TheProvisioned(), append(sample.Provisioned("live", nil), c.use)...)
		if f.Saving == nil || math.Abs(*f.Saving-c.saving) > 0.001 || f.Message != c.message || !strings.Contains(f.Fix, c.fix) {
			t.Errorf("%s: %s\n%s", name, f.Message, f.Fix)
		}
	}
}

// Scaling changes the number: nobody knows of how many a share of last week was.
func TestIdleCapacityThatIsScaled(t *testing.T) {
	f := found(t, "provisioned-concurrency-idle", sample.TheProvisioned(),
		append(sample.Provisioned("live", setUp("2026-11-23T05:30:00Z")), sample.Used(sample.Alias, 14, 0.2, 9000, 0))...)
	want := "at most 20 % of what was provisioned was in use at once; it was changed on 2026-11-23, and of the 10 that are kept now 3 would do; 7 with 512 MB idle cost about $30.24 a month"
	if f.Message != want || f.Confidence != rules.Likely {
		t.Errorf("%s (%s)", f.Message, f.Confidence)
	}
}

func TestStrandedCapacityTellsWhatIdleDoes(t *testing.T) {
	all := rules.All()
	for _, r := range all {
		if r.ID != "provisioned-concurrency-stranded" {
			continue
		}
		e := r.Examples[0]
		known, err := e.World(r)
		if err != nil {
			t.Fatal(err)
		}
		f := e.Judge(r, known, e.About(r, known))[0]
		want := "no alias serves version 7 and nobody calls it, and 10 executions are kept ready for it; 10 with 512 MB idle cost about $43.20 a month"
		if len(f.Explains) != 1 || f.Explains[0].Subject != sample.Version || f.Saving == nil || f.Message != want {
			t.Errorf("%s %v", f.Message, f.Explains)
		}
	}
	failed := found(t, "provisioned-concurrency-stranded", sample.TheProvisioned(), append(sample.Provisioned("live", func(p *facts.Provisioned) {
		p.Allocated, p.Status, p.Reason = 0, "FAILED", "FUNCTION_ERROR_INIT_FAILURE"
	}), unused(sample.Alias))...)
	if failed.Saving != nil || failed.Message != "Lambda did not provide the 10 executions that were asked for: FUNCTION_ERROR_INIT_FAILURE" {
		t.Errorf("%s", failed.Message)
	}
}

func TestPriceOfStorage(t *testing.T) {
	given := []audit.Given{stored(4608), sample.Quiet(), sample.Activity(14, sample.Busy(1_000_000, 4000, 5000), nil)}
	f := found(t, "ephemeral-storage-large", sample.TheFunction(), given...)
	if want := 4 * 14e6 * 0.0000000309 * 30 / 14; f.Saving == nil || math.Abs(*f.Saving-want) > 0.001 || f.Confidence != rules.Possible ||
		f.Message != "/tmp has 4,608 MB; no metric at hand tells whether it needs them; what is above 512 MB costs about $3.71 a month" {
		t.Errorf("%s (%v)", f.Message, f.Confidence)
	}
	version := found(t, "ephemeral-storage-large", sample.TheVersion(), append(given, sample.VersionConfig("7", func(c *facts.Config) { c.StorageMB = 4608 }))...)
	if version.Saving != nil {
		t.Error("one saving is told of the function and of its version")
	}
}

// The metrics of two versions are the same, and so is what is saved on them.
func TestSavingIsToldOfOneVersion(t *testing.T) {
	bad := func(c *facts.Config) { c.StorageMB, c.Architecture = 4608, rules.X86 }
	given := []audit.Given{sample.Config(nil), sample.Activity(14, sample.Busy(1_000_000, 4000, 5000), nil),
		facts.Presence.Is(sample.Function, facts.Seen{Active: true, Qualifiers: []string{"live"}}), sample.Serving("7", "8"), sample.VersionConfig("7", bad), sample.VersionConfig("8", bad)}
	seven, eight := sample.TheVersion(), sample.TheVersion()
	eight.ID, eight.Locus = sample.Function+":8", "8"
	for _, id := range []string{"ephemeral-storage-large", "x86-architecture"} {
		if found(t, id, seven, given...).Saving == nil || found(t, id, eight, given...).Saving != nil {
			t.Errorf("%s: one saving is told of both versions, or of none", id)
		}
	}
}
