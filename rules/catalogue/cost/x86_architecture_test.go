package cost

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// found is the one thing that a rule says of a function.
func found(t *testing.T, id string, s audit.Subject, given ...audit.Given) rules.Finding {
	t.Helper()
	all := rules.All()
	r := all[slices.IndexFunc(all, func(r *rules.Rule) bool { return r.ID == id })]
	e := rules.Example{Subject: s, Given: given}
	known, err := e.World(r)
	if err != nil {
		t.Fatal(err)
	}
	list := e.Judge(r, known, e.About(r, known))
	if len(list) != 1 {
		t.Fatalf("%+v", list)
	}
	return list[0]
}

// A busy function in Cape Town costs a third more on x86 than elsewhere, and it
// must not look as if arm64 were as cheap there as elsewhere.
func TestSavingWhereOnlyX86HasAPriceOfItsOwn(t *testing.T) {
	here := func(region string) rules.Finding {
		arn := strings.Replace(sample.Function, sample.Region, region, 1)
		s := sample.TheFunction()
		s.ID, s.Region, s.Functions = arn, region, []string{arn}
		sum := 14e9 / 30 // ms a day at 1 GB: a million GB-seconds a month
		activity := facts.Activity{Days: []facts.Day{{Invocations: 1000, Samples: 1000, SumMS: &sum}}}
		return found(t, "x86-architecture", s, facts.Metrics.Is(arn, activity), facts.Presence.Is(arn, facts.Seen{Active: true}),
			facts.Functions.Is(arn, facts.Config{Name: "orders", ARN: arn, Runtime: "python3.13", Architecture: rules.X86, PackageType: "Zip", MemoryMB: 1024}))
	}
	ireland, capeTown := here("eu-west-1"), here("af-south-1")
	if math.Abs(*ireland.Saving-3.3333) > 0.001 || math.Abs(*capeTown.Saving-4.48) > 0.001 {
		t.Errorf("a million GB-seconds save $%v in eu-west-1 and $%v in af-south-1", *ireland.Saving, *capeTown.Saving)
	}
	if text := rules.EvidenceText(capeTown.Evidence); !strings.Contains(text, "$0.0000179201, an estimate: on x86_64 it is $0.0000224000 in af-south-1") {
		t.Error(text)
	}
	if text := rules.EvidenceText(ireland.Evidence); strings.Contains(text, "estimate") {
		t.Error(text)
	}
}

func TestSavingIsUnknownWithoutDurations(t *testing.T) {
	f := found(t, "x86-architecture", sample.TheFunction(), onX86(nil),
		sample.Activity(14, sample.Busy(900_000, 800, 1200), func(a *facts.Activity) { a.Days[3].SumMS = nil }))
	if f.Saving != nil || f.Severity != rules.Low || !strings.Contains(f.Message, "what it would save is unknown") {
		t.Errorf("%+v", f)
	}
}

func TestSavingIsUnknownWhereVersionsDiffer(t *testing.T) {
	used := facts.Presence.Is(sample.Function, facts.Seen{Active: true, Qualifiers: []string{"live"}})
	for name, c := range map[string]struct {
		version func(*facts.Config)
		known   bool
	}{
		"the version that is invoked runs on x86, too":     {func(c *facts.Config) { c.Architecture = rules.X86 }, true},
		"the version that is invoked runs on arm64":        {nil, false},
		"the version that is invoked has more memory, too": {func(c *facts.Config) { c.Architecture, c.MemoryMB = rules.X86, 4096 }, false},
	} {
		f := found(t, "x86-architecture", sample.TheFunction(), onX86(nil), used, sample.Serving("7"), sample.VersionConfig("7", c.version),
			sample.Activity(14, sample.Busy(900_000, 800, 1200), nil))
		if (f.Saving != nil) != c.known || strings.Contains(f.Message, "unknown") == c.known {
			t.Errorf("%s: %s, saves %v", name, f.Message, f.Saving)
		}
	}
}

func TestArm64IsLikelyWhereNoSourceSaysSo(t *testing.T) {
	f := found(t, "x86-architecture", sample.TheFunction(), onX86(func(c *facts.Config) { c.Runtime = "dotnet10" }), sample.Idle())
	if f.Confidence != rules.Likely || !strings.Contains(f.Message, "is likely offered on arm64 too, although no source at hand says so") {
		t.Errorf("%s (%s)", f.Message, f.Confidence)
	}
}

func TestFarTimeoutMovesNothingAlong(t *testing.T) {
	f := found(t, "timeout-far-above-p99", sample.TheFunction(), sample.Timed(60, sample.Activity(14, sample.Busy(5000, 900, 2000), nil))...)
	if !strings.HasSuffix(f.Message, "; set 3 s") || !strings.Contains(f.Fix, "--timeout 3 --region REGION") {
		t.Errorf("%s\n%s", f.Message, f.Fix)
	}
}

// An API waits half a minute, and something else runs for four.
func TestFarTimeoutIsNotShortenedBelowWhatRuns(t *testing.T) {
	f := found(t, "timeout-far-above-p99", sample.TheFunction(), sample.Config(func(c *facts.Config) { c.TimeoutS = 900 }), sample.NoAliases(),
		sample.InvokedAs(), sample.InvokedBy("apigateway.amazonaws.com"), sample.Activity(14, sample.Busy(5000, 90_000, 240_000), nil))
	if !strings.HasSuffix(f.Message, "; set 264 s") || !strings.Contains(f.Fix, "--timeout 264 ") {
		t.Errorf("%s\n%s", f.Message, f.Fix)
	}
}
