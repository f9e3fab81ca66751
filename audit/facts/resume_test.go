package facts_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

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
				calls, lost[name] = calls+n[0], n[4]
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

// Wherever a run is cut, what goes on knows the same in the end, asks again only
// what was under way, and counts every call.
func TestARunGoesOnWhereverItIsCut(t *testing.T) {
	account := paged(t)
	var whole disk
	server := serve(account)
	known, err := begun(t, t.Context(), server, account, &whole)
	if err != nil {
		t.Fatal(err)
	}
	want, undisturbed := held(t, &whole, known), len(server.Calls())
	const cuts = 24
	for i := range cuts {
		d := disk{last: 1 + i*whole.writes/cuts}
		server := serve(account)
		_, _ = begun(t, t.Context(), server, account, &d) // it dies
		first := len(server.Calls())
		kept, open := noted(&d)
		d.WriteString(`{"fact":"functions","id":"torn`)
		known := resumed(t, server, account, &d)
		if got := held(t, &d, known); !maps.Equal(got, want) {
			t.Errorf("cut after %d writes: %s", d.last, difference(got, want))
		}
		again := first - (kept - open)
		if total := len(server.Calls()); total > undisturbed+again+1 || total < undisturbed {
			t.Errorf("cut after %d of %d writes: %d calls, %d undisturbed, %d were under way", 1+i*whole.writes/cuts, whole.writes, total, undisturbed, again)
		}
		made, repeated := sum(known.Calls)
		if second := len(server.Calls()) - first; made != kept+second || repeated < open {
			t.Errorf("cut after %d writes: the ledger has %d calls, %d repeated; %d were noted and %d are new, %d were lost", 1+i*whole.writes/cuts, made, repeated, kept, second, open)
		}
	}
}

func difference(got, want map[string]string) string {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if got[key] != want[key] {
			return fmt.Sprintf("%s is %q, want %q", key, got[key], want[key])
		}
	}
	return fmt.Sprintf("%d facts, want %d", len(got), len(want))
}

// What credentials that run out refuse is no answer: it is asked again.
func TestARunGoesOnWithNewCredentials(t *testing.T) {
	account := paged(t)
	var whole disk
	known, err := begun(t, t.Context(), serve(account), account, &whole)
	if err != nil {
		t.Fatal(err)
	}
	want := held(t, &whole, known)
	for _, operation := range []string{"GetPolicy", "ListFunctions", "GetAccountAuthorizationDetails", "GetMetricData", "DescribeLogGroups"} {
		var d disk
		server := serve(account)
		if err := server.AddFault(fixtures.Fault{Operation: operation, Code: fixtures.FaultExpired, After: 2}); err != nil {
			t.Fatal(err)
		}
		if _, err := begun(t, t.Context(), server, account, &d); !errors.As(err, new(*audit.CredentialError)) {
			t.Errorf("%s: ended with %v", operation, err)
		}
		server.Reset()
		known := resumed(t, server, account, &d)
		if got := held(t, &d, known); !maps.Equal(got, want) {
			t.Errorf("%s: %s", operation, difference(got, want))
		}
	}
}

// A token that AWS has forgotten costs the pages before it, and nothing else.
func TestASweepBeginsAnewWhereItsTokenIsRefused(t *testing.T) {
	account := paged(t)
	var d disk
	server := serve(account)
	if err := server.AddFault(fixtures.Fault{Operation: "ListFunctions", Code: fixtures.FaultExpired, After: 4}); err != nil {
		t.Fatal(err)
	}
	_, _ = begun(t, t.Context(), server, account, &d)
	old := regexp.MustCompile(`"token":"[^"]*"`).ReplaceAll(d.Bytes(), []byte(`"token":"of-another-day"`))
	d.Reset()
	d.Write(old)
	server.Reset()
	if known := resumed(t, server, account, &d); functions(known) != 70 || len(known.Problems(cutFacts())) > 0 {
		t.Errorf("%d functions, problems %v", functions(known), known.Problems(cutFacts()))
	}
	if calls := callsTo(server, "ListFunctions"); calls < 8+1 {
		t.Errorf("%d calls list the functions: it did not begin anew", calls)
	}
}

func TestAnInterruptedRunGoesOn(t *testing.T) {
	account := paged(t)
	var whole, d disk
	synctest.Test(t, func(t *testing.T) {
		known, err := begun(t, t.Context(), serve(account), account, &whole)
		if err != nil {
			t.Fatal(err)
		}
		want := held(t, &whole, known)
		server := serve(account)
		if err := server.AddFault(fixtures.Fault{Operation: "GetPolicy", Code: fixtures.FaultHang, After: 10}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() { synctest.Wait(); cancel() }()
		if _, err := begun(t, ctx, server, account, &d); err == nil {
			t.Error("it was not interrupted")
		}
		server.Reset()
		if got := held(t, &d, resumed(t, server, account, &d)); !maps.Equal(got, want) {
			t.Error(difference(got, want))
		}
	})
}
