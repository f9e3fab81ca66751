package facts

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
)

// KindFunction is the kind of the account's functions.
const KindFunction audit.KindName = "function"

// Config is a function's configuration, as the listing gives it. What AWS left
// out is empty.
type Config struct {
	Name         string   `json:"name"`
	ARN          string   `json:"arn"`
	Runtime      string   `json:"runtime,omitempty"`
	Role         string   `json:"role,omitempty"`
	Handler      string   `json:"handler,omitempty"`
	Architecture string   `json:"architecture,omitempty"`
	PackageType  string   `json:"package_type,omitempty"`
	TimeoutS     int      `json:"timeout_s,omitempty"`
	MemoryMB     int      `json:"memory_mb,omitempty"`
	LastModified string   `json:"last_modified,omitempty"`
	DeadLetter   string   `json:"dead_letter,omitempty"` // ARN of a queue or topic
	Layers       []string `json:"layers,omitempty"`      // ARNs of layer versions
	KMSKey       string   `json:"kms_key,omitempty"`
	Master       string   `json:"master,omitempty"`            // set on Lambda@Edge replicas
	Capacity     string   `json:"capacity_provider,omitempty"` // set on managed instances
	// Variables are the environment's, classified; their values stay here.
	Variables        []secrets.Variable `json:"variables,omitempty"`
	EnvironmentError string             `json:"environment_error,omitempty"` // why Variables could not be read
}

// Image reports whether the function is a container image.
func (c *Config) Image() bool { return c.PackageType == string(types.PackageTypeImage) }

// Functions are the configurations of the functions.
var Functions = audit.RegisterFact(audit.Fact[Config]{
	Name: "functions", Doc: "the configuration of every function, from the region's listing",
	Kind: KindFunction, Over: audit.KindRegion, TellsRegion: true,
	Operations: []string{"Lambda.ListFunctions", "Lambda.GetFunctionConfiguration"},
	Actions:    []string{"lambda:ListFunctions", "lambda:GetFunctionConfiguration"},
	Collect:    collectFunctions,
	Example: audit.Example{
		Reply:  `{"Functions":[{"FunctionName":"orders-api","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-api","Runtime":"python3.13","Role":"arn:aws:iam::111122223333:role/orders-api","Timeout":10,"MemorySize":512,"Architectures":["arm64"],"PackageType":"Zip","LastModified":"2026-11-02T09:14:03.000+0000"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html",
	},
})

// Function is the kind of the functions in the run's scope.
var Function = audit.RegisterKind(audit.Kind{
	Name: KindFunction, Doc: "a function: its unpublished version and its settings as a whole",
	From: []audit.Dep{Functions, Tags},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		scope := r.Header().Scope
		var list []audit.Subject
		var unsure error
		err := Functions.All(r, func(arn string, c Config) {
			if !scope.Includes(c.Name, arn) {
				return
			}
			if len(scope.Tags) > 0 {
				tags, err := Tags.Of(r, arn)
				if err != nil {
					unsure = err
				}
				if !scope.IncludesTags(tags) {
					return
				}
			}
			a, _ := audit.ParseARN(arn)
			list = append(list, audit.Subject{Kind: KindFunction, ID: arn, Account: a.Account, Region: a.Region, Functions: []string{arn}})
		})
		if err == nil {
			err = unsure
		}
		return list, err
	},
})

func collectFunctions(ctx context.Context, s *audit.Session, _ audit.Reader, regions []audit.Subject, put audit.Put[Config]) error {
	region := regions[0].ID
	client := audit.Client(s, region, lambda.NewFromConfig)
	if named := s.Header.Scope.Named(); named != nil {
		return eachNamed(named, region, func(name string) error {
			out, err := client.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: &name})
			if audit.IsGone(err) {
				return nil // it may lie in another region
			}
			if err != nil {
				return fmt.Errorf("get the configuration of %s in %s: %w", name, region, err)
			}
			c := config(asListed(out), s.Secrets)
			put(c.ARN, c, nil)
			return nil
		})
	}
	pages := lambda.NewListFunctionsPaginator(client, &lambda.ListFunctionsInput{MaxItems: aws.Int32(50)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list functions in %s: %w", region, err)
		}
		for i := range page.Functions {
			c := config(&page.Functions[i], s.Secrets)
			put(c.ARN, c, nil)
		}
	}
	return nil
}

// eachNamed calls ask for the named functions that may lie in the region, and
// goes on after an error, which it returns at the end.
func eachNamed(names []string, region string, ask func(name string) error) error {
	var first error
	for _, name := range names {
		if a, ok := audit.ParseARN(name); ok && a.Region != region {
			continue
		}
		if err := ask(name); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// config keeps what is audited of a configuration, and classifies its variables.
func config(f *types.FunctionConfiguration, classifier *secrets.Classifier) Config {
	arn, _ := audit.FunctionARN(aws.ToString(f.FunctionArn))
	c := Config{
		Name: aws.ToString(f.FunctionName), ARN: arn,
		Runtime: string(f.Runtime), Role: aws.ToString(f.Role), Handler: aws.ToString(f.Handler),
		Architecture: string(types.ArchitectureX8664), PackageType: string(f.PackageType),
		TimeoutS: int(aws.ToInt32(f.Timeout)), MemoryMB: int(aws.ToInt32(f.MemorySize)),
		LastModified: rfc3339(aws.ToString(f.LastModified)), KMSKey: aws.ToString(f.KMSKeyArn), Master: aws.ToString(f.MasterArn),
	}
	if len(f.Architectures) > 0 {
		c.Architecture = string(f.Architectures[0])
	}
	if f.DeadLetterConfig != nil {
		c.DeadLetter = aws.ToString(f.DeadLetterConfig.TargetArn)
	}
	if f.CapacityProviderConfig != nil && f.CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig != nil {
		c.Capacity = aws.ToString(f.CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn)
	}
	for _, l := range f.Layers {
		c.Layers = append(c.Layers, aws.ToString(l.Arn))
	}
	classifyEnvironment(&c, f.Environment, classifier)
	return c
}

func classifyEnvironment(c *Config, env *types.EnvironmentResponse, classifier *secrets.Classifier) {
	if env == nil {
		return
	}
	if env.Error != nil {
		c.EnvironmentError = aws.ToString(env.Error.ErrorCode)
		return
	}
	for name, value := range env.Variables {
		c.Variables = append(c.Variables, classifier.Classify(name, secrets.NewValue(value)))
	}
	slices.SortFunc(c.Variables, func(a, b secrets.Variable) int { return cmp.Compare(a.Name, b.Name) })
}
