package facts

import (
	"lambda-audit/audit"
)

// TrackedDays is how long IAM remembers at least when a service was called; what
// was called before looks as if it never was (IAM API reference,
// GenerateServiceLastAccessedDetails, 2026-11-23).
const TrackedDays = 400

// LastAccessed says when a role last called the services that its policies let it
// call, at whatever boundary or organisation policy. Refused calls count too, and
// recent ones may take four hours to show.
type LastAccessed struct {
	Services []AccessedService `json:"services,omitempty"`
	AsOf     string            `json:"as_of,omitempty"`
}

// AccessedService is a service that a role's policies let it call.
type AccessedService struct {
	Service string `json:"service"`        // as actions name it, such as "s3"
	Last    string `json:"last,omitempty"` // empty: not in the tracked days
}

// ServiceLastAccessed tells when each role last called which service.
var ServiceLastAccessed = audit.RegisterFact(audit.Fact[LastAccessed]{
	Name: "service-last-accessed", Doc: "when each execution role last called the services that its policies name; nothing but a job of IAM's per role tells it",
	Kind:       KindRole,
	Operations: []string{"IAM.GenerateServiceLastAccessedDetails", "IAM.GetServiceLastAccessedDetails"},
	Actions:    []string{"iam:GenerateServiceLastAccessedDetails", "iam:GetServiceLastAccessedDetails"},
	Needs:      []audit.Dep{Roles},
	Job:        "IAM.GetServiceLastAccessedDetails",
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[LastAccessed] {
		if role, err := Roles.Of(r, s.ID); err == nil && role.Missing {
			return audit.Settled(LastAccessed{}, "IAM has no such role")
		}
		return audit.Ask[LastAccessed]()
	},
	GateDoc: "a role that IAM does not have called nothing that it could tell of: the job is refused with NoSuchEntity",
	Collect: collectLastAccessed,
	Example: audit.Example{
		Reply: `<JobStatus>COMPLETED</JobStatus><ServicesLastAccessed><member><ServiceName>Amazon S3</ServiceName><ServiceNamespace>s3</ServiceNamespace><LastAuthenticated>2026-11-20T08:15:00Z</LastAuthenticated><TotalAuthenticatedEntities>1</TotalAuthenticatedEntities></member>` +
			`<member><ServiceName>Amazon SQS</ServiceName><ServiceNamespace>sqs</ServiceNamespace><TotalAuthenticatedEntities>0</TotalAuthenticatedEntities></member></ServicesLastAccessed>`,
		Source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html",
	},
})
