package compare

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

const (
	account1 = "111122223333"
	orders   = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
	invoices = "arn:aws:lambda:us-east-1:111122223333:function:invoices"
	shared   = "arn:aws:iam::111122223333:role/shared"
)

// A scene is an account and how it is judged. Tests change one thing in it.
type scene struct {
	header    audit.Header
	functions map[string]facts.Config
	policies  map[string]facts.Policy
	denied    []string // functions whose policy may not be read
	hidden    []string // functions whose aliases may not be read
	aliases   map[string][]facts.Alias
	versions  map[string]facts.Config
	open      bool              // the shared role lets too much
	broken    map[string]string // regions whose listing broke, and why
	config    rules.Config
}

func newScene() *scene {
	h := rules.ExampleHeader()
	h.Regions = []string{"eu-west-1", "us-east-1"}
	s := &scene{header: h, functions: map[string]facts.Config{}, policies: map[string]facts.Policy{}, aliases: map[string][]facts.Alias{},
		versions: map[string]facts.Config{}, broken: map[string]string{}}
	s.config = rules.Config{Rules: sceneRules(), Version: "1.0", Data: rules.DefaultData(), Strict: true}
	for _, arn := range []string{orders, invoices} {
		a, _ := audit.ParseARN(arn)
		s.functions[arn] = facts.Config{Name: a.Name(), ARN: arn, MemoryMB: 128, TimeoutS: 3, Role: shared,
			LastModified: "2026-11-01T00:00:00Z", CodeSHA256: "code-1"}
	}
	return s
}

// edit changes the settings of a function, which AWS dates.
func (s *scene) edit(arn string, change func(*facts.Config)) {
	c := s.functions[arn]
	c.LastModified = "2026-11-20T00:00:00Z"
	change(&c)
	s.functions[arn] = c
}

func (s *scene) given() []audit.Given {
	var given []audit.Given
	for arn, c := range s.functions {
		a, _ := audit.ParseARN(arn)
		if s.broken[a.Region] != "" {
			continue
		}
		given = append(given, facts.Functions.Is(arn, c), facts.Metrics.Is(arn, facts.Activity{}))
		if slices.Contains(s.hidden, arn) {
			given = append(given, facts.Aliases.IsUnknown(arn, audit.Unknown{Reason: audit.Denied, Action: "lambda:ListAliases"}))
		} else {
			given = append(given, facts.Aliases.Is(arn, s.aliases[arn]))
		}
		if slices.Contains(s.denied, arn) {
			given = append(given, facts.ResourcePolicy.IsUnknown(arn, audit.Unknown{Reason: audit.Denied, Action: "lambda:GetPolicy"}))
		} else {
			given = append(given, facts.ResourcePolicy.Is(arn, s.policies[arn]))
		}
	}
	for id, c := range s.versions {
		given = append(given, facts.VersionConfig.Is(id, c))
	}
	role := facts.Role{ARN: shared}
	if s.open {
		role.Boundary = "none"
	}
	for region, why := range s.broken {
		given = append(given, facts.Functions.Broke(region, audit.Unknown{Reason: audit.Reason(why)}))
	}
	return append(given, facts.Roles.Is(shared, role))
}

func (s *scene) result(t testing.TB) *rules.Result {
	t.Helper()
	known, err := audit.Pretend(s.header, audit.NewSet(facts.Functions, facts.Roles), s.given()...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := rules.Evaluate(known, s.config)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (s *scene) record(t testing.TB) *Record { return Of(s.result(t)) }

// told are the rows as short texts, in their order: what became of which rule's
// finding, on which subject and where, and why.
func told(d *Diff) []string {
	list := []string{}
	for _, r := range d.Rows {
		a, _ := audit.ParseARN(r.Subject)
		text := fmt.Sprint(r.Change, " ", r.Rule, " ", a.Resource, " ", r.Locus)
		for _, c := range r.Causes {
			text += " " + c.Cause
		}
		list = append(list, strings.Join(strings.Fields(text), " "))
	}
	return list
}

func since(records ...*Record) *Past {
	p := NewPast()
	for _, r := range records {
		p.Add(r)
	}
	return p
}
