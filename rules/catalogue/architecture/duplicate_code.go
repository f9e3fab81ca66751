package architecture

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

var _ = rules.Register(rules.Rule{
	ID: "duplicate-code", Title: "runs the same package as another function",
	Severity: rules.Low, Pillar: rules.Architecture,
	Why: "Copies of one package must be deployed together and drift apart when one is forgotten; each carries the others' code, and a fix in one is no fix in the others.",
	Fix: `# they differ in settings only: keep one function, with an alias for each stage
aws lambda publish-version --function-name NAME --query Version --region REGION
aws lambda create-alias --function-name NAME --name STAGE --function-version VERSION --region REGION
# they share code: put it into a layer, and into each package only what is its own
aws lambda publish-layer-version --layer-name LAYER --zip-file fileb://layer.zip --region REGION
aws lambda update-function-configuration --function-name NAME --layers LAYER_VERSION_ARN THE_LAYERS_IT_HAS --region REGION
# SAM: AWS::Serverless::LayerVersion      Terraform: aws_lambda_layer_version`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html",
	},
	Kinds:    []audit.KindName{facts.KindPackage},
	Requires: []audit.Dep{facts.Functions},
	Tables:   []string{rules.TableManaged},
	Check:    checkDuplicateCode,
	Examples: duplicateCodeExamples,
})

func checkDuplicateCode(in *rules.Input) []rules.Finding {
	users, managers, err := usersOf(in)
	switch {
	case len(users) > 1:
		return rules.One(duplicateFinding(in, users))
	case err != nil:
		return rules.One(rules.Undecided(err))
	case in.Subject.Open:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NotAsked, Fact: facts.Functions.Name,
			Message: "not all functions of the region are listed, and more may run the package"}))
	case len(users) == 0:
		return rules.One(rules.Inapplicable("its functions are made by " + strings.Join(managers, ", ") + ", and not their owner's to edit"))
	}
	return nil
}

// usersOf returns the functions that run the package and that their owner can
// edit, and who made the others. The error says that there may be more.
func usersOf(in *rules.Input) (users []facts.Config, managers []string, err error) {
	for _, arn := range in.Subject.Functions {
		c, unknown := facts.Functions.Of(in.Facts, arn)
		if unknown != nil {
			err = unknown
			continue
		}
		if by := in.Managed().By(c.Name, nil); by == "" {
			users = append(users, c)
		} else if !slices.Contains(managers, by) {
			managers = append(managers, by)
		}
	}
	return users, managers, err
}

// duplicateFinding says who runs the package, and what sets them apart. Several
// handlers in one package are a design that some choose.
func duplicateFinding(in *rules.Input, users []facts.Config) rules.Finding {
	names := make([]string, len(users))
	for i := range users {
		names[i] = users[i].Name
	}
	handlers := distinct(users, func(c *facts.Config) string { return c.Handler })
	evidence := []rules.Evidence{
		rules.Configured("functions", names, "one function, or the shared code in a layer"),
		rules.Configured("handlers", handlers, nil),
	}
	if len(handlers) > 1 {
		f := rules.Failed(fmt.Sprintf("one package with %d handlers is deployed as %d functions: %s; %s",
			len(handlers), len(users), rules.Some(names), apart(users)), evidence...)
		f.Confidence = rules.Possible
		return f
	}
	return rules.Failed(fmt.Sprintf("%d functions run the same package: %s; %s", len(users), rules.Some(names), apart(users)), evidence...)
}

// apart says in what the functions differ. Of variables only what may be told is
// compared, and values may not.
func apart(users []facts.Config) string {
	var what []string
	for _, side := range []struct {
		name string
		of   func(*facts.Config) string
	}{
		{"handler", func(c *facts.Config) string { return c.Handler }},
		{"variables", func(c *facts.Config) string { return fmt.Sprint(c.Variables) }},
		{"role", func(c *facts.Config) string { return c.Role }},
		{"layers", func(c *facts.Config) string { return fmt.Sprint(c.Layers) }},
		{"memory", func(c *facts.Config) string { return fmt.Sprint(c.MemoryMB) }},
		{"timeout", func(c *facts.Config) string { return fmt.Sprint(c.TimeoutS) }},
	} {
		if len(distinct(users, side.of)) > 1 {
			what = append(what, side.name)
		}
	}
	if len(what) == 0 {
		return "at most the values of their variables set them apart"
	}
	return "what differs: " + strings.Join(what, ", ")
}

// distinct are the values of one side of the functions, sorted, each once.
func distinct(users []facts.Config, side func(*facts.Config) string) []string {
	var list []string
	for i := range users {
		list = append(list, side(&users[i]))
	}
	slices.Sort(list)
	return slices.Compact(list)
}
