//go:build integration

package integration

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// packagePlan are functions by what is deployed: packages, layers, settings, and
// versions that say something else than what is not published.
var packagePlan = []planted{
	{name: "copy-a", packageOf: "copied", want: says("duplicate-code low")}, // said of the first one only
	{name: "copy-b", packageOf: "copied", memory: 1024},
	{name: "megabytes", packageMB: 2, want: says("package-large low")}, // the configuration file allows one
	{name: "own-layer", layers: []string{"shared"}},
	{name: "layer-of-aws", layers: []string{"017000801446:layer:AWSLambdaPowertoolsPythonV3-python314-arm64:24"}},
	{name: "layer-of-nobody", layers: []string{"shared", "999988887777:layer:tools:3"},
		want: says("layer-foreign medium arn:aws:lambda:" + codeRegion + ":999988887777:layer:tools")},
	{name: "layer-of-friend", layers: []string{"888877776666:layer:tools:3"}}, // whom the configuration file names
	{name: "by-hand", tags: map[string]string{"team": "orders"}, want: says("infrastructure-as-code-missing low")},
	{name: "by-nobody", tags: map[string]string{}, want: says("infrastructure-as-code-missing low")},
	{name: "by-pulumi", tags: map[string]string{"pulumi:project": "shop"}},
	{name: "variables-full", env: vars("RULES", strings.Repeat("lorem ipsum ", 325)), want: says("env-near-limit low")},
	{name: "variables-half", env: vars("RULES", strings.Repeat("lorem ipsum ", 170))},
	{name: "large-tmp", storage: 4096, with: works(load{calls: 10, typical: 900}), want: says("ephemeral-storage-large low")},
	{name: "large-tmp-idle", storage: 4096},
	{name: "runtime-ending", runtime: "nodejs22.x", want: ending("2027-04-30")},
	{name: "slow-start", runtime: "java25", with: append(works(load{calls: 10, typical: 900}), invokedBy("apigateway")), want: says("snapstart-available low")},
	{name: "slow-start-alone", runtime: "java25", with: works(load{calls: 10, typical: 900})}, // nobody waits
	{name: "fast-start", with: append(works(load{calls: 10, typical: 900}), invokedBy("apigateway"))},
	// ministack lists no versions, so that one whose versions run looks the same.
	{name: "snapped-unpublished", runtime: "java25", snapStart: true, with: append(works(load{calls: 10, typical: 900}), invokedBy("apigateway")),
		want: says("snapstart-bypassed medium")},
	{name: "snapped-idle", runtime: "java25", snapStart: true, with: steps(invokedBy("apigateway"))},
	{name: "old-version-runs", runtime: "python3.9", with: steps(alias("live"), calledBy("live", 10), updated(&lambda.UpdateFunctionConfigurationInput{Runtime: types.RuntimePython314})),
		wantVersion: says("runtime-deprecated high")},
	{name: "old-version-idle", runtime: "python3.9", with: steps(alias("live"), updated(&lambda.UpdateFunctionConfigurationInput{Runtime: types.RuntimePython314}))},
	{name: "secret-version-runs", env: vars("DATABASE_URL", secret("postgres-url")), with: steps(alias("live"), calledBy("live", 10), updated(withoutVariables)),
		wantVersion: says("env-secret critical DATABASE_URL")},
	{name: "mended-version-runs", with: steps(alias("live"), calledBy("live", 10), updated(&lambda.UpdateFunctionConfigurationInput{Runtime: types.RuntimePython39})),
		want: says("runtime-deprecated high")},
}

// withoutVariables takes all variables away.
var withoutVariables = &lambda.UpdateFunctionConfigurationInput{Environment: &types.Environment{Variables: map[string]string{}}}

// ending is what is said of a runtime that is deprecated on that date, on the day
// that the test runs.
func ending(date string) []string {
	on, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	const notice = 180 * 24 * time.Hour
	switch left := time.Until(on); {
	case left <= 0:
		return says("runtime-deprecated high")
	case left <= notice:
		return says("runtime-ending-soon medium")
	}
	return nil
}

// purposePlan are functions that do one thing or many.
var purposePlan = []planted{
	{name: "three-triggers", with: steps(invokedBy("apigateway"), invokedBy("cognito-idp"), invokedBy("elasticloadbalancing")), want: says("many-purposes low")},
	{name: "two-triggers", with: steps(invokedBy("apigateway"), invokedBy("cognito-idp"))},
	{name: "whole-api", with: steps(fromAPI("shop123456/*/ANY/{proxy+}")), want: says("many-purposes low")},
	{name: "one-route", with: steps(fromAPI("shop654321/*/GET/orders"))},
	{name: "eight-services", role: "octopus", want: says("many-purposes low")},
}

// fromAPI lets a route of an API invoke the function.
func fromAPI(route string) step {
	return permits("api", "apigateway.amazonaws.com", permission{sourceARN: "arn:aws:execute-api:" + codeRegion + ":" + account + ":" + route})
}
