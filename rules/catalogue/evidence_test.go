package catalogue_test

import (
	"testing"

	"lambda-audit/rules"
)

// uncounted are rules whose evidence has a window and no samples, because what
// tells it counts nothing: IAM remembers the last call of a service only.
var uncounted = map[string]bool{"role-unused-access": true}

// TestEvidenceFromMetricsIsComplete wants of all evidence that was measured, in the
// examples of every rule, over which days, by which statistic, and of how many
// samples.
func TestEvidenceFromMetricsIsComplete(t *testing.T) {
	measured := 0
	for _, r := range rules.All() {
		for _, e := range r.Examples {
			known, err := e.World(r)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range e.Judge(r, known, e.About(r, known)) {
				for _, seen := range f.Evidence {
					if seen.Statistic == "" && seen.WindowDays == nil && seen.Samples == nil {
						continue // a setting, or made of what stands beside it
					}
					measured++
					if seen.Statistic == "" || seen.WindowDays == nil || seen.Samples == nil && !uncounted[r.ID] {
						t.Errorf("%s, %q: %+v tells not all of statistic, window and samples", r.ID, e.Name, seen)
					}
				}
			}
		}
	}
	if measured < 100 {
		t.Errorf("only %d pieces of evidence are measured", measured)
	}
}
