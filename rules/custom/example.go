package custom

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// An Example is a small world and what the rule is to say of it.
type Example struct {
	Name    string
	Subject string // its id; empty: one that the kind's subjects look like
	// Facts are values as a snapshot has them, by the names that expressions give
	// them, such as "facts.functions". What is not given is not known.
	Facts   map[string]json.RawMessage
	Unknown []string // names of facts that AWS denied
	Params  json.RawMessage
	Want    rules.Outcome
	Message *string // what the finding is to say; nil: anything
	Locus   *string
	At      func(key string) Place // of what the example says: "want", "facts.functions"
}

// usualSubjects are the ids of examples' subjects that name none.
var usualSubjects = map[audit.KindName]string{
	facts.KindFunction: "arn:aws:lambda:eu-west-1:111122223333:function:orders-api",
	facts.KindAlias:    "arn:aws:lambda:eu-west-1:111122223333:function:orders-api:live",
	facts.KindVersion:  "arn:aws:lambda:eu-west-1:111122223333:function:orders-api:7",
	facts.KindRole:     "arn:aws:iam::111122223333:role/orders-api",
	facts.KindLogGroup: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-api",
	facts.KindQueue:    "arn:aws:sqs:eu-west-1:111122223333:orders",
	audit.KindRegion:   "eu-west-1",
	audit.KindAccount:  "111122223333",
}

// example makes the rule's example of what its file says.
func (c *compiler) example(d *Definition, e *Example, rule *rules.Rule) rules.Example {
	made := rules.Example{Name: e.Name, Params: e.Params, Want: e.Want, Subject: audit.Subject{Kind: d.Kind, ID: cmp.Or(e.Subject, usualSubjects[d.Kind])}}
	if made.Subject.ID == "" {
		c.mistakes = append(c.mistakes, Mistake{e.At(""), "the example has no subject", "give its ARN"})
	}
	if k := audit.KindByName(d.Kind); k.OfFunction {
		function, _ := audit.FunctionARN(made.Subject.ID)
		made.Subject.Functions = []string{function}
	}
	if _, err := rule.Merge(e.Params); err != nil {
		c.mistakes = append(c.mistakes, Mistake{e.At("params"), err.Error(), ""})
	}
	ids := exampleIDs(&made.Subject, e)
	for _, name := range slices.Sorted(maps.Keys(e.Facts)) {
		if s := c.sourceOf(e, name); s != nil {
			given, err := audit.GivenJSON(s.fact, ids[s.path.prefix], e.Facts[name])
			if err != nil {
				c.mistakes = append(c.mistakes, Mistake{e.At(name), err.Error(), ""})
			}
			made.Given = append(made.Given, given)
		}
	}
	for _, name := range e.Unknown {
		if s := c.sourceOf(e, name); s != nil {
			made.Given = append(made.Given, audit.GivenUnknown(s.fact, ids[s.path.prefix], audit.Unknown{Reason: audit.Denied}))
		}
	}
	return made
}

// sourceOf finds the fact that an example names; nil where there is none such.
func (c *compiler) sourceOf(e *Example, name string) *source {
	s := c.source(name)
	if s == nil {
		group, written := name[:strings.LastIndex(name, ".")+1], name[strings.LastIndex(name, ".")+1:]
		c.mistakes = append(c.mistakes, Mistake{e.At(name), "there is no " + name, suggest(written, c.members(group))})
	}
	return s
}

// exampleIDs are the ids of the subjects that an example tells of, by the prefix of
// their facts.
func exampleIDs(s *audit.Subject, e *Example) map[string]string {
	ids := map[string]string{"": s.ID, "region.": "eu-west-1", "account.": "111122223333"}
	if len(s.Functions) > 0 {
		ids["parent."] = s.Functions[0]
	}
	var function facts.Config
	_ = json.Unmarshal(e.Facts["facts.functions"], &function) // what is no function's names no role
	ids["role."] = cmp.Or(function.Role, usualSubjects[facts.KindRole])
	return ids
}
