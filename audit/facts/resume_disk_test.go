package facts_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// A disk is what is left of a file when the program that writes it dies after so
// many writes.
type disk struct {
	bytes.Buffer
	writes, last int // last: the writes that succeed; 0 means all
}

var errDied = errors.New("the program died")

// Write keeps what is written in time.
func (d *disk) Write(p []byte) (int, error) {
	if d.writes++; d.last > 0 && d.writes > d.last {
		return 0, errDied
	}
	return d.Buffer.Write(p)
}

// Sync does nothing.
func (d *disk) Sync() error { return nil }

// cutFacts are all but those of a job, which is asked after as often as it takes.
func cutFacts() audit.Set {
	set := everyFact()
	delete(set, facts.ServiceLastAccessed)
	return set
}

// begun collects into the disk, until the run is cut or has ended.
func begun(t *testing.T, ctx context.Context, server *fixtures.Server, account *fixtures.Account, d *disk) (*audit.Known, error) {
	t.Helper()
	s := open(t, server, account, nil)
	s.Header.Facts = cutFacts().Names()
	journal, err := audit.NewJournal(d, s.Header)
	if err != nil {
		return nil, err
	}
	return audit.Collect(ctx, s, cutFacts(), journal)
}

// resumed goes on with what is on the disk, behind the last whole line.
func resumed(t *testing.T, server *fixtures.Server, account *fixtures.Account, d *disk) *audit.Known {
	t.Helper()
	checkpoint, err := audit.ReadCheckpoint(bytes.NewReader(d.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	d.Truncate(int(checkpoint.Size))
	d.writes, d.last = 0, 0
	s := open(t, server, account, func(o *audit.Options) { o.Resume, o.Regions = checkpoint, nil })
	known, err := audit.Collect(t.Context(), s, cutFacts(), audit.ResumeJournal(d))
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// held are the facts that the file of a whole run holds, and how its sweeps ended.
func held(t *testing.T, d *disk, known *audit.Known) map[string]string {
	t.Helper()
	var whole bytes.Buffer
	if err := audit.Conclude(&whole, bytes.NewReader(d.Bytes()), known.Header, known.Calls); err != nil {
		t.Fatal(err)
	}
	if _, err := audit.ReadSnapshot(bytes.NewReader(whole.Bytes())); err != nil {
		t.Errorf("the snapshot that is made of it: %v", err)
	}
	values := map[string]string{}
	for line := range strings.Lines(whole.String()) {
		var l audit.Line
		if err := json.Unmarshal([]byte(line), &l); err != nil || l.Page != "" || l.Calls != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if l.Begin != "" {
			maps.DeleteFunc(values, func(key, _ string) bool { return strings.HasPrefix(key, l.Begin+" over "+l.Over) })
		}
		if name := l.Fact + l.End; name != "" {
			values[name+" over "+l.Over+" of "+l.ID] = fmt.Sprintf("%s %v", l.Value, l.Unknown)
		}
	}
	return values
}

// noted sums the calls that the file tells of, and those whose answers it lacks.
func noted(d *disk) (calls, open int) {
	lost := map[string]int{}
	for line := range bytes.Lines(d.Bytes()) {
		var l audit.Line
		if json.Unmarshal(line, &l) == nil {
			for name, n := range l.Calls {
				calls, lost[name] = calls+n[0], n[6]
			}
		}
	}
	for _, n := range lost {
		open += n
	}
	return calls, open
}

func sum(calls []audit.CallCount) (made, repeated int) {
	for _, c := range calls {
		made, repeated = made+c.Calls, repeated+c.Repeated
	}
	return made, repeated
}

// paged is an account whose listings take many pages.
func paged(t *testing.T) *fixtures.Account {
	t.Helper()
	account := fixtures.Mix(70, 5)
	account.PageRows = 9
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	return account
}

func difference(got, want map[string]string) string {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if got[key] != want[key] {
			return fmt.Sprintf("%s is %q, want %q", key, got[key], want[key])
		}
	}
	return fmt.Sprintf("%d facts, want %d", len(got), len(want))
}
