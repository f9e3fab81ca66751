package facts

import (
	"cmp"
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// KindSigningConfig is the kind of the signing configurations that functions are
// bound to.
const KindSigningConfig audit.KindName = "signing-config"

// Signing is what Lambda does with code that nobody trusted has signed.
type Signing struct {
	Policy string `json:"policy,omitempty"` // "Enforce": refuses it; "Warn": deploys it all the same
}

// SigningConfigs are the signing configurations.
var SigningConfigs = audit.RegisterFact(audit.Fact[Signing]{
	Name: "signing-configs", Doc: "what a signing configuration does with unsigned code, once for all functions bound to it",
	Kind:       KindSigningConfig,
	Operations: []string{"Lambda.GetCodeSigningConfig"},
	Actions:    []string{"lambda:GetCodeSigningConfig"},
	Needs:      []audit.Dep{Functions, Tags, CodeSigning},
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, configs []audit.Subject, put audit.Put[Signing]) error {
		c := configs[0]
		out, err := audit.Client(s, c.Region, lambda.NewFromConfig).GetCodeSigningConfig(ctx, &lambda.GetCodeSigningConfigInput{CodeSigningConfigArn: &c.ID})
		if err != nil {
			return fmt.Errorf("get the signing configuration %s: %w", c.ID, err)
		}
		var signing Signing
		if config := out.CodeSigningConfig; config != nil && config.CodeSigningPolicies != nil {
			signing.Policy = string(config.CodeSigningPolicies.UntrustedArtifactOnDeployment)
		}
		put(c.ID, signing, nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"CodeSigningConfig":{"CodeSigningConfigArn":"arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0f6c334abcdea4d8b","CodeSigningPolicies":{"UntrustedArtifactOnDeployment":"Warn"}}}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetCodeSigningConfig.html",
	},
})

// SigningConfigKind is the kind of the signing configurations of the functions in
// the run's scope.
var SigningConfigKind = audit.RegisterKind(audit.Kind{
	Name: KindSigningConfig, Doc: "a code signing configuration that functions are bound to",
	From: []audit.Dep{Functions, Tags, CodeSigning},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		functions, incomplete := r.Subjects(KindFunction)
		bound := map[string][]string{}
		for _, f := range functions { // sorted by id, and so are those of each configuration
			arn, err := CodeSigning.Of(r, f.ID)
			incomplete = cmp.Or(incomplete, unlessGone(err))
			if arn != "" {
				bound[arn] = append(bound[arn], f.ID)
			}
		}
		list := make([]audit.Subject, 0, len(bound))
		for arn, users := range bound {
			a, _ := audit.ParseARN(arn)
			list = append(list, audit.Subject{Kind: KindSigningConfig, ID: arn, Account: a.Account, Region: a.Region, Functions: users})
		}
		return list, incomplete
	},
})
