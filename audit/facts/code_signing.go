package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// CodeSigning is the ARN of the signing configuration that each function is
// bound to; empty where it is bound to none.
var CodeSigning = audit.RegisterFact(audit.Fact[string]{
	Name: "code-signing", Doc: "the signing configuration that the function is bound to. Only a call a function tells it",
	Kind:       KindFunction,
	Operations: []string{"Lambda.GetFunctionCodeSigningConfig"},
	Actions:    []string{"lambda:GetFunctionCodeSigningConfig"},
	Needs:      []audit.Dep{Functions},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[string] {
		if c, err := Functions.Of(r, s.ID); err == nil && c.Image() {
			return audit.Settled("", "it is a container image")
		}
		return audit.Ask[string]()
	},
	GateDoc: "Container images cannot be bound to a signing configuration: Lambda answers the call with an InvalidParameterValueException.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[string]) error {
		f := functions[0]
		out, err := audit.Client(s, f.Region, lambda.NewFromConfig).GetFunctionCodeSigningConfig(ctx,
			&lambda.GetFunctionCodeSigningConfigInput{FunctionName: &f.ID})
		if err != nil {
			return fmt.Errorf("get the code signing of %s: %w", f.ID, err)
		}
		put(f.ID, aws.ToString(out.CodeSigningConfigArn), nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"CodeSigningConfigArn":"arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0f6c334abcdea4d8b","FunctionName":"orders-api"}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionCodeSigningConfig.html",
	},
})
