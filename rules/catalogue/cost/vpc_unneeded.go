package cost

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/network"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "vpc-unneeded", Title: "it is in a VPC, and nothing shows why",
	Severity: rules.Low, Pillar: rules.Cost, When: rules.Off,
	Why: "What leaves a VPC pays for a NAT gateway or endpoints, and uses up addresses and connections. A function that calls nothing private has its own way to the internet and to AWS outside of it, and is no less closed: nobody can connect to it either way.",
	Fix: `# only if its code calls nothing private, nobody expects its calls from a fixed address or endpoint, and no policy wants it cut off from the internet
aws lambda update-function-configuration --function-name NAME --vpc-config SubnetIds=[],SecurityGroupIds=[] --region REGION
# SAM: leave VpcConfig out      Terraform: leave vpc_config out`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
		"https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/welcome.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration, views.Exits, views.Role, views.Mappings},
	Check:    checkUnneeded,
	Examples: unneededExamples,
})

// lookedAt is what the verdict rests on.
var lookedAt = []string{"file systems", "variables", "event sources", "role", "route tables"}

func checkUnneeded(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if c.VPC == nil {
		return rules.One(rules.Inapplicable("it is attached to no VPC"))
	}
	var unsure error
	for _, look := range []func(*rules.Input, *facts.Config) (bool, error){mountsFiles, namesPrivate, readsPrivate, connectsPrivate, leadsOn} {
		private, err := look(in, &c)
		if private {
			return nil
		}
		unsure = cmp.Or(unsure, err)
	}
	if unsure != nil {
		return rules.One(rules.Undecided(unsure))
	}
	f := rules.Failed(fmt.Sprintf("it is attached to %s, and neither its %s nor its %s show anything private that it calls",
		c.VPC.ID, strings.Join(lookedAt[:4], ", "), lookedAt[4]),
		rules.Configured("VPC", c.VPC.ID, "none"), rules.Configured("looked at", lookedAt, nil))
	f.Confidence = rules.Possible
	return rules.One(f)
}

// mountsFiles reports whether a file system is mounted, which takes a VPC.
func mountsFiles(_ *rules.Input, c *facts.Config) (bool, error) { return len(c.FileSystems) > 0, nil }

// stores are the schemes of what usually lies in a VPC.
var stores = []string{"amqp", "amqps", "clickhouse", "kafka", "ldap", "ldaps", "mariadb", "memcached", "mongodb", "mysql", "nats", "neo4j",
	"opensearch", "oracle", "postgres", "postgresql", "redis", "rediss", "sqlserver", "valkey", "valkeys", "vault"}

// namesPrivate reports whether a variable names something private, or one of the stores
// that usually are.
func namesPrivate(_ *rules.Input, c *facts.Config) (bool, error) {
	for _, v := range c.Variables {
		schemes := v.TraitValues(secrets.TraitScheme)
		s3 := slices.Equal(schemes, []string{"s3"}) // its bucket's name looks like a host's
		bare := len(schemes) == 0 && v.Has(secrets.TraitHost, string(secrets.HostAWSService))
		if v.Has(secrets.TraitHost, string(secrets.HostPrivate)) && !s3 || bare ||
			slices.ContainsFunc(schemes, func(scheme string) bool { return slices.Contains(stores, scheme) }) {
			return true, nil
		}
	}
	if c.EnvironmentError != "" {
		return false, &audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "its variables cannot be decrypted: " + c.EnvironmentError}
	}
	return false, nil
}

// readsPrivate reports whether the function reads from a broker, or from another source
// that has its addresses in a VPC.
func readsPrivate(in *rules.Input, _ *facts.Config) (bool, error) {
	mappings, err := views.Mappings.Of(in.Facts, in.Subject.Functions[0])
	return slices.ContainsFunc(mappings, func(m facts.Mapping) bool {
		return !slices.Contains([]facts.SourceKind{facts.SourceSQS, facts.SourceKinesis, facts.SourceDynamoDB}, m.Kind())
	}), err
}

// connectsPrivate reports whether the role may connect to something private. One that
// may read secrets or parameters may find there what to connect to.
func connectsPrivate(in *rules.Input, c *facts.Config) (bool, error) {
	role, err := views.Role.Of(in.Facts, c.Role)
	if err != nil {
		return false, err
	}
	uses, err := role.Calls(network.Elsewhere())
	private := func(u iam.Use) bool {
		return slices.ContainsFunc(network.Private(), func(pattern string) bool { return strings.HasPrefix(pattern, u.Service+":") })
	}
	keeps := func(u iam.Use) bool {
		return slices.Contains([]string{"secretsmanager", "ssm", "appconfig", "execute-api"}, u.Service)
	}
	switch {
	case slices.ContainsFunc(uses, private):
		return true, nil
	case err == nil && slices.ContainsFunc(uses, keeps):
		err = &audit.Unknown{Reason: audit.NoData, Fact: facts.Roles.Name,
			Message: "what it calls may stand in a secret, in a parameter or in a private API that its role may read"}
	}
	return false, err
}

// leadsOn reports whether a route leads on into another network.
func leadsOn(in *rules.Input, _ *facts.Config) (bool, error) {
	exits, unsure := views.Exits.Of(in.Facts, in.Subject.ID)
	for _, e := range exits {
		if e.Way == network.Other {
			return true, nil
		}
		unsure = cmp.Or(unsure, e.Why)
	}
	return false, unsure
}
