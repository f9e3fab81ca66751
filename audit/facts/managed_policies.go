package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"lambda-audit/audit"
)

// KindPolicy is the kind of the managed policies that roles name.
const KindPolicy audit.KindName = "managed-policy"

const managedPolicies = "managed-policies"

// ManagedPolicies are the documents of the managed policies that roles are
// attached to or bounded by, in their default version.
var ManagedPolicies = audit.RegisterFact(audit.Fact[Policy]{
	Name: managedPolicies, Doc: "the default version of each managed policy; the account's own come with the list of its roles. AWS's come with none, so it takes two calls a policy, once for all roles",
	Kind:       KindPolicy,
	Operations: []string{"IAM.GetPolicy", "IAM.GetPolicyVersion"},
	Actions:    []string{"iam:GetPolicy", "iam:GetPolicyVersion"},
	Needs:      []audit.Dep{Roles},
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, policies []audit.Subject, put audit.Put[Policy]) error {
		arn := policies[0].ID
		if a, _ := audit.ParseARN(arn); s.Header.Fast && a.Account != "aws" {
			return &audit.Unknown{Reason: audit.NotAsked, Message: "the list of roles did not tell it"}
		}
		client := audit.Client(s, s.HomeRegion(), iam.NewFromConfig)
		policy, err := client.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: &arn})
		if err != nil {
			return fmt.Errorf("get the policy %s: %w", arn, err)
		}
		version, err := client.GetPolicyVersion(ctx, &iam.GetPolicyVersionInput{PolicyArn: &arn, VersionId: policy.Policy.DefaultVersionId})
		if err != nil {
			return fmt.Errorf("get the policy %s, version %s: %w", arn, aws.ToString(policy.Policy.DefaultVersionId), err)
		}
		put(arn, document(version.PolicyVersion.Document), nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `<PolicyVersion><Document>%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D</Document><VersionId>v3</VersionId><IsDefaultVersion>true</IsDefaultVersion></PolicyVersion>`,
		Source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html",
	},
})

// PolicyKind is the kind of the managed policies that the roles name.
var PolicyKind = audit.RegisterKind(audit.Kind{
	Name: KindPolicy, Doc: "a managed policy that an execution role is attached to or bounded by", Global: true,
	Shared: true, // AWS's policies: the account's own come with the list of roles
	From:   []audit.Dep{Roles},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		users := map[string][]string{}
		incomplete := Roles.All(r, func(arn string, role Role) {
			subject := r.Subject(KindRole, arn)
			if subject == nil {
				return
			}
			for _, policy := range role.managed() {
				users[policy] = append(users[policy], subject.Functions...)
			}
		})
		list := make([]audit.Subject, 0, len(users))
		for arn, functions := range users {
			a, _ := audit.ParseARN(arn)
			list = append(list, audit.Subject{Kind: KindPolicy, ID: arn, Account: a.Account, Region: audit.Global, Functions: sorted(functions)})
		}
		return list, incomplete
	},
})
