package audit_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

var pageFile = flag.String("page", "", "write what TestUnderQuotas measured to this file, as a page")

// A performancePage is what TestUnderQuotas measured, for people.
type performancePage struct{ rows []string }

func (p *performancePage) add(mix string, o outcome) {
	l := lineOf(mix, o)
	p.rows = append(p.rows, fmt.Sprintf("| %d | %s | %d | %s | %s | %.3f | %.0f s | %.0f MB | %.0f |", l.Functions, mix, l.Calls,
		clock(o.Virtual), clock(o.Bound), l.Ratio, l.CPUSeconds, l.PeakRSSMB, float64(o.Pairs)/o.Judging.Seconds()))
}

// clock writes a time as people do: 23 min 20 s.
func clock(d time.Duration) string {
	hours, minutes, seconds := int(d.Hours()), int(d.Minutes())%60, d.Seconds()-60*float64(int(d.Minutes()))
	switch {
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	case minutes > 0:
		return fmt.Sprintf("%d min %.0f s", minutes, seconds)
	}
	return fmt.Sprintf("%.1f s", seconds)
}

func (p *performancePage) write(t *testing.T) {
	t.Helper()
	if *pageFile == "" {
		return
	}
	text := fmt.Sprintf(pageText, time.Now().UTC().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), processor(), commit(t), strings.Join(p.rows, "\n"))
	if err := os.WriteFile(*pageFile, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const pageText = `# What an audit takes

Made by ` + "`.ci/performance`" + ` on %s: %s %s/%s, %d processors (%s), commit %s.

## Under AWS's quotas

Accounts of the mix that the budget of calls is stated for (` + "`fixtures.Mix`" + `: 40 %% of the functions published, 35 %% invoked
asynchronously, 20 %% in a VPC, and so on), audited from a server that keeps AWS's published quotas and answers after 30 ms, with
the default share of two thirds of each quota. Time is virtual: waiting costs nothing, and is counted exactly.

- *default* are the rules that are on unless something else is asked for, *all* are those that can be judged by at all, with
  ` + "`--unused`" + `, and *fast* are those that listings and batches are enough for.
- *at least* is the largest, over AWS's rates, of calls ÷ (rate × share): nobody is faster at that share. *ratio* is how much
  longer the run took.
- *CPU* and *memory* (the largest resident set) are those of a process that holds the tool alone, from its start to the last byte
  of the report in JSON. It speaks HTTP to a server on the same machine, without TLS.
- *pairs/s* is how many pairs of rule and subject are judged in a second of processor time.

| functions | rules | calls | took | at least | ratio | CPU | memory | pairs/s |
|---|---|---|---|---|---|---|---|---|
%s
`

// processor is the model's name, where the system tells it.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo") // elsewhere nothing is said
	_, rest, _ := strings.Cut(string(text), "model name\t: ")
	name, _, _ := strings.Cut(rest, "\n")
	return name
}

func commit(t *testing.T) string {
	text, err := exec.CommandContext(t.Context(), "git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(text))
}
