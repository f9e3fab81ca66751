package facts

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// KindEventSource is the kind of the event source mappings.
const KindEventSource audit.KindName = "event-source"

// EventSources are the event source mappings of the regions.
var EventSources = audit.RegisterFact(audit.Fact[Mapping]{
	Name: "event-sources", Doc: "which queues and streams feed which functions, and how",
	Kind: KindEventSource, Over: audit.KindRegion,
	Operations: []string{"Lambda.ListEventSourceMappings"},
	Actions:    []string{"lambda:ListEventSourceMappings"},
	Needs:      []audit.Dep{Aliases},
	Collect:    collectEventSources,
	Example: audit.Example{
		Reply:  `{"EventSourceMappings":[{"UUID":"9d5a0f5c-2b9e-4b5b-8f0e-6a4f1f1b7c11","EventSourceArn":"arn:aws:sqs:eu-west-1:111122223333:orders","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-worker","State":"Enabled","BatchSize":10}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html",
	},
})

// EventSource is the kind of the mappings to functions in the run's scope.
var EventSource = audit.RegisterKind(audit.Kind{
	Name: KindEventSource, Doc: "an event source mapping: a queue or stream that feeds a function",
	From: []audit.Dep{Functions, Tags, EventSources},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		var list []audit.Subject
		err := EventSources.All(r, func(id string, m Mapping) {
			if f := r.Subject(KindFunction, m.Function); f != nil {
				list = append(list, audit.Subject{Kind: KindEventSource, ID: id, Account: f.Account, Region: f.Region, Functions: f.Functions})
			}
		})
		return list, err
	},
})

// readSources are the ARNs of all that functions read from, as far as mappingsIn
// knows the regions.
var readSources = audit.RegisterView(audit.View[map[string]bool]{
	Name: "read-sources", From: []audit.Dep{EventSources},
	Compute: func(r audit.Reader, _ string) (map[string]bool, error) {
		read := map[string]bool{}
		_ = EventSources.All(r, func(_ string, m Mapping) { read[m.Source] = true })
		return read, nil
	},
})

// mappingsIn says why not all mappings of the region are known in which the
// function, queue or stream lies: other regions' may still be listed meanwhile.
func mappingsIn(r audit.Reader, arn string) error {
	a, _ := audit.ParseARN(arn)
	if why := r.Swept(EventSources, a.Region); why != nil {
		return why
	}
	return nil
}

func collectEventSources(ctx context.Context, s *audit.Session, r audit.Reader, regions []audit.Subject, put audit.Put[Mapping]) error {
	region := regions[0].ID
	client := audit.Client(s, region, lambda.NewFromConfig)
	named := s.Header.Scope.Named()
	if named == nil {
		return audit.Pages(ctx, "", mappingsOf(client, nil, put))
	}
	return eachNamed(ctx, withAliases(r, named, region), region, func(ctx context.Context, name string) error {
		err := audit.Walk(ctx, mappingsOf(client, &name, put))
		if audit.IsGone(err) {
			return nil // it lies in another region
		}
		return err
	})
}

// withAliases adds the aliases of the named functions: a mapping to an alias is
// listed under the alias.
func withAliases(r audit.Reader, named []string, region string) []string {
	names := slices.Clone(named)
	_ = Aliases.All(r, func(function string, aliases []Alias) { // an unlisted alias is asked for by nobody
		if a, _ := audit.ParseARN(function); a.Region != region {
			return
		}
		for _, alias := range aliases {
			names = append(names, alias.ARN)
		}
	})
	return names
}

// mappingsOf lists the mappings of a function or alias, or of the whole region.
func mappingsOf(client *lambda.Client, function *string, put audit.Put[Mapping]) audit.Page {
	return func(ctx context.Context, token *string) (int, *string, error) {
		out, err := client.ListEventSourceMappings(ctx, &lambda.ListEventSourceMappingsInput{FunctionName: function, MaxItems: aws.Int32(100), Marker: token})
		if err != nil {
			return 0, nil, fmt.Errorf("list the event source mappings of %s: %w", cmp.Or(aws.ToString(function), "the region"), err)
		}
		for i := range out.EventSourceMappings {
			m := mapping(&out.EventSourceMappings[i])
			put(m.ARN, m, nil)
		}
		return len(out.EventSourceMappings), out.NextMarker, nil
	}
}
