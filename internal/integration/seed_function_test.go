//go:build integration

package integration

import (
	"archive/zip"
	"bytes"
	"cmp"
	"math/rand/v2"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// packaged is a package that holds an empty handler, the text, and so many
// megabytes that do not compress.
func packaged(text string, megabytes int) ([]byte, error) {
	ballast := make([]byte, megabytes<<20)
	_, _ = rand.NewChaCha8([32]byte{}).Read(ballast) // never fails
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, file := range []struct {
		name string
		data []byte
	}{
		{"index.py", []byte("# " + text + "\ndef handler(event, context):\n    return event\n")},
		{"ballast", ballast},
	} {
		part, err := w.Create(file.name)
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(file.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// terraform is the mark that Terraform's users leave on what it makes.
var terraform = map[string]string{"managed-by": "terraform"}

func (s *seeder) input(f *planted) (*lambda.CreateFunctionInput, error) {
	code, err := packaged(cmp.Or(f.packageOf, f.name), f.packageMB)
	in := &lambda.CreateFunctionInput{
		FunctionName: &f.name, Role: aws.String(roleARN(cmp.Or(f.role, plainRole))),
		Timeout: aws.Int32(cmp.Or(f.timeout, 10)), MemorySize: aws.Int32(cmp.Or(f.memory, 512)),
		Architectures: []types.Architecture{types.ArchitectureArm64},
		Runtime:       types.Runtime(cmp.Or(f.runtime, "python3.14")), Handler: aws.String("index.handler"),
		Code: &types.FunctionCode{ZipFile: code}, TracingConfig: &types.TracingConfig{Mode: types.TracingModeActive}, Tags: terraform,
	}
	if f.x86 {
		in.Architectures = []types.Architecture{types.ArchitectureX8664}
	}
	if f.image {
		in.PackageType, in.Runtime, in.Handler = types.PackageTypeImage, "", nil
		in.Code = &types.FunctionCode{ImageUri: aws.String(account + ".dkr.ecr." + s.region + ".amazonaws.com/" + f.name + ":1")}
	}
	if f.untraced {
		in.TracingConfig.Mode = types.TracingModePassThrough
	}
	if f.tags != nil {
		in.Tags = f.tags
	}
	if len(f.env) > 0 {
		in.Environment = &types.Environment{Variables: f.env}
	}
	s.attach(in, f)
	return in, err
}

// attach adds what the function takes from elsewhere.
func (s *seeder) attach(in *lambda.CreateFunctionInput, f *planted) {
	if f.deadLetter != "" {
		in.DeadLetterConfig = &types.DeadLetterConfig{TargetArn: aws.String(queueARN(s.region, f.deadLetter))}
	}
	for _, layer := range f.layers {
		if !strings.Contains(layer, ":") {
			layer = account + ":layer:" + layer + ":1"
		}
		in.Layers = append(in.Layers, "arn:aws:lambda:"+s.region+":"+layer)
	}
	if f.key {
		in.KMSKeyArn = aws.String("arn:aws:kms:" + s.region + ":" + account + ":key/5b0c1b9e-7f6a-4f0a-9a55-0c1d2e3f4a5b")
	}
	if f.snapStart {
		in.SnapStart = &types.SnapStart{ApplyOn: types.SnapStartApplyOnPublishedVersions}
	}
	if f.storage > 0 {
		in.EphemeralStorage = &types.EphemeralStorage{Size: &f.storage}
	}
	if f.logGroup != "" {
		in.LoggingConfig = &types.LoggingConfig{LogFormat: types.LogFormatText, LogGroup: &f.logGroup}
	}
	if len(f.subnets) > 0 {
		in.VpcConfig = &types.VpcConfig{SecurityGroupIds: []string{"sg-0123456789abcdef0"}}
		for _, name := range f.subnets {
			in.VpcConfig.SubnetIds = append(in.VpcConfig.SubnetIds, s.names[name])
		}
	}
}

// layers publishes layers of the account's own.
func (s *seeder) layers(names ...string) error {
	for _, name := range names {
		code, err := packaged(name, 0)
		if err == nil {
			_, err = s.lambda.PublishLayerVersion(s.ctx, &lambda.PublishLayerVersionInput{LayerName: &name, Content: &types.LayerVersionContentInput{ZipFile: code}})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// logsTo makes the log group that the function writes to; 0 days are for ever.
func logsTo(group string, keptDays int32) step {
	return func(s *seeder, f *planted) error {
		s.names[group] = "log of " + f.name
		_, err := s.logs.CreateLogGroup(s.ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: &group})
		if err != nil || keptDays == 0 {
			return err
		}
		_, err = s.logs.PutRetentionPolicy(s.ctx, &cloudwatchlogs.PutRetentionPolicyInput{LogGroupName: &group, RetentionInDays: &keptDays})
		return err
	}
}
