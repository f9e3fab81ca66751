package iam

import (
	"slices"
	"strings"
	"sync"
)

// subjectForm is how the subjects of one issuer's tokens begin, and which characters end the name of the tenant after
// that, where strangers are tenants too.
type subjectForm struct{ Prefix, End string }

var subjectForms = sync.OnceValue(func() []subjectForm {
	return load[struct{ Subjects []subjectForm }]("token_subjects.json").Subjects
})

// wideSubject reports whether a pattern for the subject of a token leaves open whose token it is: it begins with a
// wildcard, ends within what all subjects of the issuer begin with, or stops short within the tenant's name.
func wideSubject(pattern string) bool {
	end := strings.IndexAny(pattern, "*?")
	if end < 0 {
		return pattern == ""
	}
	head := pattern[:end]
	return head == "" || slices.ContainsFunc(subjectForms(), func(f subjectForm) bool {
		name, issued := strings.CutPrefix(head, f.Prefix)
		return strings.HasPrefix(f.Prefix, head) || issued && f.End != "" && !strings.ContainsAny(name, f.End)
	})
}
