package views

import (
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
)

const watchedFunction = "arn:aws:lambda:eu-west-1:111122223333:function:orders"

func TestWatchersShowInTheConfiguration(t *testing.T) {
	variable := func(name string, literals ...string) facts.Config {
		v := secrets.Variable{Name: name}
		for _, text := range literals {
			v.Traits = append(v.Traits, secrets.Trait{Kind: secrets.TraitLiteral, Value: text})
		}
		return facts.Config{Variables: []secrets.Variable{v}}
	}
	layer := func(account, name string) facts.Config {
		return facts.Config{Layers: []string{"arn:aws:lambda:eu-west-1:" + account + ":layer:" + name + ":3"}}
	}
	for what, c := range map[string]struct {
		config facts.Config
		name   string
		by     string
	}{
		"the vendor's layer":       {layer("464622532012", "Datadog-Extension"), "Datadog", "layer Datadog-Extension"},
		"a copy of it":             {layer("111122223333", "Datadog-Python313"), "Datadog", "layer Datadog-Python313"},
		"another layer of theirs":  {layer("464622532012", "something-new"), "Datadog", "layer something-new"},
		"any layer":                {layer("111122223333", "shared"), "", ""},
		"Lambda Insights":          {layer("580247275435", "LambdaInsightsExtension"), "", ""},
		"the distro of AWS":        {layer("615299751070", "AWSOpenTelemetryDistroJs"), "OpenTelemetry", "layer AWSOpenTelemetryDistroJs"},
		"a wrapper":                {variable("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler"), "OpenTelemetry", "wrapper /opt/otel-handler"},
		"a vendor's wrapper":       {variable("AWS_LAMBDA_EXEC_WRAPPER", "/opt/datadog_wrapper"), "Datadog", "wrapper /opt/datadog_wrapper"},
		"somebody's wrapper":       {variable("AWS_LAMBDA_EXEC_WRAPPER", "/opt/bootstrap-extra"), "", ""},
		"its path in another one":  {variable("SOMETHING", "/opt/otel-handler"), "", ""},
		"a handler":                {facts.Config{Handler: "/opt/nodejs/node_modules/datadog-lambda-js/handler.handler"}, "Datadog", "handler /opt/nodejs/node_modules/datadog-lambda-js/handler.handler"},
		"a variable of the set-up": {variable("LUMIGO_TRACER_TOKEN"), "Lumigo", "variable LUMIGO_TRACER_TOKEN"},
		"nothing":                  {facts.Config{Handler: "app.handler"}, "", ""},
	} {
		c.config.Name, c.config.ARN = "orders", watchedFunction
		known, err := audit.Pretend(audit.Header{Account: "111122223333", Regions: []string{"eu-west-1"}}, audit.NewSet(facts.Functions), facts.Functions.Is(watchedFunction, c.config))
		if err != nil {
			t.Fatal(err)
		}
		list, err := Watchers.Of(known.Reader(), watchedFunction)
		var got Watcher
		if len(list) > 0 {
			got = list[0]
		}
		if err != nil || len(list) > 1 || got.Name != c.name || got.By != c.by {
			t.Errorf("%s: %+v, %v", what, list, err)
		}
	}
}
