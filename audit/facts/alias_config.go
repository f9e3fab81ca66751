package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// Served is what the version behind an alias is configured with.
type Served struct {
	DeadLetter string `json:"dead_letter,omitempty"`
}

// AliasConfig is the configuration of the version that each alias mainly serves.
var AliasConfig = audit.RegisterFact(audit.Fact[Served]{
	Name: "alias-config", Doc: "the configuration of the version an alias serves, where no listing of versions told it",
	Kind:       KindAlias,
	Operations: []string{"Lambda.GetFunctionConfiguration"},
	Actions:    []string{"lambda:GetFunctionConfiguration"},
	Needs:      []audit.Dep{Functions, ResourcePolicy, Versions, Aliases, AliasPolicy, Metrics},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[Served] {
		function := s.Functions[0]
		if why, settled := neverAsync(r, function); settled {
			return audit.Settled(Served{}, why)
		}
		number := servedVersion(r, function, s.Locus)
		if config, err := Functions.Of(r, function); err == nil && number == "$LATEST" {
			return audit.Settled(Served{config.DeadLetter}, "the alias serves $LATEST")
		}
		versions, err := Versions.Of(r, function)
		for _, v := range versions {
			if err == nil && v.Number == number {
				return audit.Settled(Served{v.DeadLetter}, "the listing of versions tells it")
			}
		}
		return audit.Ask[Served]()
	},
	GateDoc: "ListFunctions with FunctionVersion=ALL gives each version's own configuration, and a version never changes. " +
		"What a version does with failed events is no question where nothing invokes the function asynchronously: see async-settings.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, aliases []audit.Subject, put audit.Put[Served]) error {
		a := aliases[0]
		out, err := audit.Client(s, a.Region, lambda.NewFromConfig).GetFunctionConfiguration(ctx,
			&lambda.GetFunctionConfigurationInput{FunctionName: &a.Functions[0], Qualifier: &a.Locus})
		if err != nil {
			return fmt.Errorf("get the configuration behind %s: %w", a.ID, err)
		}
		put(a.ID, Served{config(asListed(out), s.Secrets).DeadLetter}, nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"FunctionName":"orders-api","Version":"7","DeadLetterConfig":{"TargetArn":"arn:aws:sqs:eu-west-1:111122223333:orders-dlq"}}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html",
	},
})

// servedVersion returns the version that the alias mainly serves.
func servedVersion(r audit.Reader, function, alias string) string {
	aliases, _ := Aliases.Of(r, function) // a list cut short still holds this one
	for _, a := range aliases {
		if a.Name == alias && len(a.Versions) > 0 {
			return a.Versions[0]
		}
	}
	return ""
}
