package iam

import "strings"

// Role is what the audit knows of one execution role.
type Role struct {
	Policies        []Policy
	Boundary        *Document // nil if the role has none
	BoundaryUnknown bool      // there is a boundary, or may be one, that could not be read
	Unreadable      []string  // names of policies that could not be read
	Account         string    // the account of the role, if known
	ARN             string    // of the role itself, if known

	passedTo string // the service that a role is passed to, where that is asked
}

// Policy is one policy of a role.
type Policy struct {
	Name     string
	Kind     PolicyKind
	ARN      string // empty for an inline policy
	Document Document
}

// PolicyKind says who owns a policy, and so who can repair it.
type PolicyKind string

// The kinds of policies a role may have. AWSManaged policies cannot be edited, only replaced.
const (
	Inline          PolicyKind = "inline"
	CustomerManaged PolicyKind = "customer"
	AWSManaged      PolicyKind = "aws"
)

// KindOf says whose a managed policy is, by its ARN: those of AWS name no account of twelve digits.
func KindOf(arn string) PolicyKind {
	if a, ok := splitARN(arn); ok && strings.HasPrefix(a.account, "aws") {
		return AWSManaged
	}
	return CustomerManaged
}

// Grant is something a role may do that somebody should look at.
type Grant struct {
	Policy       string
	Kind         PolicyKind
	PolicyARN    string // empty for an inline policy
	Statement    string // Sid or "statement N", where people find it
	Sid          string // empty where the statement has none
	Index        int    // of the statement, from 0
	Title        string // Sid or what it says, which stays when the policy is put in another order
	Pattern      string // as written; "NotAction a, b" for a statement that allows everything but
	Service      string // "*" if more than one
	Sensitive    []string
	Resources    []string // as written; for Wildcards those that Service knows
	NotResources []string
	AnyResource  bool
	InAccount    bool // every resource, but of one account only
	Shape        Shape
	Conditions   []Condition
	Judgement    Judgement // what the conditions, those of the boundary included, do to the grant
	Limits       []string  // what Deny statements and the boundary do to it, or fail to
	Reason       string    // for Admin: why this is administration
}

// Shape says what is too wide about a grant.
type Shape string

// The shapes of grants. ShapeTrace is a wildcard over services that hold only logs and traces, or have no resources to
// name; ShapeEventSource is AWS's own policy for reading an event source, which knows no narrower form;
// ShapeMinorAny only sends to things, starts or stops them, or pulls what is seldom secret.
const (
	ShapeServiceAny   Shape = "service-wildcard-any-resource"
	ShapeServiceNamed Shape = "service-wildcard-named-resource"
	ShapeSensitiveAny Shape = "sensitive-any-resource"
	ShapeMinorAny     Shape = "minor-any-resource"
	ShapeTrace        Shape = "log-or-trace"
	ShapeEventSource  Shape = "event-source-any-resource"
)
