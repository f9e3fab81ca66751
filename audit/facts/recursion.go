package facts

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// LoopGuard says what Lambda does with a function that calls itself in circles:
// "Terminate" or "Allow".
type LoopGuard string

// The settings of the guard. The second is the default.
const (
	LoopsAllowed    LoopGuard = "Allow"
	LoopsTerminated LoopGuard = "Terminate"
)

// RecursionGuard is the guard against loops of the functions that may run in one.
var RecursionGuard = audit.RegisterFact(audit.Fact[LoopGuard]{
	Name: "recursion-config", Doc: "whether Lambda stops a loop, of functions that may write to what triggers them. No listing carries it, so it takes a call a function",
	Kind:       KindFunction,
	Operations: []string{"Lambda.GetFunctionRecursionConfig"},
	Actions:    []string{"lambda:GetFunctionRecursionConfig"},
	Needs:      []audit.Dep{Functions, EventSources, ResourcePolicy, Aliases, AliasPolicy, AsyncSettings, Roles, ManagedPolicies},
	Likely:     unlikely,
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[LoopGuard] {
		if possible, err := mayLoop(r, s.ID); err != nil || possible {
			return audit.Ask[LoopGuard]()
		}
		return audit.Settled(LoopGuard(""), "nothing shows that it may write to what triggers it")
	},
	Supposes: true,
	GateDoc: "Lambda detects loops through SQS, SNS, S3 and itself. A function is in one where it writes to the queue, topic or " +
		"bucket that triggers it: a destination or dead-letter queue of its own says so, and else its role must allow it. " +
		"The gate asks wherever an action in the role's policies could be the one that writes, on whatever resource. What is " +
		"given up are loops by credentials or policies beyond the role, and a function that invokes itself in its code.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[LoopGuard]) error {
		f := functions[0]
		out, err := audit.Client(s, f.Region, lambda.NewFromConfig).GetFunctionRecursionConfig(ctx, &lambda.GetFunctionRecursionConfigInput{FunctionName: &f.ID})
		if err != nil {
			return fmt.Errorf("get the recursion configuration of %s: %w", f.ID, err)
		}
		put(f.ID, LoopGuard(out.RecursiveLoop), nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"RecursiveLoop":"Terminate"}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionRecursionConfig.html",
	},
})

// mayLoop reports whether the function may write to what triggers it, erring
// towards yes.
func mayLoop(r audit.Reader, function string) (bool, error) {
	c, err := Functions.Of(r, function)
	if err != nil {
		return false, err
	}
	mappings, _ := mappingsByFunction.Of(r, "")
	if err := mappingsIn(r, function); err != nil {
		return false, err
	}
	triggers, err := policyTriggers(r, function)
	if err != nil {
		return false, err
	}
	targets := []string{c.DeadLetter}
	for _, m := range mappings[function] {
		triggers, targets = append(triggers, m.Source), append(targets, m.OnFailure)
	}
	settings, err := AsyncSettings.Of(r, function)
	for _, a := range settings {
		targets = append(targets, a.OnFailure, a.OnSuccess)
	}
	if err != nil || slices.ContainsFunc(targets, func(target string) bool {
		own, _ := audit.FunctionARN(target)
		return target != "" && (own == function || slices.Contains(triggers, target))
	}) {
		return true, err
	}
	return roleMayWrite(r, c.Role, triggers)
}

// mappingsByFunction are the mappings of each function, by its ARN, as far as
// mappingsIn knows the regions.
var mappingsByFunction = audit.RegisterView(audit.View[map[string][]Mapping]{
	Name: "mappings-by-function", From: []audit.Dep{EventSources},
	Compute: func(r audit.Reader, _ string) (map[string][]Mapping, error) {
		byFunction := map[string][]Mapping{}
		_ = EventSources.All(r, func(_ string, m Mapping) { byFunction[m.Function] = append(byFunction[m.Function], m) })
		return byFunction, nil
	},
})
