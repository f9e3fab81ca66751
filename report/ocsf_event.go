package report

import "lambda-audit/rules"

// An ocsfEvent is a finding as the schema has it, in the order of its groups. What
// is empty is left out, for the schema knows no null.
type ocsfEvent struct {
	ActivityID   int            `json:"activity_id"`
	ActivityName string         `json:"activity_name"`
	CategoryUID  int            `json:"category_uid"`
	CategoryName string         `json:"category_name"`
	ClassUID     int            `json:"class_uid"`
	ClassName    string         `json:"class_name"`
	TypeUID      int            `json:"type_uid"`
	TypeName     string         `json:"type_name"`
	Time         int64          `json:"time"`
	SeverityID   int            `json:"severity_id"`
	Severity     string         `json:"severity"`
	StatusID     int            `json:"status_id"`
	Status       string         `json:"status"`
	StatusCode   string         `json:"status_code"`
	StatusDetail string         `json:"status_detail,omitempty"`
	Message      string         `json:"message,omitempty"`
	Comment      string         `json:"comment,omitempty"`
	ConfidenceID int            `json:"confidence_id,omitempty"`
	Confidence   string         `json:"confidence,omitempty"`
	Metadata     ocsfMetadata   `json:"metadata"`
	Cloud        ocsfCloud      `json:"cloud"`
	FindingInfo  ocsfInfo       `json:"finding_info"`
	Compliance   *ocsfStanding  `json:"compliance,omitempty"` // of a Compliance Finding only
	IsAlert      *bool          `json:"is_alert,omitempty"`   // of a Detection Finding only
	Resources    []ocsfResource `json:"resources"`
	Evidences    []ocsfEvidence `json:"evidences,omitempty"`
	Remediation  *ocsfRemedy    `json:"remediation,omitempty"`
	Unmapped     ocsfUnmapped   `json:"unmapped"`
}

type ocsfMetadata struct {
	Version      string      `json:"version"`
	UID          string      `json:"uid"` // of the event: another run gives another
	EventCode    string      `json:"event_code"`
	OriginalTime string      `json:"original_time"`
	TenantUID    string      `json:"tenant_uid"`
	LogName      string      `json:"log_name"`
	LogProvider  string      `json:"log_provider"`
	Product      ocsfProduct `json:"product"`
	Profiles     []string    `json:"profiles"`
}

type ocsfProduct struct {
	Name       string `json:"name"`
	VendorName string `json:"vendor_name"`
	UID        string `json:"uid"`
	Version    string `json:"version,omitempty"`
}

type ocsfCloud struct {
	Provider  string      `json:"provider"`
	Partition string      `json:"cloud_partition"`
	Region    string      `json:"region"`
	Account   ocsfAccount `json:"account"`
}

type ocsfAccount struct {
	UID    string `json:"uid"`
	Name   string `json:"name"`
	TypeID int    `json:"type_id"`
	Type   string `json:"type"`
}

type ocsfInfo struct {
	UID      string       `json:"uid"` // the finding's id, the same in every run
	Title    string       `json:"title"`
	Desc     string       `json:"desc,omitempty"`
	Types    []string     `json:"types,omitempty"`
	LastSeen int64        `json:"last_seen_time"`
	Analytic ocsfAnalytic `json:"analytic"`
}

type ocsfAnalytic struct {
	UID    string `json:"uid"`
	Name   string `json:"name"`
	TypeID int    `json:"type_id"`
	Type   string `json:"type"`
}

type ocsfStanding struct {
	Control       string   `json:"control"`
	Standards     []string `json:"standards"`
	StatusID      int      `json:"status_id"`
	Status        string   `json:"status"`
	StatusDetails []string `json:"status_details,omitempty"`
	Category      string   `json:"category,omitempty"`
}

type ocsfResource struct {
	UID       string `json:"uid"`
	Name      string `json:"name"`
	Type      string `json:"type"`
	Region    string `json:"region"`
	Partition string `json:"cloud_partition"`
}

type ocsfEvidence struct {
	Name string         `json:"name"`
	Data rules.Evidence `json:"data"`
}

type ocsfRemedy struct {
	Desc       string   `json:"desc"`
	References []string `json:"references,omitempty"`
}

// ocsfUnmapped is what the result knows of a finding and the schema has no place
// for. Nothing in a result is the value of a variable, so nothing here is.
type ocsfUnmapped struct {
	RunID           string   `json:"run_id"`
	Rule            string   `json:"rule"`
	Pillar          string   `json:"pillar"`
	SubjectKind     string   `json:"subject_kind"`
	Locus           string   `json:"locus"`
	Function        string   `json:"function"`
	Functions       int      `json:"functions"`
	ManagedBy       string   `json:"managed_by"`
	Reason          string   `json:"reason"`
	ExplainedBy     []string `json:"explained_by"`
	MonthlySaving   *float64 `json:"monthly_saving_usd,omitempty"`
	SuppressedUntil string   `json:"suppression_until"`
}
