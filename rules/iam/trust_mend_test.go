package iam

import (
	"slices"
	"testing"
)

// FuzzTrustFaults holds the faults to two promises: without its principal a fault is gone, and where everybody is denied
// there is none.
func FuzzTrustFaults(f *testing.F) {
	f.Add(`{"Statement":[` + lets(`"*"`, assume, `{"StringEquals":{"aws:PrincipalAccount":["444455556666"]}}`) + `]}`)
	f.Add(`{"Statement":[` + lets(`{"AWS":["*","444455556666"],"Service":"ec2.amazonaws.com"}`, `"*"`, `{}`) + "," + denies(`"NotPrincipal":{"AWS":"444455556666"}`, `{}`) + `]}`)
	f.Add(`{"Statement":{"Sid":"x","Effect":"Allow","NotPrincipal":{"AWS":"x"},"NotAction":"sts:TagSession","Condition":{"StringLike":{"a:sub":"rep?"}}}}`)
	f.Add(`{"Statement":[` + issued(github, `{}`) + `]}`)
	f.Fuzz(func(t *testing.T, text string) {
		policy, err := Parse(text)
		if err != nil {
			return
		}
		faults := TrustFaults(policy, own)
		for _, fault := range faults {
			same := func(f TrustFault) bool {
				return f.Fault == fault.Fault && f.Trust.Statement == fault.Trust.Statement && f.Trust.Principal == fault.Trust.Principal
			}
			others := slices.DeleteFunc(slices.Clone(faults), func(f TrustFault) bool { return !same(f) })
			if fault.Fault != FaultCannotBeTaken && slices.ContainsFunc(TrustFaults(policy.WithoutFaults(others), own), same) {
				t.Errorf("%s: mended, it still has %+v", text, fault)
			}
		}
		if left := TrustFaults(policy.WithoutFaults(faults), own); len(left) > 0 && left[0].Fault != FaultCannotBeTaken {
			t.Errorf("%s: all mended, it still has %+v", text, left)
		}
		nobody := Statement{Effect: Deny, Principals: []Principal{{AnyPrincipal, "*"}}, Actions: []string{"*"}}
		policy.Statements = append(slices.Clone(policy.Statements), nobody)
		if left := TrustFaults(policy, own); len(left) != 1 || left[0].Fault != FaultCannotBeTaken {
			t.Errorf("%s: denied to everybody, there is %+v", text, left)
		}
	})
}
