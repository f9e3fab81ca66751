package facts

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
)

// Config is the configuration of a function or of one of its versions, as the
// listing gives it. What AWS left out is empty.
type Config struct {
	Name         string   `json:"name"`
	ARN          string   `json:"arn"`               // of the function, without a version
	Version      string   `json:"version,omitempty"` // empty: $LATEST
	Runtime      string   `json:"runtime,omitempty"`
	Role         string   `json:"role,omitempty"`
	Handler      string   `json:"handler,omitempty"`
	Architecture string   `json:"architecture,omitempty"`
	PackageType  string   `json:"package_type,omitempty"`
	TimeoutS     int      `json:"timeout_s,omitempty"`
	MemoryMB     int      `json:"memory_mb,omitempty"`
	StorageMB    int      `json:"storage_mb,omitempty"` // of /tmp
	LastModified string   `json:"last_modified,omitempty"`
	CodeBytes    int64    `json:"code_bytes,omitempty"` // zipped; none of images
	CodeSHA256   string   `json:"code_sha256,omitempty"`
	DeadLetter   string   `json:"dead_letter,omitempty"` // ARN of a queue or topic
	Layers       []string `json:"layers,omitempty"`      // ARNs of layer versions
	KMSKey       string   `json:"kms_key,omitempty"`
	Tracing      string   `json:"tracing,omitempty"`    // "Active" or "PassThrough"
	SnapStart    string   `json:"snap_start,omitempty"` // "PublishedVersions" where it is on
	LogGroup     string   `json:"log_group,omitempty"`
	LogFormat    string   `json:"log_format,omitempty"`        // "JSON" or "Text"
	VPC          *VPC     `json:"vpc,omitempty"`               // null: in none
	FileSystems  []string `json:"file_systems,omitempty"`      // ARNs of what is mounted
	Master       string   `json:"master,omitempty"`            // set on Lambda@Edge replicas
	Capacity     string   `json:"capacity_provider,omitempty"` // set on managed instances
	Durable      bool     `json:"durable,omitempty"`           // its executions outlast its timeout
	// Variables are the environment's, classified; their values stay here.
	Variables        []secrets.Variable `json:"variables,omitempty"`
	EnvironmentError string             `json:"environment_error,omitempty"` // why Variables could not be read
	// EnvironmentFill is how much of the 4 KB the environment takes, in per cent,
	// rounded down to fives: its exact size could tell the length of a secret.
	EnvironmentFill int `json:"environment_fill,omitempty"`
}

// VPC is the network that a function is attached to.
type VPC struct {
	ID             string   `json:"id"`
	Subnets        []string `json:"subnets,omitempty"`
	SecurityGroups []string `json:"security_groups,omitempty"`
	IPv6           bool     `json:"ipv6,omitempty"` // its subnets' IPv6 addresses may be used
}

// Image reports whether the function is a container image.
func (c *Config) Image() bool { return c.PackageType == string(types.PackageTypeImage) }

// SnapStarted reports whether SnapStart is on for the published versions.
func (c *Config) SnapStarted() bool {
	return c.SnapStart == string(types.SnapStartApplyOnPublishedVersions)
}

// config keeps what is audited of a configuration, and classifies its variables.
func config(f *types.FunctionConfiguration, classifier *secrets.Classifier) Config {
	arn, _ := audit.FunctionARN(aws.ToString(f.FunctionArn))
	c := Config{
		Name: aws.ToString(f.FunctionName), ARN: arn,
		Runtime: string(f.Runtime), Role: aws.ToString(f.Role), Handler: aws.ToString(f.Handler),
		Architecture: string(types.ArchitectureX8664), PackageType: string(f.PackageType),
		TimeoutS: int(aws.ToInt32(f.Timeout)), MemoryMB: int(aws.ToInt32(f.MemorySize)),
		LastModified: rfc3339(aws.ToString(f.LastModified)), CodeBytes: f.CodeSize, CodeSHA256: aws.ToString(f.CodeSha256),
		KMSKey: aws.ToString(f.KMSKeyArn), Master: aws.ToString(f.MasterArn), Durable: f.DurableConfig != nil,
	}
	if version := aws.ToString(f.Version); version != "$LATEST" {
		c.Version = version
	}
	if len(f.Architectures) > 0 {
		c.Architecture = string(f.Architectures[0])
	}
	for _, l := range f.Layers {
		c.Layers = append(c.Layers, aws.ToString(l.Arn))
	}
	for _, system := range f.FileSystemConfigs {
		c.FileSystems = append(c.FileSystems, aws.ToString(system.Arn))
	}
	c.attach(f)
	classifyEnvironment(&c, f.Environment, classifier)
	return c
}

