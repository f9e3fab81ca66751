package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"lambda-audit/audit"
)

// RuntimeMode says when AWS patches a runtime: "Auto", "FunctionUpdate" or
// "Manual"; empty for images, which have no runtime of AWS's.
type RuntimeMode string

// Pinned reports whether AWS patches the runtime only when somebody asks for it.
func (m RuntimeMode) Pinned() bool { return m == RuntimeMode(types.UpdateRuntimeOnManual) }

// Known reports whether the mode is one whose meaning is known here.
func (m RuntimeMode) Known() bool {
	return m.Pinned() || m == RuntimeMode(types.UpdateRuntimeOnAuto) || m == RuntimeMode(types.UpdateRuntimeOnFunctionUpdate)
}

// RuntimeManagement is how the runtime of each function is patched.
var RuntimeManagement = audit.RegisterFact(audit.Fact[RuntimeMode]{
	Name: "runtime-management", Doc: "when the runtime of the function is patched. Only a call a function tells it",
	Kind:       KindFunction,
	Operations: []string{"Lambda.GetRuntimeManagementConfig"},
	Actions:    []string{"lambda:GetRuntimeManagementConfig"},
	Needs:      []audit.Dep{Functions},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[RuntimeMode] {
		return gateRuntime(Functions.Of(r, s.ID))
	},
	GateDoc: runtimeGateDoc,
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[RuntimeMode]) error {
		f := functions[0]
		return runtimeMode(ctx, s, &f, &lambda.GetRuntimeManagementConfigInput{FunctionName: &f.ID}, put)
	},
	Example: runtimeExample,
})

// VersionRuntimeManagement is how the runtime of each version that an alias
// serves is patched.
var VersionRuntimeManagement = audit.RegisterFact(audit.Fact[RuntimeMode]{
	Name: "version-runtime-management", Doc: "when the runtime of a version that an alias serves is patched. Only a call a version tells it",
	Kind:       KindVersion,
	Operations: []string{"Lambda.GetRuntimeManagementConfig"},
	Actions:    []string{"lambda:GetRuntimeManagementConfig"},
	Needs:      []audit.Dep{VersionConfig},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[RuntimeMode] {
		return gateRuntime(VersionConfig.Of(r, s.ID))
	},
	GateDoc: runtimeGateDoc,
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, versions []audit.Subject, put audit.Put[RuntimeMode]) error {
		v := versions[0]
		return runtimeMode(ctx, s, &v, &lambda.GetRuntimeManagementConfigInput{FunctionName: &v.Functions[0], Qualifier: &v.Locus}, put)
	},
	Example: runtimeExample,
})

const runtimeGateDoc = "A container image brings its own runtime, which AWS does not patch."

var runtimeExample = audit.Example{
	Reply:  `{"UpdateRuntimeOn":"Manual","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-api:$LATEST","RuntimeVersionArn":"arn:aws:lambda:eu-west-1::runtime:8eeff65f6809a3ce81507fe733fe09b835899b99481ba22fd75b5a7338290ec1"}`,
	Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetRuntimeManagementConfig.html",
}

func gateRuntime(c Config, err error) audit.Gate[RuntimeMode] {
	if err == nil && c.Image() {
		return audit.Settled(RuntimeMode(""), "it is a container image")
	}
	return audit.Ask[RuntimeMode]()
}

func runtimeMode(ctx context.Context, s *audit.Session, of *audit.Subject, in *lambda.GetRuntimeManagementConfigInput, put audit.Put[RuntimeMode]) error {
	out, err := audit.Client(s, of.Region, lambda.NewFromConfig).GetRuntimeManagementConfig(ctx, in)
	if err != nil {
		return fmt.Errorf("get the runtime management of %s: %w", of.ID, err)
	}
	put(of.ID, RuntimeMode(out.UpdateRuntimeOn), nil)
	return nil
}
