package rules

import (
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

const (
	orders   = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
	invoices = "arn:aws:lambda:eu-west-1:111122223333:function:invoices"
	stranger = "arn:aws:lambda:eu-west-1:111122223333:function:stranger"
	role     = "arn:aws:iam::111122223333:role/shared"
	account  = "111122223333"
	region   = "eu-west-1"
)

// function is a function that runs under the shared role.
func function(arn string) audit.Given {
	a, _ := audit.ParseARN(arn)
	return facts.Functions.Is(arn, facts.Config{Name: a.Name(), ARN: arn, Role: role, Architecture: Arm64, MemoryMB: 1024, TimeoutS: 3})
}

// world is a snapshot of the example account; orders and invoices stand in it.
func world(t testing.TB, given ...audit.Given) *audit.Known {
	t.Helper()
	return emptyWorld(t, append([]audit.Given{function(orders), function(invoices)}, given...)...)
}

func emptyWorld(t testing.TB, given ...audit.Given) *audit.Known {
	t.Helper()
	known, err := audit.Pretend(ExampleHeader(), audit.NewSet(facts.Functions), given...)
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// says is a check that says the same of each subject every time.
type says map[string][]Finding

func (s says) check(in *Input) []Finding { return s[in.Subject.ID] }

// rule is a well-formed rule of one kind.
func rule(id string, severity Severity, kind audit.KindName, check Check) *Rule {
	return &Rule{ID: id, Title: "is a test", Severity: severity, Pillar: Security, Why: "It is.", Fix: "mend it",
		Refs: []string{"https://example.com"}, Kinds: []audit.KindName{kind}, Requires: []audit.Dep{facts.Functions},
		Check: check, Examples: []Example{{Name: "one"}}}
}

func evaluate(t testing.TB, known *audit.Known, c Config) *Result {
	t.Helper()
	r, err := Evaluate(known, c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// all lists every row, the passed too.
func all(r *Result) []FindingRow {
	return listed(r, Show{AllUnknown: true, NotApplicable: true, Pass: true})
}

func listed(r *Result, show Show) []FindingRow {
	var rows []FindingRow
	for row := range r.Findings(show) {
		rows = append(rows, row)
	}
	return rows
}

// rowOf returns the row of that function.
func rowOf(t testing.TB, r *Result, arn string) *Function {
	t.Helper()
	for i := range r.Functions {
		if r.Functions[i].FunctionARN == arn {
			return &r.Functions[i]
		}
	}
	t.Fatalf("no row of %s", arn)
	return nil
}

func failed(locus string) Finding {
	f := Failed("it is so", Configured("setting", "bad", "good"))
	f.Locus = locus
	return f
}

func unknown(reason audit.Reason) Finding {
	return Undecided(&audit.Unknown{Reason: reason, Fact: "functions"})
}
