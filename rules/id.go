package rules

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"lambda-audit/audit"
)

// An ID names a finding, a verdict or a subject in every run: a short digest,
// written as 16 hexadecimal digits.
type ID uint64

// findingID names what a rule says of a subject, and where in it. A subject whose
// ARN names no account, as those of AWS's own policies, is told apart by its own.
func findingID(account string, r Ref) ID {
	if a, named := audit.ParseARN(r.Subject); !named || a.Account == "" || a.Account == "aws" {
		r.Subject = account + " " + r.Subject
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{r.Rule, r.Subject, r.Locus}, "\x00")))
	return ID(binary.BigEndian.Uint64(sum[:8]))
}

// VerdictID names all that a rule says of a subject.
func VerdictID(account, rule, subject string) ID {
	return findingID(account, Ref{Rule: rule, Subject: subject})
}

// SubjectID names a subject.
func SubjectID(account, subject string) ID { return VerdictID(account, "", subject) }

// String returns the id as findings bear it.
func (id ID) String() string { return fmt.Sprintf("%016x", uint64(id)) }

// MarshalText writes the id as String returns it.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *ID) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text), 16, 64)
	if err != nil || len(text) != 16 {
		return fmt.Errorf("%q is no id: it has 16 hexadecimal digits", text)
	}
	*id = ID(n)
	return nil
}
