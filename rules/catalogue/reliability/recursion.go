package reliability

import (
	"cmp"
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "recursion", Title: "calls itself in circles, or may without end",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "A function that writes to the queue, topic or bucket that triggers it can call itself until the region's concurrency and the budget are used up. Lambda stops such a loop after about sixteen rounds, unless its guard is off.",
	Fix: `# put the guard back
aws lambda put-function-recursion-config --function-name NAME --recursive-loop Terminate --region REGION
# and break the loop: write to another queue, topic, bucket or prefix than the one that triggers it
# in an emergency, stop it: aws lambda put-function-concurrency --function-name NAME --reserved-concurrent-executions 0 --region REGION
# SAM: RecursiveLoop: Terminate      Terraform: aws_lambda_function_recursion_config`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
		"https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionRecursionConfig.html",
	},
	Kinds: []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Troubles, facts.RecursionGuard, facts.Functions, facts.AsyncSettings, facts.Aliases,
		views.Mappings, views.Policy, views.Role, views.TakesEvents},
	Check:    checkRecursion,
	Examples: recursionExamples,
})

func checkRecursion(in *rules.Input) []rules.Finding {
	t, unmeasured := facts.Troubles.Of(in.Facts, in.Subject.ID)
	if stopped := t.LoopsStopped(); stopped > 0 {
		return rules.One(rules.Failed(fmt.Sprintf("Lambda stopped it %s times because it called itself in circles", rules.Number(stopped)),
			in.Measured("recursive invocations dropped", "Sum", stopped, 0, "", stopped)))
	}
	loops, unsure := loopsOf(in)
	switch {
	case len(loops) == 0 && cmp.Or(unmeasured, unsure) != nil:
		return rules.One(rules.Undecided(cmp.Or(unmeasured, unsure)))
	case len(loops) == 0:
		return rules.One(rules.Inapplicable("nothing shows that it writes to what triggers it, and Lambda stopped no loop"))
	}
	guard, err := facts.RecursionGuard.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case guard == facts.LoopsAllowed:
		return rules.One(unguarded(loops))
	case guard != facts.LoopsTerminated:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.RecursionGuard.Name, Message: fmt.Sprintf("the guard %q means nothing to this version", guard)}))
	case unmeasured != nil:
		return rules.One(rules.Undecided(unmeasured))
	}
	return nil
}

func unguarded(loops []loop) rules.Finding {
	var ways []string
	f := rules.Failed("", rules.Configured("recursive loop", string(facts.LoopsAllowed), string(facts.LoopsTerminated)))
	f.Confidence = rules.Possible
	for _, l := range loops {
		ways = append(ways, l.says())
		f.Confidence = min(f.Confidence, l.confidence)
		f.Evidence = append(f.Evidence, rules.Configured("triggered by", l.trigger, nil))
	}
	f.Message = "Lambda is told not to stop its loops, and " + strings.Join(ways, "; ")
	return f
}
