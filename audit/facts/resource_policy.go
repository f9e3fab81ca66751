package facts

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// Policy is a policy document as AWS stores it; empty where there is none.
type Policy string

// ResourcePolicy is each function's own policy: who may invoke it, and more.
var ResourcePolicy = audit.RegisterFact(audit.Fact[Policy]{
	Name: "resource-policy", Doc: "the function's own policy. No listing carries it, so it takes a call a function",
	Kind:       KindFunction,
	Operations: []string{"Lambda.GetPolicy"},
	Actions:    []string{"lambda:GetPolicy"},
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[Policy]) error {
		f := functions[0]
		p, err := policyOf(ctx, s, f.Region, &lambda.GetPolicyInput{FunctionName: &f.ID})
		if err != nil {
			return fmt.Errorf("get the policy of %s: %w", f.ID, err)
		}
		put(f.ID, p, nil)
		return nil
	},
	Example: policyExample,
})

// AliasPolicy is each alias's own policy: calls by the alias are judged by it.
var AliasPolicy = audit.RegisterFact(audit.Fact[Policy]{
	Name: "alias-policy", Doc: "the alias's own policy. No listing carries it, so it takes a call an alias",
	Kind:       KindAlias,
	Operations: []string{"Lambda.GetPolicy"},
	Actions:    []string{"lambda:GetPolicy"},
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, aliases []audit.Subject, put audit.Put[Policy]) error {
		a := aliases[0]
		p, err := policyOf(ctx, s, a.Region, &lambda.GetPolicyInput{FunctionName: &a.Functions[0], Qualifier: &a.Locus})
		if err != nil {
			return fmt.Errorf("get the policy of %s: %w", a.ID, err)
		}
		put(a.ID, p, nil)
		return nil
	},
	Example: policyExample,
})

var policyExample = audit.Example{
	Reply:  `{"Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"api\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"arn:aws:lambda:eu-west-1:111122223333:function:orders-api\"}]}"}`,
	Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html",
}

// noPolicy are the texts by which Lambda says that there is no policy. Every
// other "not found" says that the function or alias is gone: the code is the same.
var noPolicy = []string{"The resource you requested does not exist", "No policy is associated with the given resource"}

// policyOf tells a function without a policy, which is an answer, from one that
// was deleted meanwhile, which is none.
func policyOf(ctx context.Context, s *audit.Session, region string, in *lambda.GetPolicyInput) (Policy, error) {
	out, err := audit.Client(s, region, lambda.NewFromConfig).GetPolicy(ctx, in)
	if audit.IsGone(err) && slices.ContainsFunc(noPolicy, func(text string) bool { return strings.Contains(err.Error(), text) }) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return Policy(aws.ToString(out.Policy)), nil
}
