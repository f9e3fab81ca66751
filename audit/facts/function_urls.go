package facts

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"lambda-audit/audit"
)

// URLRequests is the metric that counts the requests to a function's URLs.
const URLRequests = "UrlRequestCount"

// FunctionURL is an HTTP endpoint of a function or of one of its aliases. Its
// address is left out: whoever reads a report need not learn where to knock.
type FunctionURL struct {
	Qualifier   string   `json:"qualifier"`         // "$LATEST", or an alias
	Auth        string   `json:"auth"`              // "NONE" or "AWS_IAM"
	Created     string   `json:"created,omitempty"` // RFC 3339
	Origins     []string `json:"origins,omitempty"` // of the web pages that may call it
	Credentials bool     `json:"credentials,omitempty"`
}

// Unsigned reports whether the URL takes requests that nobody has signed.
func (u *FunctionURL) Unsigned() bool { return u.Auth == string(types.FunctionUrlAuthTypeNone) }

// FunctionURLs are the URLs of each function and of its aliases, as far as
// somebody may come by them.
var FunctionURLs = audit.RegisterFact(audit.Fact[[]FunctionURL]{
	Name: "function-urls", Doc: "the URLs of a function and of its aliases. No listing of a region tells which functions have one, so it takes a call a function",
	Kind:       KindFunction,
	Operations: []string{"Lambda.ListFunctionUrlConfigs"},
	Actions:    []string{"lambda:ListFunctionUrlConfigs"},
	Needs:      []audit.Dep{Functions, Presence, ResourcePolicy, Aliases, AliasPolicy},
	Gate:       gateURLs,
	Likely:     unlikely,
	Supposes:   true,
	GateDoc: "A URL lets in only whom a permission lets in: the policy of the function or alias on which it hangs, or an " +
		"identity policy of the same account. Without authentication only the former counts, and callers of other accounts " +
		"and services need it too. Whoever calls a URL shows in the metric UrlRequestCount, which ListMetrics lists for two " +
		"weeks. What is not seen is a URL that no policy of the function or of an alias speaks of and that nobody has called " +
		"for two weeks: the rules on URLs do not speak of such a one, asked or not. No more is one on an alias that is not " +
		"seen itself, unless the function's other URLs are asked for.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[[]FunctionURL]) error {
		f := functions[0]
		client := audit.Client(s, f.Region, lambda.NewFromConfig)
		return listAll(ctx, f.ID, "URLs", func(ctx context.Context, token *string) ([]FunctionURL, *string, error) {
			out, err := client.ListFunctionUrlConfigs(ctx, &lambda.ListFunctionUrlConfigsInput{FunctionName: &f.ID, Marker: token})
			if err != nil {
				return nil, nil, err
			}
			return urlsOf(out), out.NextMarker, nil
		}, put)
	},
	Example: audit.Example{
		Reply:  `{"FunctionUrlConfigs":[{"FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-api:live","AuthType":"NONE","CreationTime":"2026-02-03T04:05:06.789Z","Cors":{"AllowOrigins":["*"],"AllowCredentials":true},"InvokeMode":"BUFFERED"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html",
	},
})

func gateURLs(r audit.Reader, s *audit.Subject) audit.Gate[[]FunctionURL] {
	seen, err := Presence.Of(r, s.ID)
	if err != nil || seen.Has(URLRequests) {
		return audit.Ask[[]FunctionURL]()
	}
	policy, err := ResourcePolicy.Of(r, s.ID)
	if err != nil || mayServeURL(policy) {
		return audit.Ask[[]FunctionURL]()
	}
	aliases, err := Aliases.Of(r, s.ID)
	if err != nil {
		return audit.Ask[[]FunctionURL]()
	}
	for _, a := range aliases {
		if policy, err := AliasPolicy.Of(r, a.ARN); err != nil || mayServeURL(policy) {
			return audit.Ask[[]FunctionURL]()
		}
	}
	return audit.Settled[[]FunctionURL](nil, "no policy lets anybody in by a URL, and none was called for two weeks")
}

func urlsOf(page *lambda.ListFunctionUrlConfigsOutput) []FunctionURL {
	list := make([]FunctionURL, len(page.FunctionUrlConfigs))
	for i, c := range page.FunctionUrlConfigs {
		_, qualifier := audit.FunctionARN(aws.ToString(c.FunctionArn))
		if qualifier == "" {
			qualifier = "$LATEST"
		}
		list[i] = FunctionURL{Qualifier: qualifier, Auth: string(c.AuthType), Created: created(aws.ToString(c.CreationTime))}
		if c.Cors != nil {
			list[i].Origins, list[i].Credentials = sorted(c.Cors.AllowOrigins), aws.ToBool(c.Cors.AllowCredentials)
		}
	}
	return list
}

// created writes the time of a URL's creation, of which AWS's answers know two
// forms, as all other times are written.
func created(text string) string {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC().Format(time.RFC3339)
	}
	return rfc3339(text)
}
