package architecture

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// PurposesParams are the numbers from which on a function does too many things.
type PurposesParams struct {
	Triggers int `json:"triggers"` // kinds of triggers
	Services int `json:"services"` // that its own role reaches, beside those of logging, tracing and networking
}

var _ = rules.Register(rules.Rule{
	ID: "many-purposes", Title: "serves many purposes at once",
	Severity: rules.Low, Pillar: rules.Architecture,
	Why: "A function that does many things needs the rights, the memory and the timeout of all of them together, starts with the code of all of them, and fails in all of them at once.",
	Fix: `# one function for each purpose, with a role of its own; each route, queue or schedule names its function
# SAM: one AWS::Serverless::Function for each event      Terraform: one aws_lambda_function for each route or source
aws lambda get-policy --function-name NAME --region REGION
aws lambda list-event-source-mappings --function-name NAME --region REGION`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/concepts-event-driven-architectures.html",
		"https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions, views.Targets, views.Mappings, views.APISources, views.APIFunctions, views.Role},
	Params:   &PurposesParams{Triggers: 3, Services: 8},
	Check:    checkPurposes,
	Examples: purposesExamples,
})

// A sign is one thing by which a function looks as if it served many purposes;
// none where it does not, or, with an error, where that is not known.
type sign struct {
	text       string
	evidence   rules.Evidence
	confidence rules.Confidence
}

func checkPurposes(in *rules.Input) []rules.Finding {
	var seen []*sign
	var unsure error
	for _, look := range []func(*rules.Input) (*sign, error){manyTriggers, catchAllRoute, manyServices} {
		s, err := look(in)
		if s != nil {
			seen = append(seen, s)
		} else if unsure == nil {
			unsure = err
		}
	}
	if len(seen) == 0 {
		if unsure != nil {
			return rules.One(rules.Undecided(unsure))
		}
		return nil
	}
	f := rules.Failed("")
	f.Confidence = rules.Possible
	texts := make([]string, len(seen))
	for i, s := range seen {
		texts[i] = s.text
		f.Evidence = append(f.Evidence, s.evidence)
		f.Confidence = min(f.Confidence, s.confidence)
	}
	f.Message = strings.Join(texts, "; ")
	return rules.One(f)
}

// manyTriggers looks for too many kinds of triggers, of the function and its
// aliases together.
func manyTriggers(in *rules.Input) (*sign, error) {
	kinds := map[string]bool{}
	targets, unsure := views.Targets.Of(in.Facts, in.Subject.ID)
	for _, t := range targets {
		if unsure == nil {
			unsure = t.Err
		}
		for _, principal := range slices.Concat(t.Async, t.Sync, t.Other) {
			kinds[triggerKind(principal)] = true
		}
	}
	mappings, more := views.Mappings.Of(in.Facts, in.Subject.ID)
	if unsure == nil {
		unsure = more
	}
	for _, m := range mappings {
		kinds[string(m.Kind())] = true
	}
	delete(kinds, "") // is no trigger of its own
	list := sortedKeys(kinds)
	atMost := rules.Params[PurposesParams](in).Triggers - 1
	if len(list) <= atMost {
		return nil, unsure
	}
	return &sign{
		text:     fmt.Sprintf("%d kinds of triggers invoke it: %s", len(list), strings.Join(list, ", ")),
		evidence: rules.Configured("kinds of triggers", list, fmt.Sprintf("at most %d", atMost)),
	}, nil
}
