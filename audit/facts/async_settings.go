package facts

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"lambda-audit/audit"
)

// Async are the settings of asynchronous invocation for one qualifier.
type Async struct {
	Qualifier  string `json:"qualifier"`            // "$LATEST", or an alias or version
	OnFailure  string `json:"on_failure,omitempty"` // ARN of the destination
	OnSuccess  string `json:"on_success,omitempty"`
	MaxAgeS    *int   `json:"max_age_s,omitempty"`   // null: AWS's default of six hours
	MaxRetries *int   `json:"max_retries,omitempty"` // null: AWS's default of two
}

// AsyncSettings are each function's settings of asynchronous invocation, by
// qualifier; none where nothing is set.
var AsyncSettings = audit.RegisterFact(audit.Fact[[]Async]{
	Name: "async-settings", Doc: "retries, event age and destinations of asynchronous invocation. They are listed function by function, so it takes a call a function",
	Kind:       KindFunction,
	Operations: []string{"Lambda.ListFunctionEventInvokeConfigs"},
	Actions:    []string{"lambda:ListFunctionEventInvokeConfigs"},
	Needs:      []audit.Dep{Functions, ResourcePolicy, Aliases, AliasPolicy, Metrics},
	Gate:       gateAsync,
	Likely: func(r audit.Reader, s *audit.Subject) bool {
		seen, err := Presence.Of(r, s.ID)
		return err != nil || seen.Async
	},
	Supposes: true,
	GateDoc: "Destinations and retries concern asynchronous invocation only. Events handed over so are counted by " +
		"AsyncEventsReceived, and the services that do so by themselves need a permission in the policy of the function " +
		"or of an alias. Where the count is known to be nothing and no policy holds a service principal that may invoke " +
		"asynchronously, no rule has a question to these settings.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[[]Async]) error {
		f := functions[0]
		client := audit.Client(s, f.Region, lambda.NewFromConfig)
		return listAll(ctx, f.ID, "asynchronous settings", func(ctx context.Context, token *string) ([]Async, *string, error) {
			out, err := client.ListFunctionEventInvokeConfigs(ctx, &lambda.ListFunctionEventInvokeConfigsInput{FunctionName: &f.ID, Marker: token})
			if err != nil {
				return nil, nil, err
			}
			return asyncOf(out), out.NextMarker, nil
		}, put)
	},
	Example: audit.Example{
		Reply:  `{"FunctionEventInvokeConfigs":[{"FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-mail:$LATEST","MaximumRetryAttempts":1,"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:eu-west-1:111122223333:orders-failed"}}}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html",
	},
})

func gateAsync(r audit.Reader, s *audit.Subject) audit.Gate[[]Async] {
	if why, settled := neverAsync(r, s.ID); settled {
		return audit.Settled[[]Async](nil, why)
	}
	return audit.Ask[[]Async]()
}

// neverAsync reports whether nothing invokes the function asynchronously, itself
// or by an alias; wherever an event may come so, the question stays open.
func neverAsync(r audit.Reader, function string) (why string, settled bool) {
	activity, err := Metrics.Of(r, function)
	if err != nil || activity.AsyncEvents() > 0 {
		return "", false
	}
	policy, err := ResourcePolicy.Of(r, function)
	if err != nil || mayInvokeAsync(policy) {
		return "", false
	}
	aliases, err := Aliases.Of(r, function)
	if err != nil {
		return "", false
	}
	for _, a := range aliases {
		if policy, err := AliasPolicy.Of(r, a.ARN); err != nil || mayInvokeAsync(policy) {
			return "", false
		}
	}
	return "nothing invokes it asynchronously", true
}

//go:embed sync_principals.json
var syncPrincipalsJSON []byte

// syncPrincipals are the service principals that only ever invoke synchronously.
var syncPrincipals = sync.OnceValue(func() []string {
	var data struct {
		Principals []string `json:"principals"`
	}
	if err := json.Unmarshal(syncPrincipalsJSON, &data); err != nil {
		panic("sync_principals.json: " + err.Error())
	}
	return data.Principals
})

// mayInvokeAsync reads a policy for a gate, which must err towards asking: it
// looks for any service principal beyond those that only invoke synchronously,
// and takes no account of effects or conditions.
func mayInvokeAsync(p Policy) bool {
	text := string(p)
	if strings.Contains(text, `\u`) {
		return true // escaped letters may spell anything
	}
	if strings.Contains(text, `"*"`) && strings.Contains(text, `"Service"`) {
		return true
	}
	const domain = "amazonaws.com"
	for at := strings.Index(text, domain); at >= 0; at = strings.Index(text, domain) {
		begin, length := strings.LastIndexByte(text[:at], '"')+1, strings.IndexByte(text[at:], '"')
		if begin == 0 || length < 0 || !slices.Contains(syncPrincipals(), text[begin:at+length]) {
			return true
		}
		text = text[at+length+1:]
	}
	return false
}

func asyncOf(page *lambda.ListFunctionEventInvokeConfigsOutput) []Async {
	list := make([]Async, len(page.FunctionEventInvokeConfigs))
	for i := range page.FunctionEventInvokeConfigs {
		list[i] = async(&page.FunctionEventInvokeConfigs[i])
	}
	return list
}

func async(c *types.FunctionEventInvokeConfig) Async {
	_, qualifier := audit.FunctionARN(aws.ToString(c.FunctionArn))
	if qualifier == "" {
		qualifier = "$LATEST"
	}
	a := Async{Qualifier: qualifier, MaxAgeS: number(c.MaximumEventAgeInSeconds), MaxRetries: number(c.MaximumRetryAttempts)}
	if d := c.DestinationConfig; d != nil {
		if d.OnFailure != nil {
			a.OnFailure = aws.ToString(d.OnFailure.Destination)
		}
		if d.OnSuccess != nil {
			a.OnSuccess = aws.ToString(d.OnSuccess.Destination)
		}
	}
	return a
}

func number(n *int32) *int {
	if n == nil {
		return nil
	}
	v := int(*n)
	return &v
}
