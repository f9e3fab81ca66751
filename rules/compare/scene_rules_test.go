package compare

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

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
