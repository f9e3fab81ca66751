package rules

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestDefaultRuntimes(t *testing.T) {
	r := DefaultRuntimes()
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for id, want := range map[string]struct {
		deprecated bool
		successor  string
		state      RuntimeState
	}{
		"python3.8":       {true, "python3.14", ""},
		"python3.14":      {false, "", ""},
		"nodejs22.x":      {false, "nodejs24.x", ""},
		"go1.x":           {true, "provided.al2023", ""},
		"nodejs26.x":      {false, "", Preview},
		"custom":          {false, "", CustomerManaged},
		"provided.al2023": {false, "", ""},
	} {
		got, ok := r.Find(id)
		if !ok || got.DeprecatedBy(at) != want.deprecated || r.SuccessorOf(id) != want.successor || got.State != want.state {
			t.Errorf("%s: %+v, successor %q", id, got, r.SuccessorOf(id))
		}
	}
	if _, ok := r.Find("cobol85"); ok || r.SuccessorOf("cobol85") != "" {
		t.Error("the table knows cobol85")
	}
	if d9, _ := r.Find("dotnet9"); !d9.ImageOnly || d9.Arm64 != nil || !d9.BlockCreate.IsZero() {
		t.Errorf("dotnet9 = %+v", d9)
	}
}

// A runtime's dates come one after the other, save those of the first years,
// when AWS blocked creation before it announced the end.
func TestRuntimeDatesAreInOrder(t *testing.T) {
	for _, r := range DefaultRuntimes().Runtimes {
		if !r.Released.IsZero() && !r.Deprecated.IsZero() && !r.Released.Before(r.Deprecated.Time) {
			t.Errorf("%s was deprecated before it was released", r.ID)
		}
		if r.Deprecated.Year() >= 2021 && !r.BlockCreate.IsZero() && r.BlockCreate.Before(r.Deprecated.Time) {
			t.Errorf("%s is blocked before it is deprecated", r.ID)
		}
		if !r.BlockCreate.IsZero() && r.BlockUpdate.Before(r.BlockCreate.Time) {
			t.Errorf("%s cannot be updated, and can be created", r.ID)
		}
	}
}

func TestDateReached(t *testing.T) {
	day := Date{time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC)}
	if day.Reached(day.Add(-time.Second)) || !day.Reached(day.Time) || (Date{}).Reached(day.Time) {
		t.Error("a day is reached when it begins, and no day never")
	}
	if day.String() != "2026-11-10" || (Date{}).String() != "" {
		t.Errorf("days are written as %q and %q", day, Date{})
	}
}

func TestLoadRuntimesRefuses(t *testing.T) {
	head := `{"as_of":"2026-11-23","sources":["x"],`
	for raw, want := range map[string]string{
		`{`: "unexpected EOF",
		`{"as_of":"today","sources":["x"],"runtimes":[]}`:                      "as_of",
		`{"as_of":"2026-11-23","runtimes":[]}`:                                 "sources",
		head + `"runtimes":[{"id":"a"}]}`:                                      "row 1",
		head + `"runtimes":[{"id":"a","family":"f"},{"id":"a","family":"f"}]}`: "twice",
		head + `"runtimes":[{"id":"a","family":"f","successor":"b"}]}`:         "successor",
		head + `"runtimes":[{"id":"a","family":"f","state":"odd"}]}`:           "state",
		head + `"runtimes":[{"id":"a","family":"f","deprecated":"soon"}]}`:     `"soon"`,
		head + `"runtimes":[{"id":"a","family":"f","colour":"red"}]}`:          "colour",
		head + `"latest":{"f":"b"},"runtimes":[{"id":"a","family":"f"}]}`:      "latest of f",
		head + `"runtimes":[{"id":"a","family":"f","deprecated":7}]}`:          "not 7",
		head + `"runtimes":[]} trailing`:                                       "follows",
	} {
		if _, err := LoadRuntimes([]byte(raw)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", raw, err, want)
		}
	}
}

func TestDefaultPrices(t *testing.T) {
	p := DefaultPrices()
	if x, arm := p.GBSecond("eu-west-1", X86), p.GBSecond("eu-west-1", Arm64); math.Abs(arm/x-0.8) > 0.001 {
		t.Errorf("arm64 costs %v of x86", arm/x)
	}
	if p.GBSecond("eu-west-1", "") != p.GBSecond("eu-west-1", X86) {
		t.Error("no architecture is not x86")
	}
	if p.GBSecond("af-south-1", X86) <= p.GBSecond("eu-west-1", X86) {
		t.Error("the regions' own prices are not used")
	}
	if x, arm := p.GBSecond("af-south-1", X86), p.GBSecond("af-south-1", Arm64); math.Abs(arm/x-0.8) > 0.001 {
		t.Errorf("arm64 costs %v of x86 where only x86 has a price of its own", arm/x)
	}
	if !p.Estimated("af-south-1", Arm64) || p.Estimated("af-south-1", X86) || p.Estimated("eu-west-1", Arm64) {
		t.Error("an estimate is not told from a price")
	}
	// 3 M requests of 120 ms with 1,536 MB: 540,000 GB-seconds.
	if got := p.RunCost("us-east-1", X86, 1536, 360_000, 3e6); math.Abs(got-9.6) > 0.001 {
		t.Errorf("it costs %v, want 9.60", got)
	}
	if p.StorageCost(512, 1e6) != 0 || math.Abs(p.StorageCost(10_752, 1e6)-0.309) > 1e-9 {
		t.Errorf("storage costs %v and %v", p.StorageCost(512, 1e6), p.StorageCost(10_752, 1e6))
	}
	if p.ProvisionedGBSecond(Arm64).Kept >= p.ProvisionedGBSecond(X86).Kept || p.FargateTask(Arm64).GBHour >= p.FargateTask(X86).GBHour {
		t.Error("arm64 is not cheaper")
	}
}

func TestLoadPricesRefuses(t *testing.T) {
	good := string(pricesJSON)
	for change, want := range map[[2]string]string{
		{`"request": 0.0000002`, `"request": 0`}:        "request",
		{`"USD"`, `"EUR"`}:                              "currency",
		{`"af-south-1": 0.0000224`, `"af-south-1": -1`}: "af-south-1",
		{`"as_of": "2026-11-23"`, `"as_of": ""`}:        "as_of",
		{`"logs"`, `"lgos"`}:                            "lgos",
		{`"run": 0.0000077778`, `"run": 0`}:             "provisioned_gb_second.arm64.run",
	} {
		if _, err := LoadPrices([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", change[1], err, want)
		}
	}
}

func FuzzLoadRuntimes(f *testing.F) {
	f.Add(runtimesJSON)
	f.Add([]byte(`{"as_of":"2026-11-23","sources":["x"],"runtimes":[{"id":"a","family":"f"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := LoadRuntimes(raw)
		if err != nil {
			return
		}
		for _, row := range r.Runtimes {
			if _, ok := r.Find(row.ID); !ok {
				t.Errorf("%q cannot be found", row.ID)
			}
		}
	})
}

func FuzzLoadPrices(f *testing.F) {
	f.Add(pricesJSON)
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := LoadPrices(raw)
		if err == nil && p.GBSecond("eu-west-1", Arm64) <= 0 {
			t.Errorf("%s gives no price", raw)
		}
	})
}
