package compare

import (
	"fmt"
	"maps"
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

// rule is a rule of the scene.
func rule(id string, kind audit.KindName, reads audit.Dep, check rules.Check) *rules.Rule {
	return &rules.Rule{ID: id, Title: "is a test", Severity: rules.Medium, Pillar: rules.Security, Why: "It is.", Fix: "mend it",
		Refs: []string{"https://example.com"}, Kinds: []audit.KindName{kind}, Requires: []audit.Dep{reads}, Check: check,
		Examples: []rules.Example{{Name: "one"}}}
}

type leastMemory struct {
	MB int `json:"mb"`
}

// sceneRules fail: less memory than a parameter says, high below 64 MB; each layer; a
// policy that is "open"; the role that is open; a served version of runtime "old"; a
// function of runtime "old" while the table of runtimes is of 2026.
func sceneRules() []*rules.Rule {
	memory := rule("memory", facts.KindFunction, facts.Functions, checkMemory)
	memory.Params = &leastMemory{MB: 128}
	dated := rule("dated", facts.KindFunction, facts.Functions, checkDated)
	dated.Tables, dated.Requires = []string{rules.TableRuntimes}, append(dated.Requires, facts.Metrics)
	return []*rules.Rule{memory, dated,
		rule("layers", facts.KindFunction, facts.Functions, checkLayers),
		rule("policy", facts.KindFunction, facts.ResourcePolicy, checkPolicy),
		rule("role", facts.KindRole, facts.Roles, checkRole),
		rule("version", facts.KindVersion, facts.VersionConfig, checkVersion),
	}
}

func finding(locus string, severity rules.Severity) rules.Finding {
	f := rules.Failed("it is so", rules.Configured("setting", "bad", "good"))
	f.Locus, f.Severity = locus, severity
	return f
}

func checkMemory(in *rules.Input) []rules.Finding {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	switch least := rules.Params[leastMemory](in).MB; {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.MemoryMB < 64:
		return rules.One(finding("", rules.High))
	case c.MemoryMB < least:
		return rules.One(finding("", rules.Medium))
	}
	return nil
}

func checkDated(in *rules.Input) []rules.Finding {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.Runtime == "old" && strings.HasPrefix(in.Runtimes().AsOf, "2026"):
		return rules.One(finding("", rules.Low))
	}
	return nil
}

func checkLayers(in *rules.Input) (findings []rules.Finding) {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	for _, layer := range c.Layers {
		findings = append(findings, finding(layer, rules.Medium))
	}
	return findings
}

// checkPolicy fails each word of a policy; "unread" is one that nobody understands.
func checkPolicy(in *rules.Input) (findings []rules.Finding) {
	p, err := facts.ResourcePolicy.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	for _, word := range strings.Fields(string(p)) {
		if word == "unread" {
			findings = append(findings, rules.Undecided(&audit.Unknown{Reason: audit.Denied, Fact: "resource-policy"}))
		} else {
			findings = append(findings, finding(word, rules.High))
		}
	}
	return findings
}

func checkRole(in *rules.Input) []rules.Finding {
	r, err := facts.Roles.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case r.Boundary == "none":
		return rules.One(finding("", rules.Critical))
	}
	return nil
}

func checkVersion(in *rules.Input) []rules.Finding {
	c, err := facts.VersionConfig.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.Runtime == "old":
		return rules.One(finding("", rules.Medium))
	}
	return nil
}

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

// stood are what findings of the newer result say of their past, each once.
func stood(d *Diff) []string {
	set := map[string]bool{}
	for _, c := range d.listed {
		set[strings.Join(append([]string{c.Change}, c.Causes...), " ")] = true
	}
	return slices.Sorted(maps.Keys(set))
}

func since(records ...*Record) *Past {
	p := NewPast()
	for _, r := range records {
		p.Add(r)
	}
	return p
}
