package audit_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A scaleLine is what one run came to, as it is printed.
type scaleLine struct {
	Functions         int     `json:"functions"`
	Rules             string  `json:"rules"`
	Calls             int     `json:"calls"`
	VirtualSeconds    float64 `json:"virtual_seconds"`
	LowerBoundSeconds float64 `json:"lower_bound_seconds"`
	Ratio             float64 `json:"ratio"`
	CPUSeconds        float64 `json:"cpu_seconds"`
	PeakRSSMB         float64 `json:"peak_rss_mb"`
}

func lineOf(mix string, o outcome) scaleLine {
	return scaleLine{o.Functions, mix, o.Calls, round(o.Virtual.Seconds(), 10), round(o.Bound.Seconds(), 10),
		round(o.Virtual.Seconds()/o.Bound.Seconds(), 1000), round(o.CPU.Seconds(), 10), round(float64(o.PeakKB)/1024, 10)}
}

func round(x, parts float64) float64 { return float64(int(x*parts+0.5)) / parts }

func (l scaleLine) String() string {
	text, _ := json.Marshal(l) // numbers and a name
	return "scale: " + string(text)
}

// scales are the numbers of functions to measure: 1,000, or those that
// LAMBDA_AUDIT_SCALE names, separated by commas.
func scales(t *testing.T) []int {
	t.Helper()
	var list []int
	for word := range strings.SplitSeq(scaleVariable(), ",") {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			t.Fatalf("LAMBDA_AUDIT_SCALE: %q is no number of functions", word)
		}
		list = append(list, n)
	}
	return list
}

func scaleVariable() string {
	if given := os.Getenv("LAMBDA_AUDIT_SCALE"); given != "" {
		return given
	}
	return "1000"
}

// highestRatio is how much longer than its busiest quota demands a run of 10,000
// functions or more may take.
const highestRatio = 1.05

// runUp is what a smaller run may take beside that: the calls before the first
// page of functions, and after the last answer but one those that wait for it. It
// does not grow with the account, so of a short run it is the larger part.
const runUp = 5 * time.Second

// allowed is how long a run may take.
func allowed(functions int, bound time.Duration) time.Duration {
	longest := time.Duration(highestRatio * float64(bound))
	if functions < 10_000 {
		longest += runUp
	}
	return longest
}

// memoryBounds are the largest resident sets in MB, by functions: the project's
// own promise.
var memoryBounds = map[int]float64{10_000: 300, 100_000: 1536}

// mostCompared is how large the accounts are at most that are audited once more,
// without quotas: what holds for 10,000 functions is not worth another hour.
const mostCompared = 10_000

// TestUnderQuotas audits accounts of the stated mix from a server that keeps AWS's
// quotas, at our default share of them, and prints what each run took. The tool is
// alone in its process; the server lives in this one.
func TestUnderQuotas(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures, which takes a while")
	}
	page := performancePage{}
	for _, n := range scales(t) {
		for _, mix := range mixes {
			t.Run(fmt.Sprintf("%d functions, %s", n, mix), func(t *testing.T) {
				taken := measure(t, n, mix)
				fmt.Println(lineOf(mix, taken))
				page.add(mix, taken)
				checkMeasured(t, n, taken)
				if n > mostCompared {
					return
				}
				if free := unhindered(t, n, mix); free.Digest != taken.Digest {
					t.Errorf("without quotas the report is another one: %d calls against %d", free.Calls, taken.Calls)
				}
			})
		}
	}
	page.write(t)
}

// TestGrowth compares accounts of which one is ten times as large as the other.
func TestGrowth(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures, which takes a while")
	}
	small, compared := []int{200}, mixes[:1]
	for _, n := range scales(t) {
		if n >= 10_000 {
			small, compared = append(small, n/10), mixes
		}
	}
	if len(small) > 1 {
		small = small[1:] // those cost more, and tell more
	}
	for _, n := range small {
		for _, mix := range compared {
			checkGrowth(t, mix, measure(t, n, mix), measure(t, 10*n, mix))
		}
	}
}

// highestGrowth is how much more ten times the functions may take.
const highestGrowth = 10.5

func checkGrowth(t *testing.T, mix string, small, large outcome) {
	t.Helper()
	for _, taken := range []struct {
		what  string
		ratio float64
	}{
		{"calls", float64(large.Calls) / float64(small.Calls)},
		{"virtual time", float64(large.Virtual) / float64(small.Virtual)},
		{"memory", float64(large.PeakKB) / float64(small.PeakKB)},
	} {
		t.Logf("%s: %d functions take %.2f times the %s of %d", mix, large.Functions, taken.ratio, taken.what, small.Functions)
		if taken.ratio > highestGrowth {
			t.Errorf("%s: ten times the functions take %.2f times the %s, and %v are allowed", mix, taken.ratio, taken.what, highestGrowth)
		}
	}
}

func checkMeasured(t *testing.T, n int, o outcome) {
	t.Helper()
	if longest := allowed(n, o.Bound); o.Virtual > longest {
		t.Errorf("took %s, and its busiest quota demands %s: %s are allowed", o.Virtual, o.Bound, longest)
	}
	if o.Throttled > 0 || o.Repeated > 0 {
		t.Errorf("%d calls were throttled, %d repeated", o.Throttled, o.Repeated)
	}
	if len(o.Unread) > 0 {
		t.Errorf("not read: %s", strings.Join(o.Unread, ", "))
	}
	if o.Functions != n {
		t.Errorf("%d functions of %d", o.Functions, n)
	}
	if peak, most := float64(o.PeakKB)/1024, memoryBounds[n]; most > 0 && peak > most {
		t.Errorf("needed %.0f MB, and %.0f are promised", peak, most)
	}
}

// TestTheQuotasAreReal asks for three times what AWS allows: were the server to miss
// that, TestUnderQuotas would prove nothing.
func TestTheQuotasAreReal(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures, which takes a while")
	}
	account := mixOf(t, 100)
	greedy := errandTo(listen(t, played(account)), account, "default")
	greedy.Share = 3
	if taken := runAlone(t, greedy); taken.Throttled == 0 {
		t.Errorf("%d calls in %s, and none was throttled", taken.Calls, taken.Virtual)
	}
}