// attach keeps the settings that come as structures of their own.
func (c *Config) attach(f *types.FunctionConfiguration) {
	if f.DeadLetterConfig != nil {
		c.DeadLetter = aws.ToString(f.DeadLetterConfig.TargetArn)
	}
	if f.EphemeralStorage != nil {
		c.StorageMB = int(aws.ToInt32(f.EphemeralStorage.Size))
	}
	if f.TracingConfig != nil {
		c.Tracing = string(f.TracingConfig.Mode)
	}
	if f.SnapStart != nil {
		c.SnapStart = string(f.SnapStart.ApplyOn)
	}
	if f.LoggingConfig != nil {
		c.LogGroup, c.LogFormat = aws.ToString(f.LoggingConfig.LogGroup), string(f.LoggingConfig.LogFormat)
	}
	if v := f.VpcConfig; v != nil && len(v.SubnetIds) > 0 {
		c.VPC = &VPC{aws.ToString(v.VpcId), sorted(v.SubnetIds), sorted(v.SecurityGroupIds), aws.ToBool(v.Ipv6AllowedForDualStack)}
	}
	if f.CapacityProviderConfig != nil && f.CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig != nil {
		c.Capacity = aws.ToString(f.CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn)
	}
}

// environmentLimit is what all names and values of the environment may take, in
// bytes (Lambda quotas page, 2026-05-05).
const environmentLimit = 4096

func classifyEnvironment(c *Config, env *types.EnvironmentResponse, classifier *secrets.Classifier) {
	if env == nil {
		return
	}
	if env.Error != nil {
		c.EnvironmentError = aws.ToString(env.Error.ErrorCode)
		return
	}
	size := 0
	for name, value := range env.Variables {
		size += len(name) + len(value)
		c.Variables = append(c.Variables, classifier.Classify(name, secrets.NewValue(value)))
	}
	c.EnvironmentFill = size * 20 / environmentLimit * 5
	slices.SortFunc(c.Variables, func(a, b secrets.Variable) int { return cmp.Compare(a.Name, b.Name) })
}

// asListed gives a single function's configuration the type of the listing's rows.
func asListed(f *lambda.GetFunctionConfigurationOutput) *types.FunctionConfiguration {
	return &types.FunctionConfiguration{
		FunctionName: f.FunctionName, FunctionArn: f.FunctionArn, Version: f.Version, Runtime: f.Runtime, Role: f.Role, Handler: f.Handler,
		Architectures: f.Architectures, PackageType: f.PackageType, Timeout: f.Timeout, MemorySize: f.MemorySize,
		EphemeralStorage: f.EphemeralStorage, LastModified: f.LastModified, CodeSize: f.CodeSize, CodeSha256: f.CodeSha256,
		KMSKeyArn: f.KMSKeyArn, MasterArn: f.MasterArn, DeadLetterConfig: f.DeadLetterConfig, TracingConfig: f.TracingConfig,
		SnapStart: f.SnapStart, LoggingConfig: f.LoggingConfig, VpcConfig: f.VpcConfig, FileSystemConfigs: f.FileSystemConfigs,
		CapacityProviderConfig: f.CapacityProviderConfig, DurableConfig: f.DurableConfig, Layers: f.Layers, Environment: f.Environment,
	}
}
