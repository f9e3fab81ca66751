package iamcheck

import (
	"slices"

	"lambda-audit/rules"
	"lambda-audit/rules/gravity"
	"lambda-audit/rules/iam"
)

// A Label is something that holds of a role beside the verdict on its policies.
type Label string

// The labels; those of trust policies are the faults of package iam.
const (
	BoundaryLimits  Label = "boundary-limits"  // the boundary takes something away
	BoundaryUnknown Label = "boundary-unknown" // there is one, and it could not be read
	SharedRole      Label = "shared-role"      // more than one function runs under the role
)

// Clean and Unknown are what Row.Severity is where nothing was found: of all that was read, or of what could be.
const (
	Clean   = "none"
	Unknown = "unknown"
)

// A Row is what there is to say about one file. It always has the same members; a list is empty and never null.
type Row struct {
	File         string      `json:"file"`
	Role         string      `json:"role"` // its name; empty for a policy alone
	Verdict      iam.Verdict `json:"verdict"`
	Verdicts     []string    `json:"verdicts"` // all that hold, the verdict first, and the labels
	Severity     string      `json:"severity"` // the worst: critical, high, medium, low; none; unknown
	Paths        []Path      `json:"paths"`
	Statements   []Statement `json:"statements"`
	Trust        []Trust     `json:"trust"`
	Functions    []string    `json:"functions"`
	Unreadable   []string    `json:"unreadable"` // what of the role could not be read
	Suggestion   *Suggestion `json:"suggestion"` // null where there is none
	Notes        []string    `json:"notes"`
	NotEvaluated []string    `json:"not_evaluated"`

	worst rules.Severity
}

// notEvaluated is what may forbid more than a role's own file can tell.
var notEvaluated = []string{"service control policies"}

// Judge says all that there is to say about the bundle of one file.
func Judge(file string, bundle iam.Bundle) Row {
	role := named(bundle.Role, file)
	opinion := role.Judge(nil, false)
	row := Row{
		File: file, Role: bundle.Name, Verdict: opinion.Verdict,
		Paths: paths(opinion.Escalations), Statements: statements(opinion, role.Account),
		Trust: faults(bundle), Functions: list(bundle.Functions), Unreadable: list(role.Unreadable),
		Suggestion: suggestion(role, opinion), Notes: []string{}, NotEvaluated: notEvaluated,
	}
	if role.BoundaryUnknown {
		row.Unreadable = append(row.Unreadable, "the permissions boundary")
	}
	if bundle.TrustUnread {
		row.Unreadable = append(row.Unreadable, "the trust policy")
	}
	if bundle.ForResource {
		row.Notes = append(row.Notes, "it names principals, as the policies of resources do; it is judged as if a role had it")
	}
	row.label(bundle, opinion)
	return row
}

// named gives a policy without a name that of its file.
func named(role iam.Role, file string) iam.Role {
	role.Policies = slices.Clone(role.Policies)
	for i := range role.Policies {
		if role.Policies[i].Name == "" {
			role.Policies[i].Name = file
		}
	}
	return role
}

// label gathers what holds and how bad the worst of it is.
func (r *Row) label(bundle iam.Bundle, opinion iam.Opinion) {
	for _, v := range opinion.Verdicts {
		r.Verdicts = append(r.Verdicts, string(v))
	}
	for _, s := range r.Statements {
		r.worst = max(r.worst, s.Severity)
	}
	for _, p := range r.Paths {
		r.worst = max(r.worst, p.Severity)
	}
	if opinion.Bounded {
		r.Verdicts = append(r.Verdicts, string(BoundaryLimits))
	}
	if bundle.Role.BoundaryUnknown {
		r.Verdicts = append(r.Verdicts, string(BoundaryUnknown))
	}
	for _, f := range r.Trust {
		r.worst = max(r.worst, f.Severity)
		if f.Severity > rules.NoSeverity && !slices.Contains(r.Verdicts, string(f.Fault)) {
			r.Verdicts = append(r.Verdicts, string(f.Fault))
		}
	}
	if len(bundle.Functions) > 1 {
		r.worst = max(r.worst, gravity.OfSharing(&bundle.Role, r.power()))
		r.Verdicts = append(r.Verdicts, string(SharedRole))
	}
	r.Severity = r.worst.String()
	if r.worst == rules.NoSeverity && r.Verdict == iam.VerdictUnknown {
		r.Severity = Unknown
	}
}

// power is the worst of what makes the role an administrator, or leads to more rights.
func (r *Row) power() rules.Severity {
	power := rules.NoSeverity
	for _, s := range r.Statements {
		if s.Verdict == iam.VerdictAdmin {
			power = max(power, s.Severity)
		}
	}
	for _, p := range r.Paths {
		power = max(power, p.Severity)
	}
	return power
}

// Worst is the severity as a number: none where nothing was found, although something could not be read.
func (r *Row) Worst() rules.Severity { return r.worst }

// Partial reports whether something of the role could not be read.
func (r *Row) Partial() bool { return len(r.Unreadable) > 0 }

// list gives an empty list for nil, which JSON would write as null.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
